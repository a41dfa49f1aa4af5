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

  @Test func tablesAreParquetFiles() throws {
    #expect(try place.run("export", "outputs/n", "--to", "parquet").status == 0)
    #expect(place.names("n-tables").contains("runs.points.parquet"))
    let table = try #require(place.data("n-tables/runs.table.parquet"))
    #expect(table.prefix(4) == Data("PAR1".utf8) && table.suffix(4) == Data("PAR1".utf8))
    #expect(try place.run("export", "outputs/n", "--to", "parquet").status == 64)
    #expect(try place.run("export", "outputs/n", "--to", "parquet", "--force").status == 0)
  }

  /// Root has to agree, as Chromium then runs without its sandbox.
  @Test(.enabled(if: geteuid() == 0)) func rootPrintsOnlyAReportThatItTrusts() throws {
    let ended = try place.run("export", "outputs/n", "--to", "pdf")
    #expect(ended.status == 64 && ended.messages.contains("`--no-sandbox` if you trust"))
    #expect(try place.run("export", "outputs/n", "--to", "md", "--no-sandbox").status == 64)
  }

  private static let hasChromium = ["chromium", "google-chrome"].contains {
    Workplace.system("which", $0)
  }

  /// Also of a page that somebody has put a script into: what is printed is drawn anew.
  @Test(.enabled(if: hasChromium, "neither Chromium nor Chrome is installed"))
  func aPageIsPrinted() throws {
    let page = place.text("outputs/n/index.html")
    try place.write(
      page.replacing("<body>", with: "<body><script>document.body.remove()</script>"), to: "p.html")
    let arguments = ["export", "p.html", "--to", "pdf"] + (geteuid() == 0 ? ["--no-sandbox"] : [])
    let ended = try place.run(arguments)
    #expect(ended.status == 0, "\(ended.messages)")
    #expect(place.data("n.pdf")?.prefix(5) == Data("%PDF-".utf8))
    #expect((place.data("n.pdf")?.count ?? 0) > 10_000)
    #expect(try place.run(arguments + ["-o", "gone/n.pdf"]).status == 74)
    #expect(
      place.names(".").filter { $0.hasSuffix(".pdf") || $0.hasSuffix(".html") } == [
        "n.pdf", "p.html",
      ])
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

  /// From wherever the export stands, and not in code.
  @Test func linksLeadToTheSameFiles() throws {
    try place.write("#", to: "books/other.md")
    try place.write("x", to: "data/a b.txt")
    try place.write(
      """
      [One](other.md#end), [two](<../data/a b.txt>), [three](p.md#x), [four](https://a.test/other.md),
      [five][x] and `[six](other.md)`.

      # X

      [x]: ../data/a%20b.txt

      ```
      [code](other.md)
      ```
      """, to: "books/p.md")
    #expect(try place.run("run", "books/p.md").status == 0)
    #expect(try place.run("export", "outputs/p", "--to", "md", "-o", "out.md").status == 0)
    let text = place.text("out.md")
    #expect(
      text.contains("[One](books/other.md#end), [two](data/a%20b.txt), [three](#x)"), "\(text)")
    #expect(text.contains("[four](https://a.test/other.md)"))
    #expect(text.contains("[x]: data/a%20b.txt"))
    #expect(text.contains("`[six](other.md)`") && text.contains("[code](other.md)"))
    try FileManager.default.createDirectory(
      at: place.folder.appending(path: "deep/er"), withIntermediateDirectories: true)
    #expect(
      try place.run("export", "outputs/p", "--to", "ipynb", "-o", "deep/er/p.ipynb").status == 0)
    #expect(place.text("deep/er/p.ipynb").contains("[One](../../books/other.md#end)"))
  }

  /// Jupyter reads each cell for itself.
  @Test func definitionsAreInTheCellsThatUseThem() throws {
    try place.write(
      """
      A note.[^a] By [one][Works].

      [works]: https://a.test/

      ```step t
      run: table
      rows: [{x: 1}]
      ```

      By [works] again. `[^a]: not this`

      [^a]: What it says, see [two].
          And more.

      [two]: https://b.test/
      """, to: "d.md")
    #expect(try place.run("run", "d.md").status == 0)
    #expect(try place.run("export", "outputs/d", "--to", "ipynb").status == 0)
    let notebook = try JSON(parsing: Array(try #require(place.data("d.ipynb"))))
    let cells = (notebook["cells"]?.elements ?? []).compactMap { $0["source"]?.string }
    #expect(cells.count == 4)
    #expect(
      cells[1] == """
        A note.[^a] By [one][Works].

        [works]: https://a.test/

        [two]: https://b.test/

        [^a]: What it says, see [two].
            And more.
        """)
    #expect(
      cells[3] == """
        By [works] again. `[^a]: not this`


        [two]: https://b.test/

        [works]: https://a.test/
        """)
  }

  @Test func longTablesAreCutAsOnThePage() throws {
    let rows = (1...260).map { "  - {x: \($0)}" }.joined(separator: "\n")
    try place.write("```step t\nrun: table\nrows:\n\(rows)\n```\n", to: "l.md")
    #expect(try place.run("run", "l.md").status == 0)
    #expect(try place.run("export", "outputs/l", "--to", "md").status == 0)
    let text = place.text("l-report.md")
    #expect(text.contains("| 150 |\n| … |\n| 211 |"), "\(text)")
    #expect(text.contains("60 rows are left out here; results.json has them all."))
    #expect(try place.run("export", "outputs/l", "--to", "ipynb").status == 0)
    #expect(place.text("l.ipynb").contains("60 rows are left out here"))
    #expect(try place.run("export", "outputs/l", "--to", "csv").status == 0)
    #expect(place.text("l-tables/t.table.csv").split(separator: "\n").count == 261)
  }

  /// Those that the replaced document showed, and no others.
  @Test func imagesThatAreShownNoLongerAreRemoved() throws {
    let export = ["export", "outputs/n", "--to", "md", "-o", "out.md", "--force"]
    #expect(try place.run(export).status == 0)
    try place.write("mine", to: "out-files/mine.svg")
    #expect(place.names("out-files") == ["curve-1.svg", "mine.svg"])
    try place.write(place.text("n.md").replacing("step curve", with: "step bend"), to: "n.md")
    #expect(try place.run("run", "n.md").status == 0)
    #expect(try place.run(export).status == 0)
    #expect(place.names("out-files") == ["bend-1.svg", "mine.svg"])
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
