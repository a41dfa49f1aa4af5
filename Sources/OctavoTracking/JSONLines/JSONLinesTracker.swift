import Foundation
import OctavoBase
import OctavoResults
import OctavoRunner

/// Writes one event a line as JSON, to a file or to standard output: for every program that has no
/// tracker of its own here. `docs/tracking.md` describes the events.
public final class JSONLinesTracker: Tracker {
  public let name: String
  private let file: FileHandle
  private let now: () -> Date

  /// - Parameters:
  ///   - path: the file, which is emptied first; `-` for standard output.
  ///   - now: the time that events are given.
  /// - Throws: where the file cannot be written.
  public init(path: String, now: @escaping () -> Date = { Date() }) throws {
    name = "jsonl=\(path)"
    self.now = now
    guard path != "-" else {
      file = .standardOutput
      return
    }
    let url = URL(filePath: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: url)
    file = try FileHandle(forWritingTo: url)
  }

  public func begin(_ run: TrackedRun) throws {
    try write(
      "run-started", run,
      [
        ("title", .string(run.title)), ("seed", .string(String(run.seed))),
        ("params", Self.object(run.params)),
      ])
  }

  public func note(_ event: RunEvent, in run: TrackedRun) throws {
    switch event {
    case .started(let task): try write("step-started", run, Self.members(of: task))
    case .progress(let task, let progress):
      try write(
        "progress", run,
        Self.members(of: task) + [
          ("completed", .integer(progress.completed)), ("total", .integer(progress.total)),
          ("unit", .string(progress.unit)),
          (
            "quantities",
            .object(progress.quantities.map { ($0.name, Self.json(.number($0.value))) })
          ),
        ])
    case .warning(let task, let warning):
      try write(
        "warning", run,
        Self.members(of: task) + [
          ("grade", .string(warning.grade.rawValue)), ("text", .string(warning.text)),
        ])
    case .note(let task, let text):
      try write("note", run, Self.members(of: task) + [("text", .string(text))])
    case .finished(let task, let record, let metadata):
      for series in TrackedSeries.all(of: record) {
        try write(
          "series", run,
          Self.members(of: task) + [
            ("name", .string(series.name)),
            ("iterations", .array(series.points.map { .integer($0.iteration) })),
            ("values", .array(series.points.map { Self.json(.number($0.value)) })),
          ])
      }
      try write(
        "step-finished", run,
        Self.members(of: task) + Self.members(of: record.status) + [
          ("cached", .boolean(metadata.cached)), ("seconds", .number(metadata.seconds)),
          ("values", Self.object(record.values)),
        ])
    }
  }

  public func finish(_ run: TrackedRun, _ outcome: Run, _ metadata: RunMetadata) throws {
    try write(
      "run-finished", run,
      [
        ("report", .string(run.report.path)), ("seconds", .number(metadata.seconds)),
        (
          "steps",
          .object(outcome.steps.map { ($0.name, JSON.object(Self.members(of: $0.status))) })
        ),
      ])
  }

  private func write(
    _ event: String, _ run: TrackedRun, _ members: [(String, JSON)]
  ) throws {
    var bytes: [UInt8] = []
    JSON.object(
      [
        ("event", .string(event)), ("time", .number(now().timeIntervalSince1970)),
        ("notebook", .string(run.notebook)),
      ] + members
    ).appendCompact(to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    try file.write(contentsOf: bytes)
  }

  private static func members(of task: RunTask) -> [(String, JSON)] {
    [
      ("step", .string(task.step)), ("operation", .string(task.operation)),
      (
        "point",
        .object(task.point.coordinates.map { ($0.axis, json($0.value)) })
      ),
    ]
  }

  private static func members(of status: StepRecord.Status) -> [(String, JSON)] {
    switch status {
    case .done: [("status", "done")]
    case .failed(let error): [("status", "failed"), ("error", .string(error))]
    case .skipped(let because): [("status", "skipped"), ("because", .string(because))]
    }
  }

  private static func object(_ values: [String: Value]) -> JSON {
    .object(values.sorted { $0.key < $1.key }.map { ($0.key, json($0.value)) })
  }

  /// As `results.json` has it: what is not finite is a text.
  private static func json(_ value: Value) -> JSON {
    switch value {
    case .integer(let integer): .integer(integer)
    case .number(let number): number.nonFiniteWord.map(JSON.string) ?? .number(number)
    case .text(let text): .string(text)
    case .boolean(let boolean): .boolean(boolean)
    }
  }
}
