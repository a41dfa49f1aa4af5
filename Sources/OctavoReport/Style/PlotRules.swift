extension StyleSheet {
  /// Plots. Colors come by class, so that they follow the scheme; dashes and marks tell series
  /// apart where colors cannot.
  static let plotRules = """
    .plot>svg{display:block;width:100%;height:auto;overflow:visible}
    .plot>.wide{font:13px var(--sans)}
    .plot>.narrow{display:none;max-width:30rem;font:12px var(--sans)}
    .plot text{fill:var(--soft);font-variant-numeric:tabular-nums lining-nums}
    .plot .name{fill:var(--ink)}
    .plot .panel{fill:var(--ink);font-weight:600}
    .plot .note{
      paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round
    }
    .start text{text-anchor:start}
    .middle text{text-anchor:middle}
    .end text{text-anchor:end}
    .plot path{fill:none}
    .plot .grid{stroke:var(--line)}
    .plot .axis{stroke:var(--strong)}
    .plot .rule{stroke:var(--soft);stroke-dasharray:3 4}
    \(seriesRules)
    \(rampRules)
    .plot .line{
      stroke:var(--color);stroke-width:1.8;stroke-dasharray:var(--dash);stroke-linejoin:round;
      stroke-linecap:round
    }
    .plot .run{
      stroke:var(--color);stroke-width:.8;stroke-linejoin:round;opacity:.45
    }
    .plot .leader{stroke:var(--color);stroke-width:1.2;opacity:.75}
    .plot .band{fill:var(--color);fill-opacity:.16}
    .plot .area{fill:var(--color);fill-opacity:.16;stroke:var(--color);stroke-width:1.8}
    .plot .dot,.plot .dot path{fill:var(--color);stroke:var(--paper);stroke-width:.8}
    .plot .hollow,.plot .hollow path{
      fill:var(--paper);stroke:var(--color);stroke-width:1.6
    }
    .plot .cloud{stroke:var(--color);stroke-width:3.6;stroke-linecap:round;opacity:.5}
    .plot .whisker{stroke:var(--color);stroke-width:1.4}
    .plot .ink{stroke:var(--ink)}
    .plot .bar rect{fill:var(--color)}
    .plot .target path{
      stroke:transparent;stroke-width:14;stroke-linecap:round;pointer-events:stroke
    }
    .plot .target rect{fill:none;pointer-events:all}
    .plot .dot path:hover,.plot .bar rect:hover{filter:brightness(1.2)}
    .cells{shape-rendering:crispEdges}
    .plot .cells rect,.plot .cells path{fill:var(--ground)}
    .plot .cells text{fill:var(--over)}
    """

  /// The same for a plot in a file of its own.
  static var plotFileRules: String {
    """
    :root{color-scheme:light dark;--sans:system-ui,sans-serif;\(Palette.light.declarations);
    background:var(--paper)}
    @media (prefers-color-scheme:dark){:root{\(Palette.dark.declarations)}}
    \(plotRules)
    """
  }

  private static let dashes = [
    "none", "7 4", "1 4", "9 4 1 4", "14 5", "4 4", "9 4 1 4 1 4", "2 5", "18 4 4 4", "5 7",
    "11 3 2 3", "1 7",
  ]

  private static var seriesRules: String {
    dashes.enumerated().map { index, dash in
      ".s\(index + 1){--color:var(--series-\(index % 6 + 1));--dash:\(dash)}"
    }.joined(separator: "\n")
  }

  private static var rampRules: String {
    (1...SeriesStyle.rampCount).map { ".r\($0){--color:var(--ramp-\($0));--dash:none}" }
      .joined(separator: "\n")
  }
}
