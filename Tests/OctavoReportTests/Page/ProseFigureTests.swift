import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

/// Images and tables of the notebook's own on the page, among those of its steps.
@Suite struct ProseFigureTests {
  static let text = """
    As [](#fig-one), [](#step), [](#fig-two), [](#tbl-one) and [this](#tbl-one) show.

    ![The *first*](one.png){#fig-one}

    <details>
    <summary>More</summary>

    ```step step
    run: images.show
    ```

    > ![](two.png "The second"){#fig-two}

    </details>

    | a |
    | - |
    | 1 |

    : The table {#tbl-one}
    """

  static func markup(image: @escaping @Sendable (String) -> EmbeddedImage?) -> Markup {
    let notebook = Notebook.read(Source(path: "x.md", text: text))
    #expect(notebook.diagnostics == [])
    let record = StepRecord(
      name: "step", operation: "images.show", status: .done,
      shownItems: [.figure(Figure(.passages([])))])
    let run = Run(notebook: "x", title: "T", seed: 0, params: [:], steps: [record])
    var document = ReportDocument(run: run, notebook: notebook)
    document.image = image
    return Markup(HTMLWriter.document(Page(document).root))
  }

  @Test func numbersAreShared() {
    let markup = Self.markup { _ in EmbeddedImage(.gif, bytes: []) }
    let references = markup.all(ofClass: "reference")
    #expect(
      references.map { $0.text.replacing("\u{A0}", with: " ") } == [
        "Figure 1", "Figure 2", "Figure 3", "Table 1",
      ])
    let identifiers = Set(markup.elements.compactMap { $0.attributes["id"] })
    for link in references + markup.all("a").filter({ $0.text == "this" }) {
      let target = link.attributes["href", default: ""].dropFirst()
      #expect(identifiers.contains(String(target)))
    }
  }

  @Test func captionsAndImages() {
    let markup = Self.markup { _ in EmbeddedImage(.gif, bytes: []) }
    #expect(markup.all("img").map { $0.attributes["alt"] } == ["The first", ""])
    let captions = markup.all("figcaption").map { $0.text.replacing("\u{A0}", with: " ") }
    #expect(captions.contains("Figure 1 The first"))
    #expect(captions.contains("Figure 3 The second"))
    #expect(captions.contains("Table 1 The table"))
    #expect(markup.all("em").map(\.text) == ["first"])
  }

  @Test func stepsAreWithinDetails() throws {
    let markup = Self.markup { _ in nil }
    let details = try #require(markup.all(ofClass: "fold").first)
    #expect(details.text.hasPrefix("More"))
    #expect(details.text.contains("step"))
    #expect(details.attributes["open"] == nil)
  }

  @Test func anImageThatIsNotThereIsALinkWithItsNumber() {
    let markup = Self.markup { _ in nil }
    #expect(markup.all("img").isEmpty)
    #expect(markup.all("a").contains { $0.text == "Image: The first" })
    #expect(markup.all(ofClass: "reference").count == 4)
  }
}
