import OctavoNotebook

/// The page's style, written by hand. It names no font, image or address outside the page.
package enum StyleSheet {
  package static let text = with([])

  /// That of a report.
  ///
  /// - Parameters:
  ///   - title: as the margin of every printed page but the first has it.
  ///   - language: as BCP 47 has it.
  package static func report(title: String, theme: Theme? = nil, language: String = "en") -> String
  {
    let own = [rules(ofLanguage: language), rules(of: theme)].filter { !$0.isEmpty }
    return (own.isEmpty && theme?.accent == nil ? text : with(own, accent: theme?.accent)) + "\n"
      + compact(marginRules(title: title))
  }

  /// The same with rules of another kind of page, which those for small screens and for paper
  /// follow.
  static func with(_ rules: [String], accent: Theme.Accent? = nil) -> String {
    compact(
      ([
        Palette.rules(accent: accent), pageRules, shadowRules, proseRules, mathRules, resultRules,
        tokenRules,
        imageRules, plotRules, graphRules, controlRules,
      ] + rules + [narrowRules, printRules]).joined(separator: "\n"))
  }

  /// Without indentation and line ends, which in CSS mean nothing between these tokens.
  private static func compact(_ rules: String) -> String {
    rules.split(separator: "\n").map { $0.trimmingPrefix { $0 == " " } }.joined(separator: "\n")
  }
}
