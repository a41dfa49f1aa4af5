import Foundation
import Testing

/// The notebooks that `octavo new` writes.
@Suite struct TemplateTests {
  private static let templates = ["training", "rlhf", "diffusion", "comparison", "handout"]

  @Test(arguments: templates) func nothingIsWrongWithATemplate(_ template: String) throws {
    let place = try Workplace()
    // A title that YAML would read as something else.
    let file = "true: \"x\" # 1.md"
    let new = try place.run("new", file, "--template", template)
    #expect(new.status == 0, "\(new.messages)")
    let ended = try place.run("check", file)
    #expect(ended.status == 0)
    #expect(ended.messages == "")
    let again = try place.run("new", file, "--template", template)
    #expect(again.status == 64)
    #expect(again.messages.contains("is there already"))
  }

  /// Those that take a second or two; the others are tried by hand.
  @Test(arguments: ["comparison", "handout"]) func aTemplateRuns(_ template: String) throws {
    let place = try Workplace()
    try place.run("new", "n.md", "--template", template)
    let ended = try place.run("run", "--quiet", "n.md")
    #expect(ended.status == 0 && ended.messages == "", "\(ended.messages)")
  }

  @Test func theReportOfAHandoutIsSmall() throws {
    let place = try Workplace()
    try place.run("new", "n.md", "--template", "handout")
    try place.run("run", "--quiet", "--no-timings", "n.md")
    #expect((20_000..<60_000).contains(place.text("outputs/n/index.html").utf8.count))
  }

  @Test func theFirstTemplateIsTheUsualOne() throws {
    let place = try Workplace()
    try place.run("new", "a.md")
    try place.run("new", "b.md", "--template", "training")
    #expect(
      place.text("a.md").replacing("title: \"A\"", with: "title: \"B\"") == place.text("b.md"))
  }

  @Test func theTitleIsReadable() throws {
    let place = try Workplace()
    try place.run("new", "my-first_notebook.md")
    #expect(place.text("my-first_notebook.md").hasPrefix("---\ntitle: \"My first notebook\"\n"))
  }

  @Test func neitherFileOfTheHandoutReplacesAnother() throws {
    let place = try Workplace()
    try place.write("mine", to: "n.bib")
    let ended = try place.run("new", "n.md", "--template", "handout")
    #expect(ended.status == 64)
    #expect(place.names(".").filter { !$0.hasPrefix(".") } == ["n.bib"])
    #expect(place.text("n.bib") == "mine")
  }

  @Test func anUnknownTemplateIsAnError() throws {
    let ended = try Workplace().run("new", "n.md", "--template", "trainng")
    #expect(ended.status == 64)
    #expect(ended.messages.contains("'training', 'rlhf', 'diffusion', 'comparison' or 'handout'"))
  }
}
