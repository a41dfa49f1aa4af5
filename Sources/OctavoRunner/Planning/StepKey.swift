import OctavoBase

/// What a step's result depends on, and nothing else: two steps with one key have one result.
public struct StepKey: Hashable, Sendable, CustomStringConvertible {
  /// Raised when the same content comes to be written as another key.
  static let format = 2

  public let hash: ContentHash

  init(hash: ContentHash) {
    self.hash = hash
  }

  /// - Parameters:
  ///   - operation: with every option and input known.
  ///   - seed: the step's own.
  ///   - program: names the code that computes. Other code may compute other bits, and nobody has
  ///     to remember to say so.
  /// - Throws: where a file that the step reads cannot be read.
  init(operation: any Operation, seed: UInt64, program: ContentHash) throws {
    let document = JSON.object([
      "format": .integer(Self.format),
      "program": .string(program.description),
      "operation": .string(type(of: operation).manual.name),
      "seed": .string(String(seed)),
      "options": try operation.canonical,
    ])
    hash = ContentHash(of: Array(document.compactText.utf8))
  }

  /// The key of a plan's step of this name.
  /// - Throws: where a file that the step reads cannot be read.
  init(of operation: any Operation, named step: String, in plan: Plan) throws {
    try self.init(
      operation: operation, seed: Self.seed(of: step, in: plan.seed), program: plan.program)
  }

  public var description: String { hash.description }

  /// A step's own seed: inserting or removing other steps never changes it.
  static func seed(of step: String, in notebookSeed: UInt64) -> UInt64 {
    ContentHash(of: Array("step \(step) of seed \(notebookSeed)".utf8)).leadingBits
  }
}
