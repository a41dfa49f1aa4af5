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
    return (own.isEmpty && theme?.accent == nil ? text : with(own, accent: theme?.accent))
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

  /// On one line: a line end means nothing behind these characters, nor before the end of a rule.
  private static func compact(_ rules: String) -> String {
    rules.split(separator: "\n").reduce(into: "") { text, line in
      let line = line.trimmingPrefix { $0 == " " }
      if let last = text.last, !",:;{}".contains(last), line.first != "}" { text += " " }
      text += line
    }
  }
}
