/// A formula in the language of TeX, read.
public struct MathFormula: Hashable, Sendable {
  public var nodes: [MathNode]
  /// What `\tag` gives it, without parentheses.
  public var tag: String?
  /// In the order of their places.
  public var problems: [MathProblem]

  /// Whether all of it was understood, so that it can be set.
  public var isComplete: Bool { !problems.contains(where: \.isFatal) }

  /// Reads a formula, without the signs that delimit it. Any text can be read: what is wrong with it
  /// is in `problems`.
  public init(reading source: String) {
    var parser = MathParser(source)
    nodes = parser.formula()
    tag = parser.tag
    problems = parser.problems
  }
}

/// Something in a formula that was not understood.
public struct MathProblem: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case unknownCommand, unknownEnvironment, malformed, tooDeep, tooLong, ignored
  }
  public var kind: Kind
  /// Where it stands in the source, in Unicode scalars from 0.
  public var range: Range<Int>
  /// One sentence without a full stop, lower case at the start.
  public var message: String
  public var remedy: String?
  /// What to write in place of the range, where there is a single likely thing.
  public var replacement: String?

  /// Whether the formula cannot be set because of it.
  public var isFatal: Bool { kind != .ignored }
}

/// How much a formula may hold; each is far beyond what a person writes.
package enum MathLimits {
  static let scalars = 20_000
  static let nesting = 48
  static let problems = 8
}
