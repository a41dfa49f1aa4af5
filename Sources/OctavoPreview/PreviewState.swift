import Foundation
import OctavoNotebook

/// What the page shows besides the report: what is wrong with the notebook, and how far the run is.
public struct PreviewState: Encodable, Sendable {
  /// A diagnostic of the notebook, or another reason why there is no new report.
  public struct Problem: Encodable, Sendable {
    public var severity: Diagnostic.Severity
    public var message: String
    public var help: String?
    public var notes: [String] = []
    public var file: String?
    public var line: Int?
    public var column: Int?
    /// The line of the notebook, in three parts: the second one is meant.
    public var excerpt: [String]?
    /// The block that it stands in.
    public var block: String?
    public var part: Part?
    /// Of what stands in prose, the last block before it.
    public var after: String?

    /// What of the notebook it stands in.
    public enum Part: String, Encodable, Sendable {
      case frontMatter = "front matter"
      case config, step, prose
    }

    public init(error message: String) {
      severity = .error
      self.message = message
    }
  }

  /// A step, or one of its points, that is running.
  public struct Task: Encodable, Sendable {
    public var step: String
    public var name: String
    public var operation: String
    public var completed = 0
    public var total = 0
    /// Such as `120/300 iterations · loss 2.310`.
    public var details: String
    public var curve: Curve?
  }

  /// A quantity over the iterations.
  public struct Curve: Encodable, Hashable, Sendable {
    public var name: String
    public var x: [Double]
    public var y: [Double]
  }

  /// Of the page that is served, to be compared with the one that is shown.
  var version = 0
  /// Of the program that serves it.
  var server = ""
  public var isRunning = false
  /// Whether the page shows a notebook that has not run.
  public var isDraft = false
  public var problems: [Problem] = []
  public var tasks: [Task] = []
  /// The steps that the page shows as an earlier run left them.
  public var stale: [String] = []
  /// How much is done, such as `3 of 12 done`.
  public var summary = ""

  public init() {}
}

extension PreviewState.Problem {
  /// Of a place outside of all blocks.
  private static func part(at place: SourcePosition, _ notebook: Notebook) -> Part {
    let source = notebook.source
    guard source.line(1).trimmingCharacters(in: .whitespaces) == "---" else { return .prose }
    let isClosed = (2...max(place.line, 2)).contains { line in
      line < place.line
        && ["---", "..."].contains(source.line(line).trimmingCharacters(in: .whitespaces))
    }
    return isClosed ? .prose : .frontMatter
  }

  /// Longer lines are shown in part.
  private static let excerptLimit = 200

  public init(_ diagnostic: Diagnostic, in notebook: Notebook) {
    severity = diagnostic.severity
    message = diagnostic.message
    help = diagnostic.remedy
    notes = diagnostic.notes.map { note in
      (note.range.map { "line \($0.start.line): " } ?? "") + note.message
    }
    file = notebook.source.path
    guard let range = diagnostic.range else { return }
    (line, column) = (range.start.line, range.start.column)
    let holder = notebook.blocks.first {
      $0.range.start <= range.start && range.start < $0.range.end
    }
    block = holder?.name.text
    after = notebook.blocks.last { $0.range.end <= range.start }?.name.text
    part =
      holder.map { $0.kind == .config ? .config : .step } ?? Self.part(at: range.start, notebook)
    let scalars = Array(notebook.source.line(range.start.line).unicodeScalars)
    let start = min(max(range.start.column - 1, 0), scalars.count)
    let isOneLine = range.end.line == range.start.line
    let end = isOneLine ? min(max(range.end.column - 1, start), scalars.count) : scalars.count
    let first = max(0, start - Self.excerptLimit / 2)
    let shownEnd = min(end, start + Self.excerptLimit)
    let last = min(scalars.count, shownEnd + Self.excerptLimit / 2)
    excerpt = [first..<start, start..<shownEnd, shownEnd..<last].map { range in
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars[range])
      return String(text)
    }
  }
}
