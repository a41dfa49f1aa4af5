/// What a step's result depends on, and nothing else: two steps with one key have one result.
public struct StepKey: Hashable, Sendable, CustomStringConvertible {
  /// Raised when the same content comes to be written as another key.
  static let format = 1

  public let hash: ContentHash

  /// - Parameters:
  ///   - operation: with every option and input known.
  ///   - seed: the step's own.
  init(operation: any Operation, seed: UInt64) {
    let manual = type(of: operation).manual
    let document = JSON.object([
      "format": .integer(Self.format),
      "operation": .string(manual.name),
      "version": .integer(manual.version),
      "seed": .string(String(seed)),
      "options": operation.canonical,
    ])
    hash = ContentHash(of: Array(document.text().utf8))
  }

  public var description: String { hash.description }

  /// A step's own seed: inserting or removing other steps never changes it.
  static func seed(of step: String, in notebookSeed: UInt64) -> UInt64 {
    ContentHash(of: Array("step \(step) of seed \(notebookSeed)".utf8)).leadingBits
  }
}
