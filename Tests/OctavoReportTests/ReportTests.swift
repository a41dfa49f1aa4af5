import Foundation
import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

@Suite struct ReportTests {
  private let html = Report.html(SampleReport.document)

  /// With `OCTAVO_SAMPLE_REPORT` naming a file, the sample is written there, to be looked at.
  @Test func sampleIsOneWellFormedPage() throws {
    if let path = ProcessInfo.processInfo.environment["OCTAVO_SAMPLE_REPORT"] {
      try html.write(toFile: path, atomically: true, encoding: .utf8)
    }
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(Markup(html).problem == nil)
    #expect(html.utf8.count < 400_000)
  }

  @Test func nothingComesFromOutsideAndNothingRuns() {
    let markup = Markup(html)
    #expect(!html.lowercased().contains("<script"))
    for element in markup.elements {
      for (name, value) in element.attributes {
        #expect(!name.hasPrefix("on"))
        if name == "src" { #expect(value.hasPrefix("data:image/")) }
        if name == "href" { #expect(element.name == "a") }
        #expect(name != "style")
      }
    }
    let style = markup.all("style").map(\.text).joined()
    #expect(!style.contains("url(") && !style.contains("@import") && !style.contains("http"))
    let policy = markup.all("meta").first { $0.attributes["http-equiv"] != nil }
    #expect(
      policy?.attributes["content"]
        == "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
  }

  @Test func identifiersAreUniqueAndLinksWithinThePageLead() {
    let markup = Markup(html)
    let identifiers = markup.elements.compactMap { $0.attributes["id"] }
    #expect(Set(identifiers).count == identifiers.count)
    for link in markup.all("a").compactMap({ $0.attributes["href"] }) where link.hasPrefix("#") {
      #expect(identifiers.contains(String(link.dropFirst())), "\(link) leads nowhere")
    }
    for names in markup.elements.compactMap({ $0.attributes["aria-labelledby"] }) {
      #expect(names.split(separator: " ").allSatisfy { identifiers.contains(String($0)) })
    }
  }

  @Test func everyFigureAndTableHasItsNumber() {
    let labels = Markup(html).all("figcaption").compactMap {
      $0.text.prefixMatch(of: /(Figure|Table)\u{A0}(\d+)/).map { "\($0.1) \($0.2)" }
    }
    #expect(labels.filter { $0.hasPrefix("Figure") } == (1...15).map { "Figure \($0)" })
    #expect(labels.filter { $0.hasPrefix("Table") } == ["Table 1", "Table 2"])
  }

  /// Two runs with equal results give equal pages once timings are left out.
  @Test func withoutTimingsNothingOfTheCircumstancesShows() throws {
    var first = SampleReport.document
    first.showsTimings = false
    var second = first
    var other = try #require(first.metadata)
    other.started = "2031-01-01T00:00:00Z"
    other.seconds = 9
    other.host = "elsewhere"
    other.threads = 64
    other.peakMemoryMegabytes = 7
    other.steps["pretrain"] = .init(cached: true, seconds: 0)
    second.metadata = other
    #expect(Report.html(first) == Report.html(second))
    second.showsTimings = true
    #expect(Report.html(first) != Report.html(second))
  }

  @Test func everyTextIsEscaped() {
    let evil =
      "</style><script>alert(1)</script>\"'&<img src=x onerror=y>&lt;b&#62;]]>--><!--\u{0}"
      + "\u{1B}[31m\u{7F}\u{85}\u{202E}\u{2028}\r\t\n"
      + [0xFFFE, 0xFDD0].compactMap { Unicode.Scalar($0 as UInt32) }.map(String.init).joined()
    let record = StepRecord(
      name: "step", operation: evil, status: .failed(error: evil), values: [evil: .text(evil)],
      tables: [evil: Table([.init(evil, unit: evil, [.text(evil)]), .init("", integers: [1])])],
      shownItems: [
        .values([evil]), .table(evil, caption: evil),
        .verdicts([.init(claim: evil, holds: false, detail: evil)]),
        .figure(
          .init(
            .plot(
              Plot(
                .series([.init(evil, x: [0, 1], y: [0, 1])]), horizontal: .init(evil),
                vertical: .init(evil, unit: evil), rules: [.init(evil, y: 0.5)])),
            caption: evil, alternative: evil)),
        .figure(.init(.passages([.init(label: evil, prompt: evil, text: evil)]))),
        .figure(.init(.images([.init(label: evil, png: [], width: 0, height: -3)]))),
        .figure(
          .init(
            .imageGrid(
              .init(
                rows: [evil], columns: [evil],
                tiles: [[.init(label: evil, png: [], width: 1, height: 1)]])), caption: evil)),
        .figure(
          .init(
            .plot(
              Plot(
                panels: [
                  .init(
                    title: evil,
                    .bars(.init(categories: [evil], groups: [.init(evil, values: [1])])),
                    rules: [.init(evil, y: 0.5)]),
                  .init(
                    title: evil,
                    .heatmap(
                      .init(rows: [evil], columns: [evil], values: [[1]], quantity: evil))),
                  .init(
                    title: evil,
                    .histogram(.init(edges: [0, 1], groups: [.init(evil, counts: [1])]))),
                ], horizontal: .init(evil), vertical: .init(evil))), caption: evil)),
        .values([evil], caption: evil),
        .figure(
          .init(
            .tokens([
              .init(title: evil, tokens: [evil], rows: [.init(evil, scale: .plain, values: [])])
            ]))),
      ], warnings: StepWarning.Grade.allCases.map { StepWarning($0, evil) })
    let formula = Formula(source: evil, isDisplayed: true)
    let prose: [Prose] = [
      .heading(level: 1, identifier: "h", [.text(evil)]), .code(language: "yaml", text: evil),
      .paragraph([
        .link(destination: "javascript:alert(1)", title: evil, [.text("link")]),
        .image(source: "javascript:x", title: evil, alternative: [.text(evil)]),
        .image(source: evil, title: evil, alternative: [.text(evil)]), .code(evil),
        .link(destination: evil, title: evil, [.text(evil)]), .math(formula),
        .struck([.text(evil)]), .crossReference(step: evil), .footnote(number: 1, occurrence: 1),
        .link(destination: "data:text/html,x", title: nil, [.text("data")]),
        .link(destination: "java\tscript:alert(1)", title: nil, [.text("tab")]),
        .link(destination: "\u{1}vbscript:x", title: nil, [.text("control")]),
        .link(destination: "#\"><script>", title: nil, [.text("place")]),
      ]),
      .alert(.init(.note, [.paragraph([.text(evil)])])), .math(formula),
      .code(language: evil, text: evil), .quote([.paragraph([.text(evil)])]),
      .list(.init(start: nil, isTight: true, items: [[.paragraph([.text(evil)])]], tasks: [true])),
      .table(.init(alignments: [nil], header: [[.text(evil)]], rows: [[[.text(evil)]]])),
      .footnotes([.init(number: 1, references: 1, content: [.paragraph([.text(evil)])])]),
    ]
    let blocks: [ReportDocument.Element] = [
      .config(name: evil, source: evil), .step(record, source: evil),
    ]
    let document = ReportDocument(
      title: evil, authors: [evil], date: evil, description: evil, language: evil,
      elements: prose.map { ReportDocument.Element.prose($0) } + blocks,
      run: Run(notebook: evil, title: evil, seed: 1, params: [evil: .text(evil)]))
    let html = Report.html(document)
    let markup = Markup(html)
    #expect(markup.problem == nil)
    #expect(markup.all("script").isEmpty)
    #expect(markup.all("img").allSatisfy { $0.attributes["src"]?.hasPrefix("data:") == true })
    let names: Set = [
      "html", "head", "meta", "title", "style", "body", "a", "div", "header", "h1", "h2", "p",
      "main", "svg", "g", "path", "circle", "rect", "text", "desc", "pre", "code", "span", "em",
      "strong", "b", "img", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption",
      "details", "summary", "dl", "dt", "dd", "ul", "ol", "li", "blockquote", "small", "br",
      "footer", "section", "sup", "del", "nav", "math", "semantics", "annotation", "mrow", "mi",
      "mn",
      "mo", "mtext", "fieldset", "legend", "label", "input", "msub", "msup", "msubsup", "mfrac",
    ]
    #expect(Set(markup.elements.map(\.name)).isSubset(of: names))
    let attributes = Set(markup.elements.flatMap(\.attributes.keys))
    #expect(attributes.allSatisfy { !$0.hasPrefix("on") && $0 != "style" && $0 != "srcset" })
    for target in markup.all("a").compactMap({ $0.attributes["href"] }) {
      let scheme = target.prefix { $0 != "/" && $0 != "#" && $0 != "?" }.split(separator: ":")
      #expect(target.hasPrefix("#") || !target.contains(":") || scheme.first?.contains("%") == true)
    }
    // What HTML does not allow in a text.
    let forbidden = html.unicodeScalars.filter { scalar in
      let value = scalar.value
      if value < 0x20 { return scalar != "\n" && scalar != "\t" }
      return 0x7F...0x9F ~= value || 0xFDD0...0xFDEF ~= value || value & 0xFFFE == 0xFFFE
    }
    #expect(forbidden.isEmpty)
    // Whatever the text holds, the page asks for nothing.
    #expect(!html.contains("url(") && !html.contains("@import"))
  }

  @Test func anEmptyNotebookIsStillAPage() {
    let run = Run(notebook: "empty", title: "Empty", seed: 0, params: [:])
    let markup = Markup(Report.html(ReportDocument(title: "Empty", elements: [], run: run)))
    #expect(markup.problem == nil)
    #expect(markup.all("h1").map(\.text) == ["Empty"])
    #expect(markup.all("nav").isEmpty)
  }
}
