import OctavoBase
import OctavoNotebook

/// What is wrong with a document, as `octavo check` tells it.
struct DiagnosticsFeature {
  let document: Document

  /// The parameters of `textDocument/publishDiagnostics`. A text that is no notebook has none.
  var parameters: JSON {
    let reading = document.reading
    let diagnostics = reading.isNotebook ? reading.plan.diagnostics : []
    var members: [(String, JSON)] = [("uri", .string(document.uri))]
    if let version = document.version { members.append(("version", .integer(version))) }
    members.append(("diagnostics", .array(diagnostics.map(json))))
    return .object(members)
  }

  func json(_ diagnostic: Diagnostic) -> JSON {
    let positions = document.positions
    let start = SourcePosition(line: 1, column: 1)
    var members: [(String, JSON)] = [
      ("range", positions.json(diagnostic.range ?? SourceRange(start, start))),
      ("severity", diagnostic.severity == .error ? 1 : 2),
      ("code", .string(diagnostic.identifier.rawValue)),
      ("source", "octavo"),
      ("message", .string(Self.message(diagnostic))),
    ]
    let related = diagnostic.notes.compactMap { note -> JSON? in
      guard let range = note.range else { return nil }
      return [
        "location": ["uri": .string(document.uri), "range": positions.json(range)],
        "message": .string(note.message),
      ]
    }
    if !related.isEmpty { members.append(("relatedInformation", .array(related))) }
    return .object(members)
  }

  /// The message, the remedy, and what is said besides that has no place in the notebook.
  private static func message(_ diagnostic: Diagnostic) -> String {
    let notes = diagnostic.notes.filter { $0.range == nil }.map { "note: \($0.message)" }
    let help = diagnostic.remedy.map { ["help: \($0)"] } ?? []
    return ([diagnostic.message] + help + notes).joined(separator: "\n")
  }
}

/// Changes that mend what is wrong.
struct CodeActions {
  let document: Document

  /// Those for the problems at a place.
  func actions(in range: SourceRange) -> JSON {
    let reading = document.reading
    let feature = DiagnosticsFeature(document: document)
    return .array(
      reading.plan.diagnostics.compactMap { diagnostic in
        guard let replacement = diagnostic.replacement, let place = diagnostic.range,
          place.start <= range.end, range.start <= place.end
        else { return nil }
        let edit: JSON = [
          "range": document.positions.json(replacement.range),
          "newText": .string(replacement.text),
        ]
        return [
          "title": .string("Replace by `\(replacement.text)`"),
          "kind": "quickfix",
          "isPreferred": true,
          "diagnostics": [feature.json(diagnostic)],
          "edit": ["changes": .object([(document.uri, .array([edit]))])],
        ]
      })
  }
}
