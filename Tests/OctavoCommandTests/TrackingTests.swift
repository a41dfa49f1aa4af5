import Foundation
import OctavoBase
import Testing

/// What `octavo run --log-to` tells trackers.
@Suite struct TrackingTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(
      """
      ---
      params: {length: 400}
      ---

      ```step text
      run: symbols.compose
      count: ${params.length}
      ```

      ```step learn
      run: gpt.train
      for: {rate: [1e-3, 1e-2]}
      data: text
      model: {layers: 1, heads: 1, width: 4, context: 4}
      training: {iterations: 4, batch: 1, learning-rate: "${rate}", evaluate-every: 2}
      ```
      """, to: "n.md")
  }

  private func events(_ text: String) throws -> [JSON] {
    try text.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
  }

  private func kinds(_ events: [JSON]) -> [String] { events.compactMap { $0["event"]?.string } }

  @Test func eventsAreOneALine() throws {
    let ended = try place.run("run", "n.md", "--log-to", "jsonl=logs/events.jsonl")
    #expect(ended.status == 0, "\(ended.messages)")
    let text = try String(
      contentsOf: place.folder.appending(path: "logs/events.jsonl"), encoding: .utf8)
    let events = try events(text)
    let kinds = kinds(events)
    #expect(kinds.first == "run-started" && kinds.last == "run-finished")
    #expect(events.last?["interrupted"] == false && events.last?["report"]?.string != nil)
    #expect(kinds.count { $0 == "step-started" } == 3)
    #expect(kinds.count { $0 == "step-finished" } == 3)
    let series = events.filter { $0["name"]?.string == "validation-loss" }
    #expect(series.count == 2)
    #expect(series.allSatisfy { $0["values"]?.elements?.count == 2 })
    #expect(Set(series.compactMap { $0["point"]?["rate"]?.number }) == [1e-3, 1e-2])
  }

  @Test func standardOutputIsForEventsAlone() throws {
    let ended = try place.run("run", "n.md", "--log-to", "jsonl=-")
    #expect(ended.status == 0)
    #expect(kinds(try events(ended.output)).last == "run-finished")
    #expect(try place.run("run", "n.md", "--json", "--log-to", "jsonl=-").status == 64)
    #expect(try place.run("run", "n.md", "--log-to", "jsonl=./n.md").status == 64)
  }

  /// Numbers come from the store as they came from the computation.
  @Test func whatIsCachedIsToldToo() throws {
    _ = try place.run("run", "n.md")
    let ended = try place.run("run", "n.md", "--log-to", "jsonl=-")
    let finished = try events(ended.output).filter { $0["event"]?.string == "step-finished" }
    #expect(finished.count == 3)
    #expect(finished.allSatisfy { $0["cached"]?.boolean == true })
  }

  @Test func aTrackerThatFailsStopsNothing() throws {
    let ended = try place.run(
      "run", "n.md", "--log-to", "tensorboard=/dev/null/logs", "--log-to", "jsonl=e.jsonl")
    #expect(ended.status == 0)
    #expect(
      ended.messages.contains("tensorboard=/dev/null/logs failed and is left out"),
      "\(ended.messages)")
    let text = try String(contentsOf: place.folder.appending(path: "e.jsonl"), encoding: .utf8)
    #expect(kinds(try events(text)).last == "run-finished")
  }

  /// One that cannot be opened, and one that cannot be written.
  @Test(arguments: ["/dev/null/events.jsonl", "/dev/full"])
  func aFileThatFailsStopsNothing(_ path: String) throws {
    let ended = try place.run("run", "n.md", "--log-to", "jsonl=\(path)")
    #expect(ended.status == 0, "\(ended.messages)")
    #expect(ended.messages.contains("jsonl=\(path) failed and is left out"), "\(ended.messages)")
    #expect(place.names("outputs/n").contains("index.html"))
  }

  @Test(arguments: ["wandb=x", "jsonl", "tensorboard=", "mlflow="])
  func anUnknownTrackerIsRefused(_ tracker: String) throws {
    let ended = try place.run("run", "n.md", "--log-to", tracker)
    #expect(ended.status == 64)
    #expect(
      ended.messages.contains("takes tensorboard=DIR, mlflow=URL or jsonl=FILE, not `\(tracker)`"))
  }

  @Test(arguments: ["mlflow=localhost:5000", "mlflow=runs.db"])
  func mlflowTakesAnAddress(_ tracker: String) throws {
    let ended = try place.run("run", "n.md", "--log-to", tracker)
    #expect(ended.status == 64)
    #expect(ended.messages.contains("the address of a server, such as http://"))
  }

  /// The port is one that nobody may listen on.
  @Test func aServerThatIsNotThereStopsNothing() throws {
    let ended = try place.run("run", "n.md", "--log-to", "mlflow=http://me:secret@127.0.0.1:1")
    #expect(ended.status == 0, "\(ended.messages)")
    #expect(ended.messages.contains("mlflow=http://127.0.0.1:1 failed and is left out"))
    #expect(ended.messages.contains("cannot be reached"), "\(ended.messages)")
    #expect(!ended.messages.contains("secret"))
    #expect(place.names("outputs/n").contains("index.html"))
  }
}
