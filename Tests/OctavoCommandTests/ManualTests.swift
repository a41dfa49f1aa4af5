import Testing

@Suite struct ManualTests {
  private static let commands = [
    "check", "clean", "collect", "diff", "doctor", "export", "extract", "graph", "help", "import",
    "index", "lsp", "new", "operations", "plan", "preview", "render", "run", "verify",
  ]

  @Test func thereIsAPageOfEachCommand() throws {
    let place = try Workplace()
    let ended = try place.run("manual", "man")
    #expect(ended.status == 0, "\(ended.messages)")
    let names = Set(place.names("man"))
    #expect(names.isSuperset(of: Self.commands.map { "octavo-\($0).1" }))
    #expect(names.contains("octavo.1"))
    #expect(!names.contains("octavo-manual.1"))
    let overview = place.text("man/octavo.1")
    for name in names where name != "octavo.1" {
      let command = name.dropLast(2).replacing("-", with: "\\-")
      #expect(overview.contains("\\fB\(command)\\fR(1)"), "\(name)")
    }
  }

  /// What the usage shows is on the page.
  @Test(arguments: commands) func aPageHasAllOptions(_ command: String) throws {
    let place = try Workplace()
    try place.run("manual", "man")
    let page = place.text("man/octavo-\(command).1").replacing("\\-", with: "-")
    let usage = try place.run(command, "--help").output
    let lines = usage.matches(
      of: /^  (?:-[a-z], )?(--[a-z][a-z-]+)/.anchorsMatchLineEndings())
    let options = Set(lines.map { String($0.output.1) })
    #expect(!options.isEmpty)
    for option in options { #expect(page.contains("\\fB\(option)\\fR"), "\(option)") }
  }

  @Test func theDateIsThatOfTheSources() throws {
    let place = try Workplace()
    let ended = try place.shell("SOURCE_DATE_EPOCH=1000000000 octavo manual man")
    #expect(ended.status == 0)
    #expect(place.text("man/octavo-run.1").hasPrefix(".TH \"OCTAVO\\-RUN\" 1 \"2001-09-09\" "))
  }

  @Test(.enabled(if: Workplace.system("mandoc", "-T", "lint", "/dev/null")))
  func nothingIsWrongWithThePages() throws {
    let place = try Workplace()
    try place.run("manual", "man")
    let ended = try place.shell("mandoc -T lint -W warning man/*.1")
    #expect(ended.output + ended.messages == "")
  }

  @Test func aFolderThatCannotBeMadeIsAnError() throws {
    let ended = try Workplace().run("manual", "/dev/null/man")
    #expect(ended.status == 74)
    #expect(ended.messages.contains("/dev/null/man"))
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func shellsComplete(_ shell: String) throws {
    let ended = try Workplace().run("--generate-completion-script", shell)
    #expect(ended.status == 0)
    for word in ["verify", "gpt.train", "points", "comparison"] {
      #expect(ended.output.contains(word), "\(word)")
    }
    #expect(!ended.output.contains("manual"))
  }

  @Test func aHiddenCommandIsNotSuggested() throws {
    let ended = try Workplace().run("manul")
    #expect(ended.status == 64)
    #expect(!ended.messages.contains("manual"))
  }
}
