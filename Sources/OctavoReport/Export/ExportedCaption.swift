import OctavoNotebook

/// What is said of something that a step shows: its number, a few words, and a note.
struct ExportedCaption {
  var label: String?
  /// Code stands between backticks and formulas between dollars.
  var text: String?
  var note: String?

  /// `nil` where there is nothing to say.
  var plain: String? { joined([label.map { $0 + phrases.colon }, text, note]) }

  /// The same as Markdown, in one line.
  var markdown: String? {
    joined([label.map { "**\($0)**" }, text.map(Self.words), note?.escapedForMarkdown])
  }

  private func joined(_ parts: [String?]) -> String? {
    let parts = parts.compactMap { $0 }.filter { !$0.isEmpty }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  /// A sentence as Markdown, in one line; code stands between backticks.
  static func words(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return [Inline](caption: line).map { inline in
      switch inline {
      case .code(let code): "`\(code)`"
      case .math(let formula): "$\(formula.source)$"
      default: [inline].plainText.escapedForMarkdown
      }
    }.joined()
  }
}
