import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

/// What `theme`, `url` and `card` change about a page.
@Suite struct ThemePageTests {
  private func page(_ matter: String) -> String {
    let notebook = Notebook.read(
      Source(path: "n.md", text: "---\ntitle: A } \"title\" </style>\n\(matter)\n---\n\n# One\n"))
    let run = Run(notebook: "n", title: notebook.frontMatter.title ?? "", seed: 0, params: [:])
    return Report.html(ReportDocument(run: run, notebook: notebook))
  }

  @Test func accentHoldsInBothSchemes() {
    let page = page("theme: {accent: {light: \"#7a1f5c\", dark: \"#f0a6d2\"}}")
    #expect(page.ranges(of: "--accent:#7a1f5c").count == 1)
    // For the system's choice, and for the reader's.
    #expect(page.ranges(of: "--accent:#f0a6d2").count == 2)
    #expect(!page.contains("--accent:#24508f"))
  }

  /// What cannot be read is replaced, so that every page has the contrast that it should have.
  @Test func aPaleAccentIsReplaced() throws {
    let page = page("theme: {accent: \"#ffe14d\"}")
    // Over the dark page it can be read, for the system's choice and for the reader's.
    #expect(page.ranges(of: "--accent:#ffe14d").count == 2)
    #expect(page.ranges(of: "--accent:#").count == 3)
  }

  @Test func fontsAreThoseOfTheSystem() {
    let page = page("theme: {text: old-style, headings: geometric}")
    #expect(page.contains("--serif:\"Hoefler Text\""))
    #expect(page.contains("h2{font-family:\"Avenir Next\""))
    #expect(!page.contains("@font-face") && !page.contains("url("))
  }

  /// An SVG is an image like others: nothing in it runs, and nothing is fetched.
  @Test func logoIsAnImageWithinThePage() {
    let svg =
      "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="
    let page = page("theme: {logo: \"\(svg)\", logo-alt: A mark}")
    #expect(page.contains("<img class=\"logo\" src=\"data:image/svg+xml;base64,"))
    #expect(page.contains("alt=\"A mark\""))
    #expect(!page.contains("<svg xmlns"))
  }

  @Test func nothingGetsOutOfTheStyle() {
    let markup = Markup(page("theme: {text: serif}"))
    #expect(markup.problem == nil)
    #expect(markup.all("style").count == 1)
    #expect(!markup.all("style").map(\.text).joined().contains("A }"))
    let style = markup.all("style").map(\.text).joined()
    #expect(style.filter { $0 == "{" }.count == style.filter { $0 == "}" }.count)
  }

  @Test func cardsHaveTitleDescriptionAndAddress() {
    let page = page(
      "description: What it is\nurl: https://example.org/a.html\ncard: https://example.org/a.png")
    #expect(page.contains("<meta property=\"og:type\" content=\"article\"/>"))
    #expect(page.contains("<meta property=\"og:description\" content=\"What it is\"/>"))
    #expect(page.contains("<meta property=\"og:url\" content=\"https://example.org/a.html\"/>"))
    #expect(page.contains("<meta property=\"og:image\" content=\"https://example.org/a.png\"/>"))
    #expect(!self.page("seed: 1").contains("og:image"))
  }

  /// The grounds that the front matter is checked against are those of the page.
  @Test func groundsAreThoseOfThePage() {
    for (scheme, palette) in [(Theme.Scheme.light, Palette.light), (.dark, Palette.dark)] {
      let surfaces = Dictionary(
        palette.surfaces.map { ($0.name, $0.color) }, uniquingKeysWith: { first, _ in first })
      #expect(scheme.grounds.map(\.text) == [surfaces["paper"], surfaces["raised"]])
    }
  }
}
