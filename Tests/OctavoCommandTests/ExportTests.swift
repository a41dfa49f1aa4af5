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
    #expect(text.contains("Holds: min"))
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
    #expect(place.text("n-tables/runs.table.csv").hasPrefix("rate,name,loss\n0.1,a|b,2.5\n"))
    #expect(place.names("n-tables").contains("runs.points.csv"))
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

  @Test func theNotebookItselfIsNotReplaced() throws {
    let notebook = place.text("n.md")
    let arguments = ["export", "outputs/n", "--to", "md", "--force"]
    #expect(try place.run(arguments + ["-o", "n.md"]).status == 64)
    #expect(try place.run(arguments).status == 0)
    #expect(place.text("n.md") == notebook)
    #expect(place.text("n-report.md").hasPrefix("# Losses\n"))
  }

  /// Those beside the notebook, and those within an address.
  @Test func imagesOfTheProseComeAlong() throws {
    let image = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"></svg>"
    let encoded = Data(image.utf8).base64EncodedString()
    try place.write(image, to: "a b.svg")
    try place.write(
      "![One](<a b.svg> \"T\") ![Two](data:image/svg+xml;base64,\(encoded))\n", to: "p.md")
    #expect(try place.run("run", "p.md").status == 0)
    #expect(try place.run("export", "outputs/p", "--to", "md", "-o", "q r.md").status == 0)
    #expect(place.names("q r-files") == ["image_1.svg", "image_2.svg"])
    #expect(place.text("q r-files/image_2.svg") == image)
    let text = place.text("q r.md")
    #expect(text.contains("![One](q%20r-files/image_1.svg \"T\")"), "\(text)")
    #expect(text.contains("![Two](q%20r-files/image_2.svg)"), "\(text)")
    #expect(try place.run("export", "outputs/p", "--to", "ipynb").status == 0)
    let notebook = try JSON(parsing: Array(try #require(place.data("p.ipynb"))))
    let cell = try #require(notebook["cells"]?.elements?.last)
    #expect(cell["attachments"]?["image-1"]?["image/svg+xml"]?.string == encoded)
    #expect(cell["source"]?.string?.contains("(attachment:image-2)") == true)
  }

  @Test func aReportWithoutTablesGivesNone() throws {
    try place.write("Words.\n", to: "w.md")
    #expect(try place.run("run", "w.md").status == 0)
    #expect(try place.run("export", "outputs/w", "--to", "csv").status == 65)
    #expect(!place.names(".").contains("w-tables"))
  }

  @Test func whatIsNoRunIsAnError() throws {
    #expect(try place.run("export", "nowhere", "--to", "md").status == 65)
    #expect(try place.run("export", "n.md", "--to", "md").status == 65)
    #expect(try place.run("export", "outputs/n", "--to", "docx").status == 64)
  }
}
