import OctavoBase
import OctavoResults

/// The values that differ: a row for each, with what the first run has and, for each other run, its own
/// value and by how much it is greater.
struct DifferencesView {
  var comparison: RunComparison
  var marks: [RunMark]

  private static let rowLimit = 500
  private static let openRows = 24

  var node: HTMLNode {
    guard !comparison.isSame else { return .empty }
    let rows = comparison.rows.prefix(Self.rowLimit)
    let isLong = rows.count > Self.openRows
    return HTMLTag.section {
      HTMLTag.heading(2)() { "What differs" }
      if rows.count < comparison.rows.count {
        HTMLTag.p(.class("said")) {
          "The first \(rows.count) of \(NumberText.integer(comparison.rows.count)); "
          "octavo diff prints all."
        }
      }
      HTMLTag.div(
        .class(isLong ? "scroll long" : "scroll"), .tabindex(0), .role("region"),
        .ariaLabel("What differs")
      ) {
        HTMLTag.table(.class("differences")) {
          HTMLTag.thead {
            HTMLTag.tr {
              HTMLTag.td()
              for mark in marks { HTMLTag.th(.scope("col")) { mark.node } }
            }
          }
          HTMLTag.tbody {
            for row in rows { self.row(row) }
          }
        }
      }
    }
  }

  private func row(_ row: RunComparison.Row) -> HTMLNode {
    HTMLTag.tr {
      HTMLTag.th(.scope("row")) { HTMLTag.code { row.path.shortened() } }
      HTMLTag.td { row.value.map(text) ?? "" }
      for difference in row.differences {
        if let difference { cell(difference) } else { HTMLTag.td(.class("same")) { "same" } }
      }
    }
  }

  private func cell(_ difference: Comparison.Difference) -> HTMLNode {
    if let cells = difference.cells {
      return HTMLTag.td(.title(difference.finding.shortened())) {
        "\(NumberText.integer(cells.different)) of \(NumberText.integer(cells.count)) cells"
      }
    }
    guard let after = difference.after else {
      return HTMLTag.td(.class("same")) { difference.finding }
    }
    return HTMLTag.td(.title(difference.finding.shortened())) {
      text(after)
      if let change = difference.changeText {
        " "
        HTMLTag.span(.class("change")) { change.replacing("-", with: "−") }
      }
    }
  }

  private func text(_ value: Value) -> String { value.text.excerpt(120) }
}

extension StyleSheet {
  static let comparisonRules = """
    .mark{white-space:nowrap}
    .mark>svg{display:inline-block;width:1.75rem;height:.5rem;margin-right:.5rem}
    .runs td,.differences td{overflow-wrap:anywhere;min-width:6rem}
    .runs tbody th{white-space:nowrap;color:var(--soft)}
    .runs td{color:var(--soft)}
    .runs .differs th,.runs .differs td{color:var(--ink);font-weight:600}
    .differences code{background:none;padding:0}
    .same{color:var(--soft)}
    .change{color:var(--soft);white-space:nowrap}
    .long{width:auto}
    .curves{
      display:grid;grid-template-columns:repeat(auto-fill,minmax(min(19rem,100%),1fr));
      gap:2rem 2.5rem;margin-top:1rem
    }
    .curves figure{margin:0}
    .curves .spread{grid-column:1/-1;max-width:48.5rem}
    .curves .tile{font:12px var(--sans)}
    @media screen and (max-width:40rem){
      .runs tbody th{white-space:normal;min-width:5.5rem}
      .runs th,.runs td,.differences th,.differences td{padding-right:.9rem}
    }
    summary code{background:none;padding:0}
    h3 code{background:none;padding:0;font-size:.9em}
    """
}
