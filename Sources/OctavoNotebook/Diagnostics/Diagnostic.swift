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

extension [Diagnostic] {
  /// By their places; those of the whole file first, and those of one place as they were.
  public var inOrder: [Diagnostic] {
    let start = SourcePosition(line: 0, column: 0)
    return enumerated().sorted { first, second in
      let (left, right) = (
        first.element.range?.start ?? start, second.element.range?.start ?? start
      )
      return left == right ? first.offset < second.offset : left < right
    }.map(\.element)
  }

  /// The first of them, if they are more than anyone will read, and how many there are besides.
  package var limited: [Diagnostic] {
    guard count > Limits.diagnostics else { return self }
    let rest = self[Limits.diagnostics...]
    let severity: Diagnostic.Severity = Array(rest).containsError ? .error : .warning
    let last = Diagnostic(
      severity, at: rest.first?.range, "there are \(rest.count) more problems from here on")
    return self[..<Limits.diagnostics] + [last]
  }

  public var containsError: Bool { contains { $0.severity == .error } }
}
