/// The page's style, written by hand. It names no font, image or address outside the page.
package enum StyleSheet {
  package static let text = with([])

  /// The same with rules of another kind of page, which those for small screens and for paper follow.
  static func with(_ rules: [String]) -> String {
    compact(
      ([
        Palette.rules, pageRules, proseRules, mathRules, resultRules, tokenRules, imageRules,
        plotRules,
      ] + rules
        + [narrowRules, printRules]).joined(separator: "\n"))
  }

  /// Without indentation and line ends, which in CSS mean nothing between these tokens.
  private static func compact(_ rules: String) -> String {
    rules.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }.joined(separator: "\n")
  }
}
