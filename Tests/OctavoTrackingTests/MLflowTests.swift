import Foundation
import LocalServer
import OctavoBase
import OctavoResults
import OctavoRunner
import OctavoTracking
import Synchronization
import Testing

/// What the tracker sends to a server that only notes it. `test_with_mlflow.py` asks MLflow itself.
@Suite struct MLflowTests {
  private final class Server: Sendable {
    struct Request: Sendable {
      var path: String
      var authorization: String?
      var body: JSON
    }

    private struct Behavior {
      var requests: [Request] = []
      var busy = 0
      var refusal: Int?
      var delay = Duration.zero
    }

    private let behavior = Mutex(Behavior())
    private let artifacts: String

    init(artifacts: String = "mlflow-artifacts:/7/r/artifacts") { self.artifacts = artifacts }

    func start() throws -> LocalServer { try LocalServer { [self] in answer($0) } }

    private func answer(_ request: LocalServer.Request) -> LocalServer.Answer {
      let delay = behavior.withLock { $0.delay }
      if delay > .zero { Thread.sleep(forTimeInterval: delay / .seconds(1)) }
      return behavior.withLock { behavior in
        if behavior.busy > 0 {
          behavior.busy -= 1
          return .init(503)
        }
        if let refusal = behavior.refusal { return .init(refusal) }
        behavior.requests.append(
          Request(
            path: request.path, authorization: request.headers["authorization"],
            body: (try? JSON(parsing: request.body))
              ?? .string(String(decoding: request.body, as: UTF8.self))))
        return .init(200, answer(to: request.path, behavior.requests.count).compactText)
      }
    }

    private func answer(to path: String, _ count: Int) -> JSON {
      if path.hasSuffix("get-by-name") { return ["experiment": ["experiment_id": "7"]] }
      guard path.hasSuffix("runs/create") else { return [:] }
      return [
        "run": [
          "info": ["run_id": .string("run-\(count)"), "artifact_uri": .string(artifacts)]
        ]
      ]
    }

    var requests: [Request] { behavior.withLock { $0.requests } }
    func bodies(_ call: String) -> [JSON] {
      requests.filter { $0.path.hasSuffix(call) }.map(\.body)
    }
    func refuse(_ status: Int?) { behavior.withLock { $0.refusal = status } }
    func beBusy(_ count: Int) { behavior.withLock { $0.busy = count } }
    func beSlow(_ delay: Duration) { behavior.withLock { $0.delay = delay } }
  }

  private let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
  private var run: TrackedRun {
    TrackedRun(
      notebook: "n", title: "N", seed: 1, params: ["width": 8],
      report: folder.appending(path: "index.html"))
  }
  private let task = RunTask(
    step: "learn", operation: "gpt.train", point: Point([.init("rate", .number(0.1))]), number: 1,
    count: 1)

  private func tracker(
    _ address: String, _ environment: [String: String] = [:],
    waitingFor limit: Duration = .seconds(60)
  ) throws -> MLflowTracker {
    MLflowTracker(
      try #require(MLflowAccess(address: address, environment: environment)),
      pauses: [.milliseconds(1), .milliseconds(1)], waitingFor: limit)
  }

  private func record(_ status: StepRecord.Status = .done, rows: Int = 2) -> StepRecord {
    StepRecord(
      name: "learn", operation: "gpt.train", status: status,
      values: ["loss": .number(.nan), "word": .text("once"), "steps": .integer(rows)],
      tables: [
        "history": Table([
          .init("iteration", integers: Array(1...rows)),
          .init("a+b", numbers: (1...rows).map { $0 == 1 ? .infinity : Double($0) }),
          .init("a*b", numbers: (1...rows).map(Double.init)),
        ])
      ])
  }

  /// Tells a tracker of a whole run.
  private func log(
    _ tracker: MLflowTracker, _ record: StepRecord, interrupted: Bool = false, written: Bool = true,
    outOfMemory: Bool = false
  ) throws -> [String] {
    let metadata = RunMetadata(octavo: "1", threads: 1, source: "")
    try tracker.begin(run)
    try tracker.note(.started(task), in: run)
    try tracker.note(
      .finished(task, record, .init(cached: false, key: "k", seconds: 1)), in: run)
    let outcome = Run(notebook: "n", title: "N", seed: 1, params: [:], steps: [record])
    return try tracker.finish(
      run,
      TrackedEnd(
        outcome, metadata, wasInterrupted: interrupted, isWritten: written,
        isOutOfMemory: outOfMemory))
  }

  private func wait(until condition: () -> Bool) {
    for _ in 0..<2_000 where !condition() { usleep(5_000) }
    #expect(condition())
  }

