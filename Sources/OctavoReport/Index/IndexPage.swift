import OctavoBase
import OctavoResults

/// The saved runs of a folder on one page, with links to their reports.
public struct IndexPage {
  private let reports: [IndexedReport]
  private let problems: [(folder: String, finding: String)]
  private let octavo: String

  /// - Parameters:
  ///   - reports: In the order in which they are to stand.
  ///   - problems: The folders that are not among them, and why.
  ///   - octavo: The version that writes the page.
  public init(
    _ reports: [IndexedReport], problems: [(folder: String, finding: String)], octavo: String
  ) {
    self.reports = reports
    self.problems = problems
    self.octavo = octavo
  }

  public var html: String {
    PlainPage(
      title: "Reports", octavo: octavo, rules: StyleSheet.indexRules,
      header: [summary],
      main: reports.enumerated().map { index, report in
        IndexEntryView(report: report, identifier: "entry:\(index)").node
      } + [omissions],
      footer: [HTMLTag.p { "Written by Octavo \(octavo). octavo index writes it again." }]
    ).html
  }

  private var summary: HTMLNode {
    let failed = reports.count { !$0.verdict.failed.isEmpty }
    let broken = reports.count { $0.verdict.held < $0.verdict.expectations }
    guard !reports.isEmpty else {
      return HTMLTag.p(.class("lead")) { "There is no report here yet." }
    }
    var words = [reports.count == 1 ? "One report" : "\(reports.count) reports"]
    if broken > 0 { words.append("\(broken) with an expectation that does not hold") }
    if failed > 0 { words.append("\(failed) with a step that failed") }
    if failed == 0, broken == 0, reports.contains(where: { $0.verdict.expectations > 0 }) {
      words.append("all expectations hold")
    }
    return HTMLTag.p(.class("lead")) { words.joined(separator: ", ") + "." }
  }

  private var omissions: HTMLNode {
    guard !problems.isEmpty else { return .empty }
    return HTMLTag.div(.class("notice skipped")) {
      HTMLTag.p { HTMLTag.strong { "Left out" } }
      HTMLTag.ul {
        for problem in problems {
          HTMLTag.li {
            HTMLTag.b { problem.folder }
            ": \(problem.finding.replacing("`", with: ""))"
          }
        }
      }
    }
  }
}

/// A report in the index: its title, how its run went, a few numbers, and its first plot.
struct IndexEntryView {
  var report: IndexedReport
  /// Unique in the page.
  var identifier: String

  private static let thumbnail: PlotLayout = {
    var layout = PlotLayout.narrow
    layout.name = "thumbnail"
    layout.width = 320
    layout.frameHeight = 150
    layout.panelHeight = 120
    return layout
  }()
  private static let parameterLimit = 8

  private var link: HTMLAttribute? {
    guard report.hasReport else { return nil }
    let name = LinkTarget.encoded(report.folder.replacing("%", with: "%25"))
      .replacing("#", with: "%23").replacing("?", with: "%3F")
    return LinkTarget("./\(name)/index.html").map { .href($0) }
  }

  var node: HTMLNode {
    HTMLTag.section(.class("entry")) {
      HTMLTag.div(.class("about")) {
        HTMLTag.heading(2)() {
          if let link { HTMLTag.a(link) { report.title } } else { report.title }
        }
        verdict
        if let description = report.description, !description.isEmpty {
          HTMLTag.p(.class("abstract")) { description.shortened(400) }
        }
        if !report.values.isEmpty {
          HTMLTag.dl(.class("values")) {
            for (name, text) in report.values {
              HTMLTag.div {
                HTMLTag.dt { HTMLTag.code { name } }
                HTMLTag.dd { text }
              }
            }
          }
        }
        HTMLTag.p(.class("byline")) { facts.joined(separator: " · ") }
      }
      if let plot = report.plot { HTMLTag.div(.class("plot")) { drawing(of: plot) } }
    }
  }

  /// Of many panels the first: all of them would be too small to read.
  private func drawing(of plot: Plot) -> HTMLNode {
    var plot = PlotLimits(plot).plot
    if plot.panels.count > 2 { plot.panels = Array(plot.panels.prefix(1)) }
    let description = PlotDescription(plot)
    return PlotDrawing(plot, layout: Self.thumbnail).svg(
      identifier: identifier, title: description.title, description: description.details)
  }

  private var verdict: HTMLNode {
    let verdict = report.verdict
    guard !verdict.isGood || verdict.expectations > 0 else { return .empty }
    return HTMLTag.p(.class(verdict.isGood ? "summary good" : "summary")) {
      if verdict.expectations > 0 {
        let isHeld = verdict.held == verdict.expectations
        HTMLTag.span(.class(isHeld ? "held" : "broken")) {
          isHeld ? Icon.pass : Icon.fail
          isHeld
            ? (verdict.held == 1
              ? "The expectation holds" : "All \(verdict.held) expectations hold")
            : "\(verdict.held) of \(verdict.expectations) expectations hold"
        }
      }
      if !verdict.failed.isEmpty {
        HTMLTag.span(.class("broken")) {
          Icon.fail
          "failed: \(verdict.failed.joined(separator: ", "))"
        }
      }
      if !verdict.skipped.isEmpty {
        HTMLTag.span(.class("left")) {
          Icon.skipped
          verdict.skipped.count == 1
            ? "one step was skipped" : "\(verdict.skipped.count) steps were skipped"
        }
      }
    }
  }

  private var facts: [String] {
    var facts = [report.folder]
    if report.title == report.folder { facts = [] }
    if !report.hasReport { facts.append("the report is missing") }
    facts.append("seed\u{A0}\(report.seed)")
    facts += report.axes.map { "\($0.name): \($0.values.count) values" }
    facts += report.params.prefix(Self.parameterLimit).map { name, value in
      "\(name)\u{A0}\(value.text.shortened(40))"
    }
    if report.params.count > Self.parameterLimit { facts.append("…") }
    facts.append(report.date)
    facts.append(DurationText.text(seconds: report.metadata.seconds))
    return facts.filter { !$0.isEmpty }
  }
}

extension StyleSheet {
  static let indexRules = """
    main{padding-top:0}
    .entry{
      display:grid;grid-template-columns:minmax(0,1fr) 20rem;gap:1rem 3.5rem;
      padding:2.25rem 0;border-bottom:1px solid var(--line);break-inside:avoid
    }
    .entry:last-of-type{border-bottom:0}
    .entry h2{margin:0;font-size:1.5rem}
    .entry h2 a{color:inherit;text-decoration-color:var(--strong)}
    .entry h2 a:hover{color:var(--accent)}
    .entry .summary{
      display:flex;flex-wrap:wrap;gap:.15rem 1.25rem;margin:.6rem 0 0;color:var(--soft)
    }
    .held{color:var(--good)}
    .broken{color:var(--bad)}
    .abstract{margin:.6rem 0 0;max-width:36rem;font-size:1rem;line-height:1.5}
    .entry .values{gap:.7rem 2rem;margin-top:1rem}
    .entry .values dt code{background:none;padding:0;font-size:.75rem}
    .entry .values dd{font-size:1.0625rem}
    .entry .byline{margin-top:.9rem;font-size:.8125rem;overflow-wrap:anywhere}
    .entry .plot{align-self:center}
    .thumbnail{font:12px var(--sans)}
    .notice ul{margin:.4rem 0 0}
    @media (max-width:56rem){
      .entry{grid-template-columns:minmax(0,1fr)}
      .entry .plot{max-width:26rem}
    }
    @media print{.entry{grid-template-columns:minmax(0,1fr) 62mm;padding:1rem 0}}
    """
}
