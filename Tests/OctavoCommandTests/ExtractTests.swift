import Foundation
import Testing

/// From a report back to its notebook, with nothing else at hand.
@Suite struct ExtractTests {
  private static let notebook = """
    ---
    title: Numbers
    params: {x: 1}
    ---

    The number is `{value} params.x`.

    ```step t
    run: table
    rows: [{x: "${params.x}"}, {x: 1}]
    caption: What there is.
    ```

    """

  /// A report alone in a folder.
  private func report(
    _ text: String = Self.notebook, _ arguments: [String] = []
  ) throws -> (Workplace, page: String) {
    let place = try Workplace()
    try place.write(text, to: "n.md")
    let ended = try place.run(["run", "n.md"] + arguments)
    #expect(ended.status == 0, "\(ended.messages)")
    let page = place.text("outputs/n/index.html")
    try place.write(place.text("outputs/n/results.json"), to: "results.json")
    try place.remove("n.md")
    try place.remove("outputs")
    try place.write(page, to: "sent.html")
    return (place, page)
  }

  @Test(arguments: [
    Self.notebook, Self.notebook.replacing("\n", with: "\r\n"), "\u{FEFF}" + Self.notebook,
    Self.notebook + "🙂 and no newline", Self.notebook.replacing("number", with: "é`` <a> &amp;"),
  ])
  func theNotebookIsWrittenByteForByte(text: String) throws {
    let (place, _) = try report(text)
    // Foundation takes a byte order mark out of what it reads as text.
    #expect(try place.shell("octavo extract sent.html >printed.md").status == 0)
    #expect(place.data("printed.md") == Data(text.utf8))
    #expect(try place.run("extract", "sent.html", "-o", "again.md").status == 0)
    #expect(place.data("again.md") == Data(text.utf8))
    let refused = try place.run("extract", "sent.html", "-o", "again.md")
    #expect(refused.status == 64 && refused.messages.contains("--force"))
    #expect(try place.run("extract", "sent.html", "-o", "again.md", "--force").status == 0)
  }

  @Test func aReportIsVerifiedFromItsFileAlone() throws {
    let (place, page) = try report(Self.notebook, ["-p", "x=3"])
    let ended = try place.run("verify", "sent.html")
    #expect(ended.status == 0, "\(ended.messages)")
    #expect(ended.output.contains("sent.html: the page is as its run's record has it"))
    #expect(ended.output.contains("n: the same"))
    let changes = [
      ("The number is", "A number is"), ("What there is.", "What there was."), (">3<", ">4<"),
    ]
    for (old, new) in changes {
      try place.write(page.replacing(old, with: new), to: "changed.html")
      let ended = try place.run("verify", "changed.html", "--page-only")
      #expect(ended.status == 2, "\(old): \(ended.output)")
      #expect(!ended.output.contains("the same"))
    }
    #expect(try place.run("verify", "changed.html").status == 2)
  }

  @Test func aRunOfAReportHasTheSameResults() throws {
    let (place, _) = try report(Self.notebook, ["-p", "x=3", "--seed", "7"])
    #expect(try place.run("check", "sent.html").status == 0)
    #expect(try place.run("plan", "sent.html").output.contains("x = 3"))
    #expect(try place.run("run", "sent.html", "-o", "new").status == 0)
    #expect(place.data("new/n/results.json") == place.data("results.json"))
    #expect(try place.run("run", "sent.html", "-p", "x=4", "-o", "other").status == 0)
    #expect(place.text("other/n/results.json").contains("\"x\" : 4"))
    #expect(try place.run("verify", "new/n/index.html").status == 0)
  }

  /// Tables that the page does not show are compared by their hashes.
  @Test func aTrainingIsVerified() throws {
    let (place, _) = try report(Notebooks.training(iterations: "6"))
    let ended = try place.run("verify", "sent.html")
    #expect(ended.status == 0, "\(ended.output) \(ended.messages)")
  }

  @Test func embeddedDataIsReadFromTheReport() throws {
    let place = try Workplace()
    let notebook = """
      ---
      title: Text
      ---

      ```step text
      run: text.load
      path: data/words.txt
      ```

      """
    try place.write(notebook, to: "n.md")
    try place.write(String(repeating: "the words of a text\n", count: 50), to: "data/words.txt")
    #expect(try place.run("run", "n.md", "-o", "plain").status == 0)
    #expect(try place.run("run", "n.md", "--embed-data").status == 0)
    let words = place.data("data/words.txt")
    try place.remove("data")
    try place.remove("n.md")
    let lacking = try place.run("verify", "plain/n/index.html")
    #expect(lacking.status == 65 && lacking.messages.contains("data/words.txt"))
    #expect(place.text("plain/n/index.html").contains("SHA-256 of data/words.txt"))
    let ended = try place.run("verify", "outputs/n/index.html")
    #expect(ended.status == 0, "\(ended.output) \(ended.messages)")
    #expect(try place.run("extract", "outputs/n/index.html", "-o", "back/").status == 0)
    #expect(place.data("back/data/words.txt") == words)
    #expect(place.text("back/n.md") == notebook)
  }

  @Test func noFileIsWrittenOutsideTheFolder() throws {
    let place = try Workplace()
    try place.write("some text\n", to: "words.txt")
    try place.write(
      "```step text\nrun: text.load\npath: ../words.txt\n```\n", to: "notebooks/n.md")
    let ended = try place.run("run", "notebooks/n.md", "--embed-data")
    #expect(ended.status == 0, "\(ended.messages)")
    try place.remove("words.txt")
    let extracted = try place.run("extract", "outputs/n/index.html", "-o", "back/")
    #expect(extracted.status == 0 && extracted.messages.contains("`../words.txt` is not written"))
    #expect(place.data("words.txt") == nil)
    #expect(place.names("back") == ["n.md"])
    #expect(try place.run("verify", "outputs/n/index.html").status == 0)
    let link = place.folder.appending(path: "linked")
    try FileManager.default.createSymbolicLink(
      at: link, withDestinationURL: place.folder.appending(path: "elsewhere.md"))
    #expect(
      try place.run("extract", "outputs/n/index.html", "-o", "linked", "--force").status == 64)
    #expect(place.data("elsewhere.md") == nil)
  }

  @Test func largeDataIsRefusedBeforeTheRun() throws {
    let place = try Workplace()
    try place.write(String(repeating: "0123456789abcde\n", count: 600_000), to: "words.txt")
    try place.write(
      "---\nembed-data: true\n---\n\n```step text\nrun: text.load\npath: words.txt\n```\n",
      to: "n.md")
    let ended = try place.run("run", "n.md")
    #expect(ended.status == 64 && ended.messages.contains("larger than 8 MB"))
    #expect(try place.run("run", "n.md", "--no-embed-data").status == 0)
  }

  @Test func whatIsNoReportIsRefused() throws {
    let (place, page) = try report()
    try place.write("<!DOCTYPE html><html><p>x</p></html>", to: "other.html")
    try place.write(String(page.prefix(3000)), to: "cut.html")
    for file in ["other.html", "cut.html", "gone.html"] {
      for command in ["extract", "verify", "run", "check", "plan"] {
        let ended = try place.run(command, file)
        #expect(ended.status == 65, "\(command) \(file): \(ended.messages)")
        #expect(!ended.messages.isEmpty)
      }
    }
    #expect(try place.run("extract", "cut.html").messages.contains("ends in the middle"))
    try place.write(Self.notebook, to: "n.md")
    #expect(try place.run("verify", "n.md", "--page-only").status == 64)
  }
}
