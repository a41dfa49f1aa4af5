import Foundation
import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

@Suite struct NotebookReportTests {
  private let text = """
    ---
    title: Spelling
    author: Ada
    params:
      width: 32
    ---
    # Spelling

    Width {small}, loss `{value} train.loss`, exactly `{value} train.loss | .1f`,
    last `{value} last(train.history.loss)`, nothing `{value} later.loss`; see [](#train).

    ```config base
    width: ${params.width}
    ```

    ```config small
    extends: base
    layers: 2
    ```

    ```step train
    run: gpt.train
    ```

    ```step later
    run: gpt.train
    ```
    """.replacing("{small}", with: "`{value} small.width * 2`")

  private var run: Run {
    Run(
      notebook: "spelling", title: "Spelling", seed: 1, params: ["width": 64],
      steps: [
        StepRecord(
          name: "train", operation: "gpt.train", status: .done, values: ["loss": 1.23456],
          tables: ["history": Table([.init("loss", [2, 1.5])])],
          shownItems: [.table("history", caption: nil)])
      ])
  }

  @Test func valuesStandInTheProse() throws {
    let notebook = Notebook.read(Source(path: "spelling.md", text: text))
    #expect(notebook.diagnostics.filter { $0.severity == .error }.isEmpty)
    let markup = Markup(Report.html(ReportDocument(run: run, notebook: notebook)))
    let paragraph = try #require(markup.all("p").first { $0.text.contains("Width") })
    #expect(
      paragraph.text.replacing("\n", with: " ")
        == "Width 128, loss 1.235, exactly 1.2, last 1.5, nothing [later.loss]; see Table\u{A0}1.")
  }

  /// What a point has left that failed is no result.
  @Test func pointsThatFailedDoNotCount() throws {
    let points = [1, 2, 3].map { seed in
      PointRecord(
        point: Point([.init("seed", .integer(seed))]),
        status: seed < 3 ? .done : .failed(error: "NaN"), values: ["loss": .number(Double(seed))])
    }
    let text = """
      `{value} count(train.loss)` of `{value} mean(train.loss) | .2f`, `{value} train.loss[seed=3]`

      ```step train
      run: gpt.train
      for: {seed: 1..3}
      ```
      """
    let run = Run(
      notebook: "failed", title: "Failed", seed: 1, params: [:],
      steps: [
        StepRecord(name: "train", operation: "gpt.train", status: .done, points: points)
      ])
    let notebook = Notebook.read(Source(path: "failed.md", text: text))
    let markup = Markup(Report.html(ReportDocument(run: run, notebook: notebook)))
    let paragraph = try #require(markup.all("p").map(\.text).first { $0.hasPrefix("2") })
    #expect(paragraph.contains("1.50") && paragraph.contains("[train.loss[seed=3]]"))
  }

  @Test func headingThatRepeatsTheTitleGoesAndStepsNotRunSaySo() {
    let notebook = Notebook.read(Source(path: "spelling.md", text: text))
    let markup = Markup(Report.html(ReportDocument(run: run, notebook: notebook)))
    #expect(markup.all("h1").map(\.text) == ["Spelling"])
    #expect(markup.all("h2").map(\.text) == ["Sources", "Reproducing this report"])
    #expect(markup.all(ofClass: "byline").map(\.text) == ["Ada"])
    #expect(
      markup.all(ofClass: "skipped").map(\.text)
        == ["Step later was skipped: it was not part of this run"])
  }
}
