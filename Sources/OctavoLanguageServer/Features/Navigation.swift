import Foundation
import OctavoBase
import OctavoNotebook

/// Where names are defined and referred to.
struct Navigation {
  let document: Document
  let position: SourcePosition

  private var names: NameOccurrences { document.reading.names }

  private var occurrence: NameOccurrences.Occurrence? { names.occurrence(at: position) }

  /// A `Location`, or null.
  var definition: JSON {
    guard let occurrence else { return .null }
    if occurrence.kind == .work { return entry(of: occurrence.name) ?? .null }
    return names.definition(of: occurrence).map { location($0.range) } ?? .null
  }

  /// The places of a name, as `Location`s.
  func references(withDefinition: Bool) -> JSON {
    guard let occurrence else { return .array([]) }
    return .array(
      names.occurrences(of: occurrence).filter { withDefinition || !$0.isDefinition }
        .map { location($0.range) })
  }

  /// The places of a name, as `DocumentHighlight`s.
  var highlights: JSON {
    guard let occurrence else { return .array([]) }
    return .array(
      names.occurrences(of: occurrence).map { one in
        ["range": document.positions.json(one.range), "kind": one.isDefinition ? 3 : 2]
      })
  }

  private func location(_ range: SourceRange) -> JSON {
    ["uri": .string(document.uri), "range": document.positions.json(range)]
  }

  /// Where a file of the bibliography has a work.
  private func entry(of key: String) -> JSON? {
    let notebook = document.reading.notebook
    let folder = URL(fileURLWithPath: notebook.source.path).deletingLastPathComponent()
    for file in notebook.frontMatter.bibliography {
      guard let bytes = notebook.bibliographyFiles[file.text] else { continue }
      let source = Source(path: file.text, text: String(decoding: bytes, as: UTF8.self))
      for (index, line) in source.lines.enumerated() {
        guard line.contains("@"), let open = line.firstIndex(where: { $0 == "{" || $0 == "(" })
        else { continue }
        let rest = line[line.index(after: open)...]
        let found = rest.prefix { $0 != "," }.trimmingCharacters(in: .whitespaces)
        guard found == key else { continue }
        let url =
          file.text.hasPrefix("/")
          ? URL(fileURLWithPath: file.text) : folder.appendingPathComponent(file.text)
        let place: JSON = ["line": .integer(index), "character": 0]
        return [
          "uri": .string(FileURI.uri(ofPath: url.standardized.path)),
          "range": ["start": place, "end": place],
        ]
      }
    }
    return nil
  }
}
