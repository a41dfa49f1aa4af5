import Foundation
import Testing

@Suite struct ExitStatusTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(Notebooks.table, to: "n.md")
  }

  @Test func doneIsZero() throws {
    let ended = try place.run("run", "n.md")
    #expect(ended.status == 0)
    #expect(ended.output == "outputs/n/index.html\n")
    #expect(try place.run("verify", "n.md").status == 0)
    #expect(try place.run("diff", "outputs/n", "outputs/n").status == 0)
  }

  @Test func aFailedStepIsOneAndABrokenExpectationTwo() throws {
    try place.write("```step e\nrun: expect\nthat: [1 > 2]\n```", to: "e.md")
    #expect(try place.run("run", "e.md").status == 2)
    try place.write("```step t\nrun: gpt.load\npath: gone\n```", to: "w.md")
    #expect(try place.run("run", "w.md").status == 65)
    #expect(try place.run("run", "n.md", "--nonsense").status == 64)
  }

  // MARK: Output that cannot be written

  @Test(arguments: [
    ["run", "n.md"], ["run", "n.md", "--json"], ["check", "--json", "n.md"], ["plan", "n.md"],
    ["operations"], ["help", "table"],
  ])
  func aFullStandardOutputIsAnError(_ arguments: [String]) throws {
    #expect(try place.start(arguments, shell: ("", ">/dev/full")).ended().status == 74)
    #expect(try place.start(arguments, shell: ("", ">&-")).ended().status == 74)
  }

  @Test func standardErrorThatCannotBeWrittenStopsNothing() throws {
    for shell in [("", "2>/dev/full"), ("", "2>&-"), ("", "2>&1 >/dev/null | :")] {
      try? place.remove("outputs")
      _ = try place.start(["run", "n.md"], shell: shell).ended()
      for _ in 0..<200 where place.names("outputs/n").count < 6 { usleep(20_000) }
      #expect(place.names("outputs/n").count == 6, "\(shell.1)")
    }
  }

  @Test func aFolderThatCannotBeMadeIsNoMatterOfUsage() throws {
    try place.write("", to: "file")
    for output in ["file", "file/within", "/proc/octavo", "/dev/null"] {
      let ended = try place.run("run", "n.md", "-o", output)
      #expect(ended.status == 74, "\(output): \(ended.messages)")
      #expect(ended.messages.contains("cannot make the folder"), "\(ended.messages)")
    }
    let long = String(repeating: "x", count: 300)
    #expect(try place.run("run", "n.md", "-o", long).status == 74)
    #expect(place.names(".octavo").isEmpty, "nothing was computed")
  }

  // MARK: Folders of others

  @Test func aFolderOfOthersIsAMatterOfUsage() throws {
    try place.write("precious", to: "outputs/n/artifacts/mine/file")
    let ended = try place.run("run", "n.md")
    #expect(ended.status == 64)
    #expect(ended.messages.contains("--take-over"))
    #expect(place.text("outputs/n/artifacts/mine/file") == "precious")
    #expect(try place.run("run", "n.md", "--take-over").status == 0)
    #expect(place.text("outputs/n/artifacts/mine/file") == "precious")
  }

  @Test func aFolderOfAnotherNotebookIsAMatterOfUsage() throws {
    try place.write(Notebooks.table, to: "d1/same.md")
    try place.write(Notebooks.table, to: "d2/same.md")
    #expect(try place.run("run", "d1/same.md").status == 0)
    let results = place.data("outputs/same/results.json")
    let ended = try place.run("run", "d2/same.md", "-p", "x=2")
    #expect(ended.status == 64)
    #expect(ended.messages.contains("`d1/same.md`"))
    #expect(place.data("outputs/same/results.json") == results)
    #expect(try place.run("verify", "d2/same.md").status == 64)
    #expect(try place.run("run", "d2/same.md", "-p", "x=2", "-o", "other").status == 0)
  }

  @Test func aFolderThatIsNotWholeIsNotCompared() throws {
    #expect(try place.run("run", "n.md").status == 0)
    try place.write("x\n9\n", to: "outputs/n/artifacts/t/table.csv")
    let ended = try place.run("verify", "n.md")
    #expect(ended.status == 64)
    #expect(ended.messages.contains("artifacts/t/table.csv"))
    #expect(try place.run("diff", "outputs/n", "outputs/n").status == 64)
  }

  @Test func cleanRemovesAStoreAlone() throws {
    try place.write("mine", to: ".octavo/mine.txt")
    #expect(try place.run("clean").status == 64)
    #expect(place.text(".octavo/mine.txt") == "mine")
    try place.remove(".octavo")
    #expect(try place.run("run", "n.md").status == 0)
    #expect(try place.run("clean").status == 0)
    #expect(place.names(".octavo").isEmpty)
  }
}
