import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

/// What a page gets of the style sheet.
@Suite struct UsedRulesTests {
  private let page = HTMLTag.html {
    HTMLTag.body(.class("has-contents")) {
      HTMLTag.main {
        HTMLTag.p(.class("lead wide")) { HTMLTag.em { "a" } }
        HTMLNode.fragment([HTMLTag.figure { HTMLTag.svg(.class("plot")) { HTMLTag.path() } }])
        HTMLTag.ul { HTMLTag.li { HTMLTag.b { "b" } } }
      }
      HTMLTag.footer(.class("end"))
    }
  }

  @Test(arguments: [
    "p", "*", "html", "body", ".lead", ".wide", "p.lead.wide", "main p", "main>p", "main > p",
    "body em", "html>body>main>p>em", ".has-contents .wide>em", ".plot path", "figure>*",
    "p+figure", "p~ul", "main+.end", "main~.end", "ul>li:first-child>b",
    // States and positions, whether they hold now or not.
    ":root", ":hover", "p:hover", "p::before", ":hover>em", "li:not(.task)", "li:nth-child(n+41)",
    ":root:has(#scheme-dark:checked)", "ul[open]>li", "p[title*=\" > .none\"]", "main :is(p,.none)",
    ".lead:not(:has(.none)) em",
  ])
  func isUsed(selector: String) {
    let rule = "\(selector){color:red}"
    #expect(StyleSheet.used(by: page, of: rule) == rule)
  }

  @Test(arguments: [
    "h1", ".none", "p.none", ".lead.none", "em p", "main>em", "main>b", "p path", ".wide>p",
    "body.lead", "figure+.none", "p+em", "ul .plot", ".none p", ".none *", ".none:hover",
    "h1:hover",
    "b:not(p) i", ".end+h2", ".none :is(p,em)", ".lea", "foote",
  ])
  func isNotUsed(selector: String) {
    #expect(StyleSheet.used(by: page, of: "\(selector){color:red}") == "")
  }

  @Test func listsAndConditionsKeepWhatIsUsed() {
    let sheet = """
      .none,p,h1,em::before{color:red}@media print{.none{color:red}@media (hover:none){b{top:0}}}\
      @supports not selector(:has(*)){h1{top:0}}@page{margin:0;@bottom-left{content:"{p"}}li{top:0}
      """
    #expect(
      StyleSheet.used(by: page, of: sheet)
        == "p,em::before{color:red}@media print{@media (hover:none){b{top:0}}}"
        + "@page{margin:0;@bottom-left{content:\"{p\"}}li{top:0}")
  }

  @Test func stringsAreNoMarkup() {
    let rule = "p::before{content:\"};.none{\";width:calc(1px + (2px))}em{top:0}"
    #expect(StyleSheet.used(by: page, of: rule) == rule)
  }

  /// Those that only an unused variable uses are not used either.
  @Test func variablesAreThoseThatAreUsed() {
    let sheet =
      ":root{--a:var(--b);--b:1;--c:var(--d,var(--e));--d:2;--e:3;--f:4}.none{top:var(--f)}"
      + "p{margin:0 var(--c)}em{--g:1}"
    #expect(
      StyleSheet.used(by: page, of: sheet)
        == ":root{--c:var(--d,var(--e));--d:2;--e:3}p{margin:0 var(--c)}")
  }

  // MARK: Reports

  private func report(_ markdown: String) -> String {
    let notebook = Notebook.read(Source(path: "n.md", text: markdown))
    let run = Run(notebook: "n", title: "A title", seed: 0, params: [:])
    return Report.html(ReportDocument(run: run, notebook: notebook))
  }

  private func style(_ html: String) -> String { Markup(html).all("style").map(\.text).joined() }

  /// A construct of the notebook, and what its rules begin with.
  static let constructs: [(markdown: String, rule: String)] = [
    ("> [!NOTE]\n> One.\n", ".alert.note{"), ("> [!TIP]\n> One.\n", ".alert.tip{"),
    ("```swift\nlet x = \"a\"\n```\n", ".code .s{"), ("$$\nx\n$$\n", ".formula{"),
    ("| a |\n| - |\n| b |\n", "table{"), ("- [x] a\n", ".tick{"),
    ("A[^1].\n\n[^1]: B.\n", ".footnotes{"), ("<kbd>A</kbd>\n", "kbd{"), ("a\n\n---\n", "hr{"),
    ("<details>\n<summary>A</summary>\n\nB\n\n</details>\n", ".fold{"), ("~~a~~\n", "del{"),
    ("```config a\nb: 1\n```\n", ".source pre{"), ("# A\n\n# B\n\n# C\n\n# D\n", ".contents{"),
  ]

  @Test(arguments: constructs)
  func aRuleIsWhereItsConstructIs(markdown: String, rule: String) {
    for other in Self.constructs {
      let markdown = "---\ntitle: A title\n---\n\nText.\n\n" + other.markdown
      #expect(
        ("}" + style(report(markdown))).contains("}" + rule) == (other.rule == rule), "\(other)")
    }
  }

  @Test func aPageOfProseIsSmall() {
    #expect(style(report("---\ntitle: A title\n---\n\nText.\n")).utf8.count < 8_000)
  }

  /// Without what selectors say of elements around: whatever is styled by its name or a class alone.
  @Test func everyElementOfAReportHasItsRules() {
    let html = Report.html(SampleReport.document)
    let markup = Markup(html)
    let names = Set(markup.elements.map(\.name))
    let classes = Set(
      markup.elements.flatMap { $0.attributes["class", default: ""].split(separator: " ") })
    let used = "}" + style(html)
    var count = 0
    for match in ("}" + StyleSheet.text).matches(of: /(?:}|,|{)(\.?)([a-z][a-z0-9-]*){/) {
      let (isClass, name) = (!match.1.isEmpty, match.2)
      guard isClass ? classes.contains(name) : names.contains(String(name)) else { continue }
      #expect(used.contains(match.0.dropFirst()), "\(name)")
      count += 1
    }
    #expect(count > 120)
  }

  /// In each page variables are defined where they are used, and nowhere else.
  @Test func variablesOfAReportAreDefined() {
    for html in [Report.html(SampleReport.document), report("Text.\n")] {
      let style = style(html)
      let used = Set(style.matches(of: /var\(--([a-z0-9-]+)/).map { String($0.1) })
      let defined = Set(style.matches(of: /--([a-z0-9-]+):/).map { String($0.1) })
      #expect(used == defined)
    }
  }

  @Test func theSwitchOfColorsWorksOnEveryPage() {
    let style = style(report("Text.\n"))
    #expect(style.contains(":root:not(:has(#scheme-light:checked)){--paper:"))
    #expect(style.contains(":root:has(#scheme-dark:checked){color-scheme:dark;--paper:"))
    #expect(style.contains("@media print{:root{color-scheme:light}}"))
    #expect(style.contains("@page{margin:"))
  }
}
