import OctavoBase
import OctavoResults

/// What a step's result depends on, and nothing else: two steps with one key have one result.
public struct StepKey: Hashable, Sendable, CustomStringConvertible {
  /// Raised when the same content comes to be written as another key.
  static let format = 3

  public let hash: ContentHash

  init(hash: ContentHash) {
    self.hash = hash
  }

  /// - Parameters:
  ///   - operation: with every option and input known.
  ///   - seed: the step's own; `nil` where the operation draws no random numbers.
  ///   - program: names the code that computes. Other code may compute other bits, and nobody has
  ///     to remember to say so.
  /// - Throws: where a file that the step reads cannot be read.
  init(operation: any Operation, seed: UInt64?, program: ContentHash) throws {
    let document = JSON.object([
      "format": .integer(Self.format),
      "program": .string(program.description),
      "operation": .string(type(of: operation).manual.name),
      "seed": seed.map { .string(String($0)) } ?? .null,
      "options": try operation.canonical,
    ])
    hash = ContentHash(of: Array(document.compactText.utf8))
  }

  public var description: String { hash.description }
}

extension Plan {
  /// The seed of a step at one of its points; `nil` where the operation draws no random numbers.
  ///
  /// Inserting or removing other steps never changes it. Points that differ in another axis than `seed`
  /// have the same one, and so draw the same numbers.
  ///
  /// - Parameter stream: stands for the step's name, so that two steps with one stream draw the same
  ///   numbers.
  func stepSeed(of step: PlannedStep, at point: Point, stream: Int?) -> UInt64? {
    guard step.operation.drawsRandomNumbers else { return nil }
    let notebookSeed =
      point[Point.seedAxis].map { Self.hash("stream \($0) of seed \(seed)") } ?? seed
    return Self.hash(
      stream.map { "stream \($0) of seed \(notebookSeed)" }
        ?? "step \(step.name) of seed \(notebookSeed)")
  }

  private static func hash(_ text: String) -> UInt64 {
    ContentHash(of: Array(text.utf8)).leadingBits
  }
}
