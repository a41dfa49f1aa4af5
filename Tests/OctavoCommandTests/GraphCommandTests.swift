import Foundation
import Testing

/// `octavo graph`: how steps depend on one another.
@Suite struct GraphCommandTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(
      """
      ```step stories
      run: stories.compose
      for: {seed: 1..3}
      count: 100
      ```

      ```step rows
      run: table
      data: stories.points
      ```

      """, to: "n.md")
  }

  @Test func standardOutputHasThePicture() throws {
    let ended = try place.run("graph", "n.md")
    #expect(ended.status == 0, "\(ended.messages)")
    #expect(ended.output.hasPrefix("<svg "))
    #expect(ended.output.contains("× 3 seeds"))
    #expect(ended.output.contains("rows uses stories."))
  }

  @Test func theOutputsNameDecides() throws {
    #expect(try place.run("graph", "n.md", "-o", "n.mmd").output == "")
    let text = String(decoding: try #require(place.data("n.mmd")), as: UTF8.self)
    #expect(text.hasPrefix("flowchart TD\n"))
    #expect(text.contains("n0 --> n1"))
    #expect(try place.run("graph", "n.md", "--format", "mermaid").output == text)
    #expect(try place.run("graph", "n.md", "-o", "n.svg").status == 0)
    #expect(place.data("n.svg")?.starts(with: Data("<svg".utf8)) == true)
  }

  @Test func noFileIsReplacedUnasked() throws {
    let notebook = place.data("n.md")
    let refused = try place.run("graph", "n.md", "--format", "mermaid", "-o", "n.md")
    #expect(refused.status == 64)
    #expect(refused.messages.contains("n.md` is there already; `--force` replaces it."))
    #expect(place.data("n.md") == notebook)
    try place.write("old", to: "n.svg")
    #expect(try place.run("graph", "n.md", "-o", "n.svg", "--force").status == 0)
    #expect(place.data("n.svg")?.starts(with: Data("<svg".utf8)) == true)
  }

  @Test(arguments: ["n.png", "n"]) func aNameThatSaysNoFormatIsRefused(name: String) throws {
    let ended = try place.run("graph", "n.md", "-o", name)
    #expect(ended.status == 64)
    #expect(ended.messages.contains("`\(name)` does not say what to write"))
    #expect(place.data(name) == nil)
    #expect(try place.run("graph", "n.md", "--format", "mermaid", "-o", "n.txt").status == 0)
  }

  @Test func seedsOfTheCommandLineCount() throws {
    let ended = try place.run("graph", "n.md", "--format", "mermaid", "--for", "seed=1..5")
    #expect(ended.output.contains("× 5 seeds"))
  }

  @Test func aWrongNotebookHasNone() throws {
    try place.write("```step a\nrun: nothing\n```\n", to: "wrong.md")
    let ended = try place.run("graph", "wrong.md", "-o", "wrong.svg")
    #expect(ended.status == 65)
    #expect(place.data("wrong.svg") == nil)
  }

  @Test func whatCannotBeWrittenIsTold() throws {
    let ended = try place.run("graph", "n.md", "-o", "no/such/folder.svg")
    #expect(ended.status == 74)
    #expect(ended.messages.contains("no/such/folder.svg"))
  }
}
