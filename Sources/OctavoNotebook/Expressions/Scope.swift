/// What the names in an expression stand for.
public protocol Scope {
  /// - Throws: `LookupFailure` if the path leads to no value.
  func value(at path: Path) throws(LookupFailure) -> Evaluation
}

/// Why a path leads to no value.
public struct LookupFailure: Error, Hashable, Sendable {
  /// Which of the path's names is to blame.
  public var index: Int
  /// As a diagnostic's message; `nil` if another diagnostic has said it already.
  public var message: String?
  public var remedy: String?

  public init(at index: Int, _ message: String, remedy: String? = nil) {
    self.index = index
    self.message = message
    self.remedy = remedy
  }

  /// The path leads into something whose errors have been reported already.
  public static let reported: LookupFailure = {
    var failure = LookupFailure(at: 0, "")
    failure.message = nil
    return failure
  }()
}
