import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// What a step's `show:`, `caption:` and `alt:` come to, and what plots do with odd numbers.
@Suite struct PresentationTests {
  private func warnings(_ text: String) -> [String] {
    Plan(
      Notebook.read(Source(path: "x.md", text: text)), catalogue: .octavo,
      folder: .temporaryDirectory
    ).diagnostics.map(\.message)
  }

  @Test func aCaptionOfValuesAloneIsShown() throws {
    let text = """
      ```step stories
      run: stories.compose
      count: 5
      show: [characters]
      caption: How long they are.
      ```
      """
    let shownItems = try #require(runNotebook(text).steps.first).shownItems
    #expect(shownItems == [.values(["characters"], caption: "How long they are.")])
    #expect(warnings(text) == [])
  }

  @Test(arguments: [
    (
      "caption: A\nshow: []", ["the caption is not shown: the step shows no figure, table or value"]
    ),
    ("alt: A", ["the alternative text is not used: the step shows no figure"]),
    ("caption: A", []),
  ])
  func whatNothingTakesIsWarnedOf(options: String, expected: [String]) {
    #expect(
      warnings("```step stories\nrun: stories.compose\ncount: 5\n\(options)\n```\n") == expected)
  }

  /// The unit of a column stands on the axis, unless a label of the notebook's own says one.
  @Test(arguments: [
    ("loss", "loss (nats/token)"), ("loss in nats", "loss in nats"), ("L (bits)", "L (bits)"),
  ])
  func unitsStandBesideLabels(label: String, title: String) throws {
    let run = runNotebook(
      """
      ```step stories
      run: stories.compose
      count: 20
      ```

      ```step learn
      run: gpt.train
      data: stories
      model: {layers: 1, heads: 1, width: 8, context: 8}
      training: {iterations: 2, batch: 2}
      ```

      ```step plot
      run: plot.line
      data: learn.history
      x: iteration
      y: training-loss
      y-label: \(label)
      ```
      """)
    guard case .figure(let figure)? = try #require(run[step: "plot"]).shownItems.first,
      case .plot(let plot) = figure.content
    else { throw CocoaError(.featureUnsupported) }
    let unit = plot.vertical.unit.map { " (\($0))" } ?? ""
    #expect(plot.vertical.label + unit == title)
  }

  private static let rows = """
    ```step rows
    run: table
    rows:
      - {x: 1, n: -1, y: 1.0, z: .nan}
      - {x: 2, n: 2, y: .nan, z: .inf}
      - {x: 3, n: 0, y: null, z: null}
    ```

    """

  private func plot(_ options: String) throws -> Plot {
    let run = runNotebook(Self.rows + "```step plot\n\(options)\ndata: rows\n```\n")
    let shownItems = try #require(run[step: "plot"]).shownItems
    guard case .figure(let figure)? = shownItems.first, case .plot(let plot) = figure.content else {
      throw CocoaError(.featureUnsupported)
    }
    return plot
  }

  @Test func plotsTellNaNFromEmptyCells() throws {
    guard case .series(let series) = try plot("run: plot.line\nx: x\ny: y").panels[0].content,
      case .bars(let bars) = try plot("run: plot.bar\nx: x\ny: y").panels[0].content,
      case .histogram(let histogram) = try plot("run: plot.histogram\nof: z").panels[0].content,
      case .heatmap(let heatmap) = try plot("run: plot.heatmap\ny: x\nvalues: [y, n]").panels[0]
        .content
    else {
      Issue.record("other content")
      return
    }
    #expect(series[0].notNumbers == [1])
    #expect(bars.groups[0].notNumbers == [1])
    #expect(histogram.groups[0].notCounted == 2)
    #expect(heatmap.values[1][0]?.isNaN == true)
    #expect(heatmap.values[2][0] == nil)
  }
}
