import Foundation
import Testing

/// A process that may not have as much memory as a training takes (about 560 MB by its estimate).
@Suite struct MemoryTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(
      """
      ```step stories
      run: stories.compose
      count: 50
      ```

      ```step learn
      run: gpt.train
      data: stories
      model: {layers: 2, heads: 4, width: 512, context: 256}
      training: {iterations: 2, batch: 16, evaluate-every: 100}
      ```
      """, to: "big.md")
  }

  @Test func whatCannotFitIsRefusedBeforeComputing() throws {
    let ended = try place.run("check", "big.md", shell: ("ulimit -v 500000;", ""))
    #expect(ended.status == 65, "\(ended.messages)")
    #expect(ended.messages.contains("the limit of this process (`ulimit`) is 512 MB"))
  }

  /// The libraries and the program itself take the rest.
  @Test func aFailedAllocationFailsTheStep() throws {
    let ended = try place.run(
      "run", "big.md", "--log-to", "jsonl=e.jsonl", shell: ("ulimit -v 590000;", ""))
    #expect(ended.status == 1 && !ended.isKilled, "\(ended.messages)")
    #expect(ended.messages.contains("learn: out of memory"))
    #expect(place.text("outputs/big/index.html").contains("out of memory"))
    #expect(place.text("outputs/big/results.json").contains("out of memory"))
    #expect(place.names("outputs") == ["big"])
    let last = place.text("e.jsonl").split(separator: "\n").last ?? ""
    #expect(last.contains("\"run-finished\"") && last.contains("out of memory"), "\(last)")
  }
}
