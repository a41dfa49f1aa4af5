/// Something wrong or doubtful in a notebook: where, what, and how to mend it.
public struct Diagnostic: Error, Hashable, Sendable {
  public enum Severity: String, Sendable, Codable {
    case error, warning
  }

  public var severity: Severity
  /// `nil` where the whole file is meant.
  public var range: SourceRange?
  /// One sentence without a full stop, lower case at the start.
  public var message: String
  /// How to mend it, one sentence without a full stop; `nil` where the message says all.
  public var remedy: String?

  public init(
    _ severity: Severity = .error, at range: SourceRange?, _ message: String,
    remedy: String? = nil
  ) {
    self.severity = severity
    self.range = range
    self.message = message
    self.remedy = remedy
  }
}
