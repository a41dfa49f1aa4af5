/// What the names in an expression stand for.
public protocol Scope {
  /// - Throws: `LookupFailure` if the path leads to no value.
  func value(at path: Path) throws(LookupFailure) -> ExpressionValue

  /// The same names, with values at all seeds also where the scope is that of one seed.
  var overSeeds: Self { get }
}

extension Scope {
  public var overSeeds: Self { self }
}

/// Why a path leads to no value.
public struct LookupFailure: Error, Hashable, Sendable {
  /// Which of the path's names is to blame.
  public var index: Int
  /// `nil` if another diagnostic has said it already.
  public var explanation: Explanation?

  public init(at index: Int, _ explanation: Explanation) {
    self.index = index
    self.explanation = explanation
  }

  public init(
    _ identifier: DiagnosticIdentifier, at index: Int, _ message: String, remedy: String? = nil
  ) {
    self.init(at: index, Explanation(identifier, message, remedy: remedy))
  }

  /// The path leads into something whose errors have been reported already.
  public static let reported = LookupFailure()

  private init() { index = 0 }
}
