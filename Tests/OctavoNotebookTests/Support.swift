import Foundation
import OctavoNotebook
import OctavoResults
import Testing

func read(_ text: String) -> Notebook { .read(Source(path: "test.md", text: text)) }

/// A notebook of one config with the given body.
func readConfig(_ body: String) -> Notebook { read("```config test\n\(body)\n```\n") }

/// The body of a config, read without a problem.
func body(
  _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws -> Node.Mapping {
  let notebook = readConfig(text)
  #expect(notebook.diagnostics == [], sourceLocation: sourceLocation)
  return try #require(notebook.configs.first?.body, sourceLocation: sourceLocation)
}

func expression(
  _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws -> OctavoNotebook.Expression {
  var diagnostics: [Diagnostic] = []
  let start = SourcePosition(line: 1, column: 1)
  let expression = OctavoNotebook.Expression.parse(LocatedText(text, at: start), &diagnostics)
  #expect(diagnostics == [], sourceLocation: sourceLocation)
  return try #require(expression, sourceLocation: sourceLocation)
}

/// A scope with a value for each path.
struct FlatScope: Scope {
  var values: [String: ExpressionValue] = [:]

  func value(at path: Path) throws(LookupFailure) -> ExpressionValue {
    guard let value = values[path.description] else {
      throw LookupFailure(.unknownName, at: path.names.count - 1, "no \(path)")
    }
    return value
  }
}

/// The rows of a golden file, whose cells tabs part.
func goldenRows(_ name: String) throws -> [[String]] {
  let environment = ProcessInfo.processInfo.environment["OCTAVO_NOTEBOOK_GOLDEN"]
  let folder =
    environment.map { URL(filePath: $0) }
    ?? URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
  let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  return text.split(separator: "\n").map {
    $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
  }
}

extension Source {
  /// What stands in a range of one line.
  func text(in range: SourceRange) -> String? {
    guard range.start.line == range.end.line, range.start.line <= lines.count else { return nil }
    let scalars = Array(line(range.start.line).unicodeScalars)
    guard range.start.column >= 1, range.start.column <= range.end.column,
      range.end.column - 1 <= scalars.count
    else { return nil }
    return String(String.UnicodeScalarView(scalars[range.start.column - 1..<range.end.column - 1]))
  }
}
