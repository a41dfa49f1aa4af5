import Foundation
import OctavoBase
import Testing

/// What `octavo export` writes for other programs.
@Suite struct ExportTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(
      """
      ---
      title: Losses
      params: {least: 2}
      ---

      There are `{value} count(runs.table.loss)` runs; the least loss is ``{value}
      min(runs.table.loss) | .2f`` and more.

      | quantity | value |
      | --- | --- |
      | mean | `{value} mean(runs.table.loss) \\| .3f` |

      ```step runs
      run: table
      for: {rate: [0.1, 0.2]}
      rows:
        - {name: "a|b", loss: 2.5}
        - {name: c, loss: "${params.least}"}
      caption: Losses of runs.
      ```

      ```step curve
      run: plot.line
      data: runs.table
      x: rate
      y: loss
      ```

      ```step claims
      run: expect
      that: [min(runs.table.loss) == 2]
      ```

      The end.
      """, to: "n.md")
    #expect(try place.run("run", "n.md").status == 0)
  }

  @Test func markdownHasValuesTablesAndImages() throws {
    let ended = try place.run("export", "outputs/n", "--to", "md", "-o", "out.md")
    #expect(ended.status == 0, "\(ended.messages)")
    let text = place.text("out.md")
    #expect(text.hasPrefix("# Losses\n"))
    #expect(text.contains("There are 4 runs; the least loss is 2.00 and more."))
    #expect(text.contains("| mean | 2.250 |"))
    #expect(text.contains("a\\|b"))
    #expect(text.contains("![") && text.contains("](out-files/curve-1.svg)"))
    #expect(text.contains("holds: min"))
    #expect(!text.contains("```") && !text.contains("{value}"))
    #expect(text.hasSuffix("The end.\n"))
    #expect(place.text("out-files/curve-1.svg").hasPrefix("<svg xmlns="))
  }

  @Test func aJupyterNotebookHasCellsWithOutputs() throws {
    #expect(try place.run("export", "outputs/n/index.html", "--to", "ipynb").status == 0)
    let notebook = try JSON(parsing: Array(try #require(place.data("n.ipynb"))))
    let cells = try #require(notebook["cells"]?.elements)
    #expect(
      cells.compactMap { $0["cell_type"]?.string }
        == ["markdown", "markdown", "code", "code", "code", "markdown"])
    #expect(cells[2]["source"]?.string?.hasPrefix("# step runs\nrun: table") == true)
    let data = cells[3]["outputs"]?.elements?.first?["data"]
    #expect(data?["image/svg+xml"]?.string?.hasPrefix("<svg") == true)
    #expect(Set(cells.compactMap { $0["id"]?.string }).count == cells.count)
  }

  @Test func tablesOfAllPointsAreOneFile() throws {
    #expect(try place.run("export", "outputs/n", "--to", "csv").status == 0)
    #expect(place.text("n-tables/runs-table.csv").hasPrefix("rate,name,loss\n0.1,a|b,2.5\n"))
    #expect(place.names("n-tables").contains("runs-points.csv"))
  }

  @Test func whatIsThereIsNotReplacedUnasked() throws {
    try place.write("mine", to: "n.md.export")
    let refused = try place.run("export", "outputs/n", "--to", "md", "-o", "n.md.export")
    #expect(refused.status != 0)
    #expect(place.text("n.md.export") == "mine")
    #expect(
      try place.run("export", "outputs/n", "--to", "md", "-o", "n.md.export", "--force").status == 0
    )
  }

  @Test func whatIsNoRunIsAnError() throws {
    #expect(try place.run("export", "nowhere", "--to", "md").status == 65)
    #expect(try place.run("export", "n.md", "--to", "md").status == 65)
    #expect(try place.run("export", "outputs/n", "--to", "docx").status == 64)
  }
}
