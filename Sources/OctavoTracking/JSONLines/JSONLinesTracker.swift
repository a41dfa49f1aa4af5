import Foundation
import OctavoBase
import OctavoResults
import OctavoRunner

/// Writes one event per line as JSON, to a file or to standard output, for programs that have no
/// tracker here. `docs/tracking.md` describes the events.
public final class JSONLinesTracker: Tracker {
  public let name: String
  private let path: String
  private let now: () -> Date
  private let shown: (String) -> String
  /// `nil` before the first run begins.
  private var file: FileHandle?

  /// - Parameters:
  ///   - path: the file, which is emptied when the first run begins; `-` for standard output.
  ///   - now: the time of an event.
  ///   - shown: a line as it is written, such as with control characters escaped for a terminal.
  public init(
    path: String, now: @escaping () -> Date = { Date() },
    shown: @escaping (String) -> String = { $0 }
  ) {
    name = "jsonl=\(path)"
    self.path = path
    self.now = now
    self.shown = shown
  }

  private func open() throws -> FileHandle {
    guard path != "-" else { return .standardOutput }
    let url = URL(filePath: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }

  public func begin(_ run: TrackedRun) throws {
    if file == nil { file = try open() }
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
      try write("warning", run, Self.members(of: task) + Self.members(of: warning))
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
          ("warnings", .array(record.warnings.map { .object(Self.members(of: $0)) })),
        ])
    }
  }

  public func finish(_ run: TrackedRun, _ end: TrackedEnd) throws -> [String] {
    try write(
      "run-finished", run,
      [
        ("report", end.isWritten ? .string(run.report.path) : .null),
        ("interrupted", .boolean(end.wasInterrupted)), ("seconds", .number(end.metadata.seconds)),
        (
          "steps",
          .object(end.outcome.steps.map { ($0.name, JSON.object(Self.members(of: $0.status))) })
        ),
      ])
    return []
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
    let line = shown(String(decoding: bytes, as: UTF8.self)) + "\n"
    try file?.write(contentsOf: Data(line.utf8))
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

  private static func members(of warning: StepWarning) -> [(String, JSON)] {
    [("grade", .string(warning.grade.rawValue)), ("text", .string(warning.text))]
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

  /// As in `results.json`: a number that is not finite is a text.
  private static func json(_ value: Value) -> JSON {
    switch value {
    case .integer(let integer): .integer(integer)
    case .number(let number): number.nonFiniteWord.map(JSON.string) ?? .number(number)
    case .text(let text): .string(text)
    case .boolean(let boolean): .boolean(boolean)
    }
  }
}
