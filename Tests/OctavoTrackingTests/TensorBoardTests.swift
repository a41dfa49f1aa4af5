import Foundation
import OctavoResults
import OctavoRunner
import OctavoTracking
import Testing

@Suite struct TensorBoardTests {
  private let folder = URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)")
  private let run = TrackedRun(
    notebook: "n", title: "N", seed: 1, params: ["width": 8], report: URL(filePath: "/r.html"))

  private func task(_ point: Point) -> RunTask {
    RunTask(step: "learn", operation: "gpt.train", point: point, number: 1, count: 1)
  }

  private func record(_ loss: Double) -> StepRecord {
    StepRecord(
      name: "learn", operation: "gpt.train", status: .done, values: ["loss": .number(loss)],
      tables: [
        "history": Table([
          .init("iteration", integers: [1, 2]), .init("training-loss", numbers: [3, loss]),
        ])
      ])
  }

  private func files(in path: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
      at: folder.appending(path: path), includingPropertiesForKeys: nil)
  }

  /// The payloads of a file of TFRecords.
  private func records(_ file: URL) throws -> [[UInt8]] {
    let bytes = [UInt8](try Data(contentsOf: file))
    var (records, place): ([[UInt8]], Int) = ([], 0)
    while place < bytes.count {
      let length = bytes[place..<place + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
      records.append(Array(bytes[place + 12..<place + 12 + length]))
      place += 16 + length
    }
    return records
  }

  @Test func everyPointIsARunOfItsOwn() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let tracker = TensorBoardTracker(path: folder.path) { Date(timeIntervalSince1970: 100) }
    try tracker.begin(run)
    for rate in [0.1, 0.2] {
      let task = task(Point([.init("rate", .number(rate))]))
      try tracker.note(.started(task), in: run)
      try tracker.note(
        .progress(task, StepProgress(1, of: 2, unit: "iterations", quantities: [("loss", 3)])),
        in: run)
      try tracker.note(.finished(task, record(rate), .init(cached: false, seconds: 1)), in: run)
    }
    let written = try ["rate=0.1", "rate=0.2"].map { try files(in: "n/learn/\($0)") }
    #expect(written.map(\.count) == [1, 1])
    let contents = try records(written[0][0])
    // The version, the session's start, progress, two losses, a value and the session's end.
    #expect(contents.count == 7)
    #expect(String(decoding: contents[0], as: UTF8.self).contains("brain.Event:2"))
    #expect(String(decoding: contents[1], as: UTF8.self).contains("width"))
    #expect(String(decoding: contents[1], as: UTF8.self).contains("rate"))
  }

  @Test func aRepeatedStepReplacesItsFiles() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    for time in [100.0, 200] {
      let tracker = TensorBoardTracker(path: folder.path) { Date(timeIntervalSince1970: time) }
      try tracker.note(.started(task(Point())), in: run)
    }
    #expect(try files(in: "n/learn").map(\.lastPathComponent) == ["events.out.tfevents.200.octavo"])
  }
}
