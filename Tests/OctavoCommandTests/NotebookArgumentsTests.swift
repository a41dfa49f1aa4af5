import Foundation
import Testing

/// The built program, given notebooks in several ways and parameters of every kind.
@Suite struct NotebookArgumentsTests {
  private static let text = """
    ---
    title: A first
    params: {rate: 0.001, width: 3, flag: false, text: abc}
    ---

    ```step rows
    run: table
    rows:
      - {r: "${params.rate}", w: "${params.width}", f: "${params.flag}", t: "${params.text}"}
    ```
    """

  @Test func readsStandardInput() throws {
    let place = try Workplace()
    for command in ["check", "plan", "run"] {
      #expect(try place.run(command, "-", input: Self.text).status == 0)
    }
    #expect(place.text("outputs/a-first/index.html").contains("octavo run - --seed 0"))
    let verified = try place.run("verify", "-", input: Self.text)
    #expect(verified.output.hasPrefix("a-first: the same"))
    let wrong = try place.run("check", "-", input: "```step a\nrun: tabel\n```\n")
    #expect(wrong.status == 65)
    #expect(wrong.messages.hasPrefix("<stdin>:2:6: error: "))
    #expect(try place.run("check", "-", "-", input: "").status == 64)
  }

  @Test(arguments: [
    "rate=.nan", "rate=.inf", "rate=-.inf", "rate=5e-324", "rate=-0.0", "width=9223372036854775807",
    "text=007", "text=1e3", "text=null", "text=~", "text=nan", "text=", "text=it's \"$HOME\" `x`",
    "text=a\nb\tc", "text=é😀", "text=\u{1B}[31m", "flag=true",
  ])
  func whatTheReportSaysToRunGivesTheSameAgain(parameter: String) throws {
    let place = try Workplace()
    try place.write(Self.text, to: "my notes/-dash.md")
    let first = try place.run(
      "run", "-p", parameter, "-o", "o o", "my notes/-dash.md", "--only", "rows")
    #expect(first.status == 0, "\(first.messages)")
    let verified = try place.run("verify", "-o", "o o", "my notes/-dash.md")
    #expect(verified.status == 0, "\(verified.output)\(verified.messages)")

    let results = place.text("o o/-dash/results.json")
    let command = try #require(commandOfReport(place.text("o o/-dash/index.html")))
    try place.remove("o o")
    let again = try place.shell(command)
    #expect(again.status == 0, "\(command): \(again.messages)")
    #expect(place.text("o o/-dash/results.json") == results)
  }

  /// The line under “Reproducing this report”.
  private func commandOfReport(_ page: String) -> String? {
    guard let start = page.range(of: "<code>octavo run"),
      let end = page.range(of: "</code>", range: start.upperBound..<page.endIndex)
    else { return nil }
    return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
      .reduce("octavo run" + page[start.upperBound..<end.lowerBound]) {
        $0.replacing($1.0, with: $1.1)
      }
  }

  @Test func refusesWhatWouldBeDropped() throws {
    let place = try Workplace()
    try place.write(Self.text, to: "a.md")
    for (parameters, message) in [
      (["rate=1e400"], "`1e400` is too large for a number"),
      (["rate=0,5"], "write `0.5`"), (["width=10,20"], "give one value, not a list"),
      (["width=1", "width=2"], "twice"), (["widht=1"], "did you mean `width`?"),
      (["width=\u{1B}[31m"], #"\u{1b}[31m"#),
    ] {
      let ended = try place.run(["run", "a.md"] + parameters.flatMap { ["-p", $0] })
      #expect(ended.status == 64)
      #expect(ended.messages.contains(message), "\(ended.messages)")
      #expect(!ended.messages.contains("\u{1B}"))
    }
    // What is wrong with the notebook comes first.
    let missing = try place.run("run", "none.md", "-p", "width=1")
    #expect(missing.status == 65)
    #expect(missing.messages == "none.md: error: the notebook does not exist\n")
  }
}
