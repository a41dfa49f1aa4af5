import OctavoBase
import OctavoNotebook

/// The page's colors, for light and for dark. Text has a contrast of at least 4.5 to 1 on its
/// ground, marks of plots at least 3 to 1, as WCAG's level AA asks.
package enum Palette {
  package struct Scheme: Sendable {
    /// Custom property and color.
    package var surfaces: [(name: String, color: String)]
    /// Six hues whose lightness differs from one to the next, so that they stay apart in greyscale
    /// and to eyes that miss red, green or blue.
    package var series: [String]
    /// Numbers from the least to the greatest, as marks on the paper: each step has less of a
    /// contrast to its neighbors than the six hues.
    package var ramp: [String]
    /// From nothing to much.
    package var sequential: [String]
    /// From far below zero to far above.
    package var diverging: [String]
    /// Text over a pale and over a deep step of these.
    package var overPale: String
    package var overDeep: String

    package var properties: [(name: String, color: String)] {
      surfaces
        + series.enumerated().map { ("series-\($0.offset + 1)", $0.element) }
        + ramp.enumerated().map { ("ramp-\($0.offset + 1)", $0.element) }
        + sequential.enumerated().map { ("q\($0.offset)", $0.element) }
        + diverging.enumerated().map { ("d\($0.offset)", $0.element) }
        + [("over-pale", overPale), ("over-deep", overDeep)]
    }

    fileprivate func with(accent: WebColor?) -> Scheme {
      guard let accent else { return self }
      var scheme = self
      scheme.surfaces = surfaces.map { $0.name == "accent" ? ($0.name, accent.text) : $0 }
      return scheme
    }

    /// As CSS.
    var declarations: String {
      properties.map { "--\($0.name):\($0.color)" }.joined(separator: ";")
    }
  }

  package static let light = Scheme(
    surfaces: [
      ("paper", "#fdfcfa"), ("raised", "#f4f2ec"), ("ink", "#1d1c1a"), ("soft", "#5e5b55"),
      ("line", "#e1ddd4"), ("strong", "#8b877f"), ("accent", "#24508f"), ("good", "#1f6b3a"),
      ("bad", "#a3271e"), ("warn", "#805200"), ("good-ground", "#edf5ee"),
      ("bad-ground", "#fbeeec"), ("warn-ground", "#fbf3e0"), ("important", "#6a3fa8"),
      ("important-ground", "#f4eff9"),
    ],
    series: ["#1a4aa3", "#cc7b00", "#0d7a6f", "#47004b", "#3892e5", "#8b171b"],
    ramp: [
      "#c68604", "#c67114", "#c15d29", "#b84a3c", "#ab3a4c", "#9b2d59", "#872565", "#701f6c",
      "#591a71", "#411670", "#29126c", "#0e0e62",
    ],
    sequential: [
      "#edf5fb", "#c3ddf2", "#9ac4e8", "#73aadf", "#4d90d5", "#2271c4", "#1a5aaa", "#124490",
      "#0a2f77",
    ],
    diverging: [
      "#813600", "#b1581b", "#de8f57", "#f3ccad", "#f4f3f0", "#b4d9fa", "#6da9e7", "#3371c1",
      "#124391",
    ],
    overPale: "#1d1c1a", overDeep: "#ffffff")

  package static let dark = Scheme(
    surfaces: [
      ("paper", "#15161a"), ("raised", "#1f2127"), ("ink", "#e8e5df"), ("soft", "#a9a59d"),
      ("line", "#31333b"), ("strong", "#7b7d86"), ("accent", "#9dbcf2"), ("good", "#7fce9a"),
      ("bad", "#ff9d8f"), ("warn", "#e8bd63"), ("good-ground", "#17251c"),
      ("bad-ground", "#2e1b1a"), ("warn-ground", "#2a2314"), ("important", "#c6aaf5"),
      ("important-ground", "#241d2e"),
    ],
    series: ["#7d93f2", "#eaae2d", "#38877a", "#fccfff", "#3fc2b8", "#af4801"],
    ramp: [
      "#6a53bd", "#8b57bb", "#a85cb4", "#c164a9", "#d76e9d", "#e97b8f", "#f68a82", "#ff9d77",
      "#ffb279", "#ffc77d", "#fddb82", "#f6f097",
    ],
    sequential: [
      "#212730", "#243249", "#243e62", "#204b7c", "#145896", "#378ed9", "#64abe7", "#8fc8f5",
      "#bfe4ff",
    ],
    diverging: [
      "#f9b879", "#d3823d", "#7e4921", "#4f3321", "#252629", "#283b5a", "#2e5794", "#589ce6",
      "#95cefe",
    ],
    overPale: "#f2efe9", overDeep: "#0e0f12")

  /// Paper is always light: the dark scheme is for screens alone, where the system asks for it or
  /// the reader does.
  static func rules(accent: Theme.Accent? = nil) -> String {
    let light = light.with(accent: accent?.light).declarations
    let dark = dark.with(accent: accent?.dark).declarations
    return """
      :root{color-scheme:light dark;\(light)}
      @media screen{
      @media (prefers-color-scheme:dark){:root:not(:has(#\(SchemeSwitch.light):checked)){\(dark)}}
      :root:has(#\(SchemeSwitch.dark):checked){color-scheme:dark;\(dark)}
      :root:has(#\(SchemeSwitch.light):checked){color-scheme:light}
      }
      @media print{:root{color-scheme:light}}
      \(levelRules)
      """
  }

  /// Each step of color names its ground and the text over it; which steps are deep is the same
  /// in both schemes.
  private static var levelRules: String {
    (0..<ColorScale.levelCount).map { level in
      let sequential = level > 4 ? "deep" : "pale"
      let diverging = (2...6).contains(level) ? "pale" : "deep"
      return """
        .q\(level){--ground:var(--q\(level));--over:var(--over-\(sequential))}
        .d\(level){--ground:var(--d\(level));--over:var(--over-\(diverging))}
        """
    }.joined(separator: "\n")
  }
}
