import Foundation
import Testing

/// `octavo render`: a report that is drawn again from what its run has saved.
@Suite struct RenderTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(
      Notebooks.table + "\n\n![a dot](dot.gif) and [numbers](numbers.csv)\n\n"
        + Notebooks.training(iterations: "20")
        + "\n\n```step says\nrun: gpt.sample\nmodel: learn\nprompt: a\ntokens: 5\n```\n"
        + "\n```step bad\nrun: expect\nthat: [learn.iterations < 0]\n```\n", to: "in/n.md")
    try place.write("GIF89a", to: "in/dot.gif")
    try place.write("1", to: "in/numbers.csv")
  }

  @Test(arguments: [[], ["--no-timings", "-p", "x=3"], ["--only", "t"]])
  func needsNeitherNotebookNorStore(arguments: [String]) throws {
    _ = try place.start(["run", "in/n.md"] + arguments).ended()
    let report = try #require(place.data("outputs/n/index.html"))
    try place.remove("in")
    try place.remove(".octavo")
    let ended = try place.run("render", "outputs/n")
    #expect(ended.status == 0, "\(ended.messages)")
    #expect(ended.output == "outputs/n/index.html\n")
    #expect(place.data("outputs/n/index.html") == report)
    #expect(place.names("outputs") == ["n"])
    #expect(!place.names(".").contains(".octavo"))
  }

  @Test func aFolderMayHaveMoved() throws {
    try place.run("run", "in/n.md")
    let report = place.data("outputs/n/index.html")
    try place.write("", to: "else/where/x")
    try FileManager.default.moveItem(
      at: place.folder.appending(path: "outputs/n"),
      to: place.folder.appending(path: "else/where/m"))
    #expect(try place.run("render", "else/where/m/").output == "else/where/m/index.html\n")
    #expect(place.data("else/where/m/index.html") == report)
    let ended = try place.run("render", ".", shell: ("cd else/where/m;", ""))
    #expect(ended.output.hasSuffix("/else/where/m/index.html\n"))
    #expect(ended.output.hasPrefix("/"))
  }

  @Test func whatIsWrongIsSaid() throws {
    try place.run("run", "in/n.md")
    func refusal(_ arguments: String...) throws -> String {
      let ended = try place.start(["render"] + arguments).ended()
      #expect(ended.status == 64)
      #expect(ended.output == "")
      return ended.messages
    }
    #expect(try refusal("gone").contains("There is no folder `gone`"))
    #expect(try refusal("in").contains("`in` is not the folder of a run"))
    #expect(try refusal("in/n.md").contains("`in/n.md` is a file"))
    try place.write("<p>mine", to: "outputs/n/index.html")
    #expect(try refusal("outputs/n").contains("`outputs/n/index.html` has been changed"))
    #expect(try place.run("render", "outputs/n", "--take-over").status == 0)
    try place.write(place.text("outputs/n/report.json") + " ", to: "outputs/n/report.json")
    #expect(try refusal("outputs/n").contains("`outputs/n/report.json` is not as its run wrote it"))
  }

  @Test(.enabled(if: Workplace.canMount, "mounting a disk is not allowed here"))
  func aFolderThatCannotBeWrittenIsSeventyFour() throws {
    try place.run("run", "in/n.md")
    let outputs = place.folder.appending(path: "outputs").path
    try #require(Workplace.system("mount", "--bind", outputs, outputs))
    defer { #expect(Workplace.system("umount", outputs)) }
    try #require(Workplace.system("mount", "-o", "remount,bind,ro", outputs))
    let ended = try place.run("render", "outputs/n")
    #expect(ended.status == 74)
    #expect(ended.messages.contains("cannot write into outputs/n"), "\(ended.messages)")
  }
}
