import Foundation
import OctavoBase

/// A cell of a Jupyter notebook.
struct JupyterCell {
  enum Kind { case markdown, code, other }

  /// What Octavo has said of the cell when it exported it.
  struct Origin {
    /// The lines of the notebook that the cell was made from.
    var source: String
    /// Whether the cell is as it was exported.
    var isUnchanged: Bool
    /// The addresses of its images, by their names.
    var images: [String: String]
  }

  let number: Int
  let kind: Kind
  let text: String
  let origin: Origin?
  let outputCount: Int
  /// Empty where the content cannot be read.
  let attachments: [(name: String, bytes: [UInt8])]

  /// - Returns: `nil` for a cell without a text.
  init?(_ json: JSON, number: Int) {
    guard let text = json["source"].flatMap(Self.text) else { return nil }
    self.number = number
    // The lines of a notebook's text end alike.
    self.text = String(
      String.UnicodeScalarView(
        text.replacing("\r\n", with: "\n").unicodeScalars.map {
          $0 == "\r" ? "\n" : $0
        }))
    kind =
      switch json["cell_type"]?.string {
      case "markdown": .markdown
      case "code": .code
      default: .other
      }
    let octavo = json["metadata"]?["octavo"]
    origin = octavo?["source"]?.string.map { source in
      Origin(
        source: source,
        isUnchanged: octavo?["shown"]?.string == ImportedNotebook.mark(ofCell: text),
        images: Dictionary(
          (octavo?["images"]?.members ?? []).compactMap { member in
            member.value.string.map { (member.key, $0) }
          }
        ) { first, _ in first })
    }
    outputCount = json["outputs"]?.elements?.count ?? 0
    attachments = (json["attachments"]?.members ?? []).map { attachment in
      let contents = attachment.value.members ?? []
      let bytes = contents.lazy.compactMap { content in
        Self.text(content.value).flatMap {
          Data(base64Encoded: $0, options: .ignoreUnknownCharacters)
        }
      }.first
      return (attachment.key, [UInt8](bytes ?? Data()))
    }
  }

  /// A text, or the list of its lines.
  private static func text(_ json: JSON) -> String? {
    if let text = json.string { return text }
    guard let lines = json.elements, lines.allSatisfy({ $0.string != nil }) else { return nil }
    return lines.compactMap(\.string).joined()
  }
}
