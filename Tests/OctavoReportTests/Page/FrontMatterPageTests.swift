import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

/// What the front matter changes about a page.
@Suite struct FrontMatterPageTests {
  private func page(_ matter: String, _ text: String = "# One\n\nText.\n\n## Two\n\n# Three\n")
    -> String
  {
    let notebook = Notebook.read(
      Source(path: "n.md", text: "---\ntitle: T\n\(matter)\n---\n\n\(text)"))
    #expect(notebook.diagnostics == [])
    let run = Run(notebook: "n", title: "T", seed: 0, params: [:])
    return Report.html(ReportDocument(run: run, notebook: notebook))
  }

  @Test func subtitleAbstractAndKeywords() {
    let page = page("subtitle: Sub <x>\nabstract: |\n  First.\n\n  Second.\nkeywords: a b, c")
    #expect(page.contains("<p class=\"subtitle\">Sub &lt;x&gt;</p>"))
    #expect(page.contains("<p>First.</p>") && page.contains("<p>Second.</p>"))
    #expect(page.contains("<b>Keywords</b> a b, c"))
    #expect(page.contains("<meta name=\"keywords\" content=\"a b, c\"/>"))
    #expect(self.page("keywords: [a, b]").contains("content=\"a, b\""))
    #expect(!self.page("seed: 1").contains("class=\"abstract\""))
  }

  @Test func contentsAreChosen() {
    #expect(page("seed: 1").contains("class=\"contents side\""))
    #expect(!page("toc: false").contains("class=\"contents side\""))
    #expect(page("toc: true", "# One\n").contains("class=\"contents side\""))
    #expect(!page("seed: 1", "# One\n").contains("class=\"contents side\""))
  }

  @Test func sectionsAreNumbered() {
    let text = "# One\n\n## Two\n\n## Three\n\n# Four\n\n### Five\n"
    let numbers = page("number-sections: true", text)
      .matches(of: /<span class="section">([0-9.]+)<\/span> (\w+)/).map { "\($0.1) \($0.2)" }
    #expect(numbers == ["1 One", "1.1 Two", "1.2 Three", "2 Four", "2.1.1 Five"])
    #expect(!page("number-sections: false", text).contains("class=\"section\""))
  }
}
