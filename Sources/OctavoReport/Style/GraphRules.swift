extension StyleSheet {
  /// The picture of how steps depend on one another.
  static let graphRules = """
    .graph text{fill:var(--soft);text-anchor:middle;font-family:var(--sans);font-size:11px}
    .graph .name{fill:var(--ink);font-size:13px;font-weight:600}
    .graph .config .name{font-weight:400}
    .graph rect{fill:var(--raised);stroke:var(--strong)}
    .graph .config rect{fill:var(--paper);stroke-dasharray:4 3}
    .graph .edge{fill:none;stroke:var(--strong);stroke-width:1.2}
    .graph .head{fill:var(--strong)}
    .scroll>.graph{display:block;max-width:none}
    """

  /// The same for a picture in a file of its own, with the colors of the page.
  static var graphFileRules: String {
    func declarations(_ scheme: Palette.Scheme) -> String {
      scheme.surfaces.filter { ["paper", "raised", "ink", "soft", "strong"].contains($0.name) }
        .map { "--\($0.name):\($0.color)" }.joined(separator: ";")
    }
    return """
      :root{color-scheme:light dark;--sans:system-ui,sans-serif;\(declarations(Palette.light));
      background:var(--paper)}
      @media (prefers-color-scheme:dark){:root{\(declarations(Palette.dark))}}
      \(graphRules)
      """
  }
}
