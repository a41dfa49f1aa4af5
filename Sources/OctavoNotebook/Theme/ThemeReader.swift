import Foundation
import OctavoBase
import OctavoResults

/// Reads the mapping `theme` of the front matter. A name or a list in its place is Quarto's.
struct ThemeReader {
  private(set) var theme = Theme()
  private(set) var diagnostics: [Diagnostic] = []

  private static let keys = ["accent", "text", "headings", "logo", "logo-alt"]

  init(_ mapping: Node.Mapping) {
    for entry in mapping.entries { read(entry) }
  }

  private mutating func read(_ entry: Node.Entry) {
    switch entry.key.text {
    case "accent": theme.accent = accent(entry)
    case "text": theme.text = fonts(entry)
    case "headings": theme.headings = fonts(entry)
    case "logo":
      theme.logo = text(entry, "the name of an image").map { Key($0, at: entry.value.range) }
    case "logo-alt": theme.logoText = text(entry, "a text") ?? ""
    case let key:
      diagnostics.append(
        Diagnostic(
          MissingName(.frontMatterKey, key, among: Self.keys).explanation(), .warning,
          at: entry.key.range))
    }
  }

  // MARK: Colors

  /// One color, whose counterpart for the dark scheme is found, or one for each scheme.
  private mutating func accent(_ entry: Node.Entry) -> Theme.Accent? {
    guard let mapping = entry.value.mapping else {
      guard let color = color(entry) else { return nil }
      return Theme.Accent(
        light: checked(color, in: .light, at: entry.value.range),
        dark: Theme.Scheme.dark.legible(color))
    }
    let schemes = [Theme.Scheme.light, .dark]
    for other in mapping.entries where !schemes.map(\.name).contains(other.key.text) {
      diagnostics.append(
        Diagnostic(
          MissingName(.frontMatterKey, other.key.text, among: schemes.map(\.name)).explanation(),
          .warning, at: other.key.range))
    }
    let colors = schemes.compactMap { scheme -> WebColor? in
      guard let entry = mapping.entry(scheme.name) else {
        diagnostics.append(
          Diagnostic(
            .invalidFrontMatter, at: entry.value.range, "`accent` lacks the color `\(scheme.name)`",
            remedy: "give both, or a single color for both"))
        return nil
      }
      return color(entry).map { checked($0, in: scheme, at: entry.value.range) }
    }
    return colors.count == 2 ? Theme.Accent(light: colors[0], dark: colors[1]) : nil
  }

  private mutating func color(_ entry: Node.Entry) -> WebColor? {
    let remedy = "write six hexadecimal digits in quotes, as in `\"#24508f\"`"
    switch entry.value.scalar?.content {
    case .null?:
      // Without quotes, `#` begins a comment.
      fail(entry, "`\(entry.key.text)` has no color", remedy: remedy)
    case .value(.text(let text))?:
      if let color = WebColor(text) { return color }
      fail(entry, "`\(text)` is no color", remedy: remedy)
    default:
      fail(entry, "`\(entry.key.text)` is a color, not \(entry.value.kind)", remedy: remedy)
    }
    return nil
  }

  private mutating func checked(
    _ color: WebColor, in scheme: Theme.Scheme, at range: SourceRange
  ) -> WebColor {
    let contrast = color.contrast(with: scheme.grounds)
    guard contrast < Theme.Scheme.leastContrast else { return color }
    let near = scheme.legible(color)
    // Rounded down, so that a ratio just too low is not written as one that is enough.
    let ratio = String(format: "%.1f", (contrast * 10).rounded(.down) / 10)
    diagnostics.append(
      Diagnostic(
        .lowContrast, .warning, at: range,
        "the contrast of \(color.text) with the \(scheme.name) page is \(ratio) to 1, which is hard "
          + "to read, so the report takes \(near.text) in its place",
        remedy:
          "use \(near.text), or another color with at least \(Theme.Scheme.leastContrast) to 1"))
    return near
  }

  // MARK: Fonts and texts

  private mutating func fonts(_ entry: Node.Entry) -> FontStack? {
    guard let name = text(entry, "the name of a kind of font") else { return nil }
    if let stack = FontStack(rawValue: name) { return stack }
    let known = FontStack.allCases.map(\.rawValue)
    diagnostics.append(
      Diagnostic(
        MissingName(.choice, name, among: known).explanation(
          otherwise: "the kinds of fonts are "
            + known.map { "`\($0)`" }.joined(separator: ", ")),
        at: entry.value.range))
    return nil
  }

  private mutating func text(_ entry: Node.Entry, _ what: String) -> String? {
    switch entry.value.scalar?.content {
    case .value(.text(let text))?: return text
    case .null?: return nil
    default:
      fail(entry, "`\(entry.key.text)` is \(what), not \(entry.value.kind)")
      return nil
    }
  }

  private mutating func fail(_ entry: Node.Entry, _ message: String, remedy: String? = nil) {
    guard entry.value.scalar?.content != .invalid else { return }
    diagnostics.append(
      Diagnostic(.invalidFrontMatter, at: entry.value.range, message, remedy: remedy))
  }
}
