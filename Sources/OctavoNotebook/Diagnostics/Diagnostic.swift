/// Something wrong or doubtful in a notebook: what kind of problem it is, where, what, and how to
/// mend it.
public struct Diagnostic: Error, Hashable, Sendable {
  public enum Severity: String, Sendable, Codable {
    case error, warning
  }

  /// Something besides that explains the problem, such as where a name was defined first.
  public struct Note: Hashable, Sendable {
    /// `nil` where no place in the notebook is meant.
    public var range: SourceRange?
    /// One sentence without a full stop, lower case at the start.
    public var message: String

    public init(at range: SourceRange? = nil, _ message: String) {
      self.range = range
      self.message = message
    }
  }

  public var identifier: DiagnosticIdentifier
  public var severity: Severity
  /// `nil` where the whole file is meant.
  public var range: SourceRange?
  /// One sentence without a full stop, lower case at the start.
  public var message: String
  /// How to mend it, one sentence without a full stop; `nil` where the message says all.
  public var remedy: String?
  /// In the order in which they are to be read.
  public var notes: [Note]
  /// A change of the notebook's text after which the problem is gone, where there is a single one
  /// that the author probably wants.
  public var replacement: Replacement?

  public init(
    _ identifier: DiagnosticIdentifier, _ severity: Severity = .error, at range: SourceRange?,
    _ message: String, remedy: String? = nil, notes: [Note] = [], replacement: Replacement? = nil
  ) {
    self.identifier = identifier
    self.severity = severity
    self.range = range
    self.message = message
    self.remedy = remedy
    self.notes = notes
    self.replacement = replacement
  }

  /// - Parameter range: of what the explanation's replacement takes the place of, too.
  public init(
    _ explanation: Explanation, _ severity: Severity = .error, at range: SourceRange?
  ) {
    self.init(
      explanation.identifier, severity, at: range, explanation.message,
      remedy: explanation.remedy, notes: explanation.notes,
      replacement: range.flatMap { range in
        explanation.correction.map {
          Replacement(of: $0.written, at: range, by: $0.text)
        }
      })
  }
}

/// What is wrong with something that the notebook says, apart from where it says so.
public struct Explanation: Hashable, Sendable {
  /// What was written, and what to write in its place.
  public struct Correction: Hashable, Sendable {
    public var written: String
    public var text: String

    public init(of written: String, by text: String) {
      self.written = written
      self.text = text
    }
  }

  public var identifier: DiagnosticIdentifier
  public var message: String
  public var remedy: String?
  public var notes: [Diagnostic.Note]
  public var correction: Correction?

  public init(
    _ identifier: DiagnosticIdentifier, _ message: String, remedy: String? = nil,
    notes: [Diagnostic.Note] = [], correction: Correction? = nil
  ) {
    self.identifier = identifier
    self.message = message
    self.remedy = remedy
    self.notes = notes
    self.correction = correction
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
      .tooManyProblems, severity, at: rest.first?.range,
      "there are \(rest.count) more problems from here on")
    return self[..<Limits.diagnostics] + [last]
  }

  public var containsError: Bool { contains { $0.severity == .error } }
}
