import Foundation
import Testing

/// What makes the command line easier to live with.
@Suite struct ConvenienceTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(Notebooks.table, to: "n.md")
  }

  // MARK: Commands

  @Test(arguments: [("chek", "check"), ("previw", "preview"), ("rn", "run"), ("hlep", "help")])
  func aMistypedCommandIsAnsweredWithTheNearest(_ word: String, _ command: String) throws {
    let ended = try place.run(word, "n.md")
    #expect(ended.status == 64)
    #expect(
      ended.messages.contains("There is no command `\(word)`; did you mean `\(command)`?"),
      "\(ended.messages)")
  }

  @Test func aNotebookIsNoCommand() throws {
    #expect(
      try place.run("n.md").messages.contains("did you mean `octavo run n.md`?"))
    #expect(
      try place.run("zzzzzzzz").messages.contains("the commands are run, collect, preview, check"))
  }

  // MARK: Quiet runs

  @Test func aQuietRunTellsWhatIsWrongAlone() throws {
    let quiet = try place.run("run", "--quiet", "n.md")
    #expect(quiet.status == 0 && quiet.output == "outputs/n/index.html\n")
    #expect(quiet.messages == "")
    try place.write(
      "```step bad\nrun: expect\nthat: [1 > 2]\n```\n\n```step good\nrun: expect\nthat: [1 < 2]\n```\n",
      to: "e.md")
    let broken = try place.run("run", "-q", "e.md")
    #expect(broken.status == 2)
    #expect(broken.messages.contains("does not hold: 1 > 2"))
    #expect(!broken.messages.contains("good"))
    try place.write("```step t\nrun: tabel\n```\n", to: "w.md")
    #expect(try place.run("run", "-q", "w.md").messages.contains("did you mean `table`?"))
  }

  // MARK: Folders

  @Test func checksTheNotebooksOfAFolder() throws {
    try place.write(Notebooks.table, to: "book/one.md")
    try place.write("```step t\nrun: tabel\n```\n", to: "book/part/two.md")
    try place.write(
      Notebooks.table + "\n\n```config unused\nwidth: 1\n```\n", to: "book/three.md")
    try place.write("# No blocks here\n", to: "book/README.md")
    try place.write("```step t\nrun: tabel\n```\n", to: "book/.hidden/four.md")
    try place.write("text", to: "book/five.txt")
    let ended = try place.run("check", "book")
    #expect(ended.status == 65)
    #expect(ended.messages.contains("book/part/two.md:2:6: error: "))
    #expect(!ended.messages.contains("four.md"))
    #expect(
      ended.messages.hasSuffix(
        "3 notebooks checked, 1 with errors, 1 with warnings alone; 1 other Markdown file passed over\n"
      ), "\(ended.messages)")
    try place.remove("book/part")
    #expect(
      try place.run("check", "book/", "n.md").messages.contains(
        "3 notebooks checked, none with errors"))
    let json = try place.run("check", "--json", "book")
    #expect(json.status == 0 && json.output.contains("\"file\" : \"book/three.md\""))
  }

  @Test func aFolderWithoutNotebooksIsAnError() throws {
    try place.write("# No blocks here\n", to: "docs/README.md")
    let ended = try place.run("check", "docs")
    #expect(ended.status == 64)
    #expect(
      ended.messages.contains(
        "The folder `docs` holds no notebook: one Markdown file, without `step` or `config` blocks."
      ))
    try place.remove("docs/README.md")
    #expect(try place.run("check", "docs").messages.contains("no Markdown file"))
    #expect(try place.run("check", "none").status == 65)
  }

  // MARK: Parameters of a file

  private static let parameters = """
    ---
    params: {rate: 0.5, width: 3, flag: false, text: abc}
    ---

    ```step rows
    run: table
    rows: [{r: "${params.rate}", w: "${params.width}", f: "${params.flag}", t: "${params.text}"}]
    ```
    """

  private func planned(_ arguments: String...) throws -> String {
    let ended = try place.run(["plan", "p.md"] + arguments)
    #expect(ended.status == 0, "\(ended.messages)")
    return ended.output.split(separator: "\n").filter { $0.contains(" = ") }.joined(separator: ";")
  }

  @Test func takesParametersFromAFile() throws {
    try place.write(Self.parameters, to: "p.md")
    try place.write("rate: 1\nflag: true\ntext: 007\n", to: "settings.yaml")
    #expect(
      try planned("-p", "@settings.yaml")
        == "  flag = true;  rate = 1.0;  text = \"007\";  width = 3")
    #expect(
      try planned("-p", "@settings.yaml", "-p", "rate=2")
        == "  flag = true;  rate = 2.0;  text = \"007\";  width = 3")
    #expect(
      try planned("-p", "rate=2", "-p", "@settings.yaml", "-p", "width=4")
        == "  flag = true;  rate = 1.0;  text = \"007\";  width = 4", "what comes later counts")
    #expect(try place.run("run", "p.md", "-p", "@settings.yaml").status == 0)
    #expect(try place.run("verify", "p.md").status == 0)
  }

  @Test(arguments: [
    ("widht: 3", "settings.yaml:1:1: error: the notebook has no parameter `widht`"),
    ("rate: 1\nwidth: wide", "settings.yaml:2:8: error: the parameter `width` is an integer, not"),
    ("width: 3.5", "settings.yaml:1:8: error: the parameter `width` is an integer, not"),
    ("width: \"3\"", "settings.yaml:1:8: error: the parameter `width` is an integer, not"),
    ("width: [1, 2]", "settings.yaml:1:8: error: the parameter `width` is an integer, not a list"),
    ("width:", "settings.yaml:1:"), ("width: ${rate}", "cannot hold the expression"),
    ("- width", "the file of parameters is not a mapping"), ("", "holds none"),
    ("# nothing\n", "holds none"), ("a: [1", "settings.yaml:1:"),
    ("width: 1\nwidth: 2", "settings.yaml:2:1: error:"), ("width: 1e400", "too large"),
    ("wid\u{7}th: 1", "control character"),
  ])
  func refusesAFileThatIsWrong(_ text: String, _ message: String) throws {
    try place.write(Self.parameters, to: "p.md")
    try place.write(text, to: "settings.yaml")
    let ended = try place.run("check", "p.md", "-p", "@settings.yaml")
    #expect(ended.status == 64, "\(ended.messages)")
    #expect(ended.messages.contains(message), "\(ended.messages)")
  }

  @Test func refusesAFileThatIsNotThere() throws {
    let none = try place.run("check", "n.md", "-p", "@none.yaml")
    #expect(none.status == 64)
    #expect(none.messages == "none.yaml: error: the file of parameters does not exist\n")
    #expect(try place.run("check", "n.md", "-p", "@").messages.contains("takes the name of a file"))
    #expect(try place.run("check", "n.md", "-p", "@.").status == 64)
  }

  // MARK: Plans as JSON

  @Test func printsAPlanAsJSON() throws {
    try place.write(
      "```step t\nrun: stories.compose\nfor: {seed: 1..2}\ncount: 5\n```\n", to: "s.md")
    let before = try place.run("plan", "--json", "s.md")
    #expect(before.status == 0)
    #expect(before.output.contains("\"state\" : \"computed\""))
    #expect(try place.run("run", "s.md").status == 0)
    let data = Data(try place.run("plan", "--json", "s.md").output.utf8)
    let plan = try JSONDecoder().decode(PlanShape.self, from: data)
    #expect(plan.format == 1 && plan.notebook == "s" && plan.path == "s.md" && plan.seed == 0)
    #expect(plan.steps.map(\.name) == ["t"] && plan.steps[0].operation == "stories.compose")
    #expect(plan.steps[0].points.map(\.state) == ["stored", "stored"])
    #expect(plan.steps[0].points.map { $0.for?["seed"] } == [1, 2])
  }

  private struct PlanShape: Decodable {
    struct Step: Decodable {
      struct Point: Decodable {
        var state: String
        var `for`: [String: Int]?
        var seconds: Double?
      }
      var name, operation: String
      var after: [String]
      var points: [Point]
    }
    var format: Int
    var notebook, path, title: String
    var seed: UInt64
    var steps: [Step]
  }
}