  private func write(_ text: String, _ path: String) throws {
    let file = folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  @Test func aPointIsAChildWithEverything() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["index.html", "results.json", "run.json"] { try write(name, name) }
    try write("a,b", "artifacts/learn/rate=0.1/history.csv")
    try write("weights", "artifacts/learn/rate=0.1/model/model.bin")
    let server = Server()
    let address = try server.start().address
    let tracker = try tracker(address, ["MLFLOW_TRACKING_TOKEN": "secret\n"])
    #expect(try log(tracker, record()) == [])
    let created = server.bodies("runs/create")
    #expect(created.map { $0["run_name"]?.string } == ["n", "learn/rate=0.1"])
    let tags = created[1]["tags"]?.elements ?? []
    #expect(tags.contains(["key": "mlflow.parentRunId", "value": "run-2"]))
    let logged = server.bodies("log-batch")
    #expect(
      logged[1]["params"] == [
        ["key": "rate", "value": "0.1"], ["key": "width", "value": "8"],
      ])
    let metrics = logged[2]["metrics"]?.elements ?? []
    // No two have one name, and numbers that are not finite are words.
    #expect(
      metrics.map { $0["key"]?.string } == [
        "a_b", "a_b", "a_b 2", "a_b 2", "values/loss", "values/steps",
      ])
    #expect(metrics[0]["value"] == "Infinity" && metrics[4]["value"] == "NaN")
    #expect(metrics.map { $0["step"]?.integer } == [1, 2, 1, 2, 0, 0])
    #expect(logged[2]["tags"]?.elements?.contains(["key": "values/word", "value": "once"]) == true)
    let ends = server.bodies("runs/update").map { $0["status"]?.string }
    #expect(ends == ["FINISHED", "FINISHED"])
    let files = server.requests.filter { $0.path.contains("mlflow-artifacts") }
    let prefix = "/api/2.0/mlflow-artifacts/artifacts/7/r/artifacts/"
    #expect(
      files.map(\.path)
        == [
          "index.html", "results.json", "run.json", "history.csv", "model/model.bin",
        ].map { prefix + $0 })
    #expect(files.last?.body == "weights")
    #expect(server.requests.allSatisfy { $0.authorization == "Bearer secret" })
  }

  @Test func requestsKeepToTheLimits() throws {
    let server = Server()
    let tracker = try tracker(try server.start().address)
    _ = try log(tracker, record(rows: 2000), written: false)
    let counts = server.bodies("log-batch").map { $0["metrics"]?.elements?.count ?? 0 }
    let sent = counts.reduce(0, +)
    #expect(sent == 4002)
    #expect(counts.allSatisfy { $0 <= 1000 })
  }

  private static let ends: [(StepRecord.Status, isInterrupted: Bool, [String])] = [
    (.failed(error: "e"), false, ["FAILED", "FAILED"]),
    (.skipped(because: "the run was interrupted"), true, ["KILLED", "KILLED"]),
    (.done, true, ["FINISHED", "KILLED"]),
  ]

  @Test(arguments: ends)
  func howARunEndsIsItsStatus(
    _ status: StepRecord.Status, _ isInterrupted: Bool, _ expected: [String]
  ) throws {
    let server = Server()
    let tracker = try tracker(try server.start().address)
    _ = try log(tracker, record(status), interrupted: isInterrupted, written: false)
    #expect(server.bodies("runs/update").map { $0["status"]?.string } == expected)
  }

  @Test func outputsThatAreNotWrittenAreAFailure() throws {
    let server = Server()
    let tracker = try tracker(try server.start().address)
    _ = try log(tracker, record(), written: false)
    #expect(server.bodies("runs/update").map { $0["status"]?.string } == ["FINISHED", "FAILED"])
    #expect(!server.requests.contains { $0.path.contains("mlflow-artifacts") })
  }

  @Test func aServerThatIsBusyForAMomentIsAskedAgain() throws {
    let server = Server()
    let address = try server.start().address
    let tracker = try tracker(address)
    try tracker.begin(run)
    wait { !server.bodies("log-batch").isEmpty }
    server.beBusy(2)
    try tracker.note(.started(task), in: run)
    wait { server.bodies("runs/create").count == 2 }
  }

  @Test func aRefusalIsToldAtTheNextEvent() throws {
    let server = Server()
    let tracker = try tracker(try server.start().address)
    server.refuse(401)
    let error = #expect(throws: (any Error).self) { _ = try log(tracker, record()) }
    #expect(error?.localizedDescription.contains("status 401") == true)
  }

  @Test func aSlowServerHoldsARunUpForAWhileOnly() throws {
    let server = Server()
    let tracker = try tracker(try server.start().address, waitingFor: .milliseconds(100))
    server.beSlow(.seconds(60))
    let start = ContinuousClock.now
    let error = #expect(throws: (any Error).self) { _ = try log(tracker, record()) }
    #expect(start.duration(to: .now) < .seconds(30))
    #expect(error?.localizedDescription.contains("requests were not sent within") == true)
  }

  @Test func filesThatOnlyTheClientCanSendAreNamed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["index.html", "results.json", "run.json"] { try write(name, name) }
    let server = Server(artifacts: "s3://bucket/7/r/artifacts")
    let notes = try log(try tracker(try server.start().address), record())
    #expect(notes.count == 1 && notes[0].contains("keeps them on s3"), "\(notes)")
  }

  @Test func largeFilesAreNamed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["index.html", "results.json", "run.json"] { try write(name, name) }
    try write("", "artifacts/learn/rate=0.1/big.bin")
    let file = folder.appending(path: "artifacts/learn/rate=0.1/big.bin")
    try FileHandle(forWritingTo: file).truncate(atOffset: 101 << 20)
    let server = Server()
    let notes = try log(try tracker(try server.start().address), record())
    #expect(notes.count == 1 && notes[0].contains("big.bin is not sent: it has"), "\(notes)")
    #expect(server.requests.count { $0.path.contains("mlflow-artifacts") } == 3)
  }

  @Test func withoutMemoryNoFilesAreSent() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("page", "index.html")
    let server = Server()
    let notes = try log(
      try tracker(try server.start().address), record(.failed(error: "out of memory")),
      outOfMemory: true)
    #expect(notes == ["no files are sent, for there is no memory left"])
    #expect(!server.requests.contains { $0.path.contains("mlflow-artifacts") })
  }

  @Test func addressesAndTheEnvironment() throws {
    #expect(MLflowAccess(address: "localhost:5000", environment: [:]) == nil)
    #expect(MLflowAccess(address: "file:///tmp/x", environment: [:]) == nil)
    #expect(MLflowAccess(address: "http://", environment: [:]) == nil)
    let access = try #require(
      MLflowAccess(address: "https://me:secret@host/sub", environment: [:]))
    #expect(MLflowTracker(access).name == "mlflow=https://host/sub")
  }
}
