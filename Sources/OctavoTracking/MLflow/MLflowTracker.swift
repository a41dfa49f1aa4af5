import Foundation
import OctavoBase
import OctavoResults
import OctavoRunner

/// Logs to an MLflow server: one run for the notebook and, as its children, one for each point of a
/// step, with columns of tables by iteration and values as metrics, coordinates and the notebook's
/// parameters as params, and the files of the output folder as artifacts.
public final class MLflowTracker: Tracker {
  public let name: String
  private let access: MLflowAccess
  private let pauses: [Duration]
  private let limit: Duration
  private let now: () -> Date
  private var sender: MLflowSender?
  private var tasks: [MLflowRunKey: TaskState] = [:]

  private struct TaskState {
    var names = MLflowNames()
    var isRunning = true
    /// When quantities were last logged while the step runs.
    var lastProgress: Date?
  }

  /// - Parameters:
  ///   - pauses: before a request is sent again that the server could not take.
  ///   - limit: how long a run waits at its end until the server has taken everything.
  ///   - now: the time of an event.
  public init(
    _ access: MLflowAccess,
    pauses: [Duration] = [.seconds(1), .seconds(3), .seconds(9)],
    waitingFor limit: Duration = .seconds(60), now: @escaping () -> Date = { Date() }
  ) {
    name = "mlflow=\(access.address)"
    self.access = access
    self.pauses = pauses
    self.limit = limit
    self.now = now
  }

  public func begin(_ run: TrackedRun) throws {
    let sender = MLflowSender(
      access, experiment: access.experiment ?? run.notebook, pauses: pauses)
    self.sender = sender
    tasks = [:]
    let tags = Self.tags(of: run) + [("mlflow.note.content", run.title)]
    try sender.send(.create(.notebook, name: run.notebook, tags: tags, time: time))
    var names = MLflowNames()
    try log(MLflowBatch(params: Self.params(run.params, &names)), of: .notebook)
  }

  public func note(_ event: RunEvent, in run: TrackedRun) throws {
    switch event {
    case .started(let task): try begin(task, in: run)
    case .progress(let task, let progress): try log(progress, of: task)
    case .warning, .note: break
    case .finished(let task, let record, let metadata):
      if tasks[task.key] == nil {
        if case .skipped = record.status { return }
        try begin(task, in: run)
      }
      try end(task, record, metadata)
    }
  }

  public func finish(_ run: TrackedRun, _ end: TrackedEnd) throws -> [String] {
    guard let sender else { return [] }
    for (key, task) in tasks where task.isRunning {
      try sender.send(.end(key, end.wasInterrupted ? .killed : .failed, time: time))
    }
    if end.isWritten, !end.isOutOfMemory {
      let files = MLflowArtifacts(folder: run.report.deletingLastPathComponent())
      for (file, name) in files.ofNotebook {
        try sender.send(.upload(.notebook, file, as: name))
      }
      for key in tasks.keys {
        for (file, name) in files.of(key) { try sender.send(.upload(key, file, as: name)) }
      }
    }
    let broken = end.outcome.steps.flatMap(\.verdicts).count { !$0.holds }
    if broken > 0 {
      try log(MLflowBatch(tags: [("octavo.broken-expectations", "\(broken)")]), of: .notebook)
    }
    let hasFailed = !end.isWritten || end.outcome.steps.contains(where: \.hasFailed)
    let status: MLflowServer.Status =
      end.wasInterrupted ? .killed : hasFailed ? .failed : .finished
    try sender.send(.end(.notebook, status, time: time))
    self.sender = nil
    let omissions = try sender.flush(within: limit)
    let isShort = end.isOutOfMemory ? ["no files are sent, for there is no memory left"] : []
    return omissions + isShort
  }

  /// In milliseconds since 1970.
  private var time: Int { Int(now().timeIntervalSince1970 * 1000) }

  private func log(_ batch: MLflowBatch, of key: MLflowRunKey) throws {
    try sender?.send(.log(key, batch, time: time))
  }

  // MARK: Points

  private func begin(_ task: RunTask, in run: TrackedRun) throws {
    // A finished step may be computed again, because the store has lost its result.
    guard tasks[task.key] == nil else { return }
    var state = TaskState()
    let tags =
      Self.tags(of: run) + [("octavo.step", task.step), ("octavo.operation", task.operation)]
    try sender?.send(.create(task.key, name: task.key.name, tags: tags, time: time))
    // `--for` may give an axis the name of a parameter, and its values then count.
    let coordinates = task.point.coordinates.map { ($0.axis, $0.value) }
    let params = run.params.merging(coordinates) { $1 }
    try log(MLflowBatch(params: Self.params(params, &state.names)), of: task.key)
    tasks[task.key] = state
  }

  /// At most once a second: the history follows when the step has ended.
  private func log(_ progress: StepProgress, of task: RunTask) throws {
    let now = now()
    guard var state = tasks[task.key], state.isRunning, !progress.quantities.isEmpty,
      state.lastProgress.map({ now.timeIntervalSince($0) >= 1 }) ?? true
    else { return }
    state.lastProgress = now
    let metrics = progress.quantities.map {
      MLflowBatch.Metric(
        name: state.names("progress/\($0.name)"), value: $0.value, step: progress.completed)
    }
    tasks[task.key] = state
    try log(MLflowBatch(metrics: metrics), of: task.key)
  }

  private func end(
    _ task: RunTask, _ record: StepRecord, _ metadata: RunMetadata.Step
  ) throws {
    guard var state = tasks[task.key] else { return }
    var batch = MLflowBatch()
    for series in TrackedSeries.all(of: record) {
      let name = state.names(series.name)
      batch.metrics += series.points.map {
        .init(name: name, value: $0.value, step: $0.iteration)
      }
    }
    for (name, value) in record.values.sorted(by: { $0.key < $1.key }) {
      let name = state.names("values/\(name)")
      if let number = value.double {
        batch.metrics.append(.init(name: name, value: number, step: 0))
      } else {
        batch.tags.append((name, value.description))
      }
    }
    batch.tags.append(("octavo.cached", "\(metadata.cached)"))
    if let key = metadata.key { batch.tags.append(("octavo.key", key)) }
    if !record.warnings.isEmpty {
      batch.tags.append(("octavo.warnings", record.warnings.map(\.text).joined(separator: "\n")))
    }
    let status: MLflowServer.Status
    switch record.status {
    case .done: status = .finished
    case .failed(let error):
      status = error == Interruption().description ? .killed : .failed
      batch.tags.append(("octavo.error", error))
    case .skipped: status = .killed
    }
    state.isRunning = false
    tasks[task.key] = state
    try log(batch, of: task.key)
    try sender?.send(.end(task.key, status, time: time))
  }

  private static func tags(of run: TrackedRun) -> [(name: String, value: String)] {
    [
      ("octavo.version", run.octavo), ("octavo.program", ContentHash.ofRunningProgram.description),
      ("octavo.notebook", run.notebook), ("octavo.seed", "\(run.seed)"),
      ("mlflow.source.name", run.source), ("mlflow.source.type", "LOCAL"),
      ("mlflow.user", NSUserName()),
    ]
  }

  private static func params(
    _ values: [String: Value], _ names: inout MLflowNames
  ) -> [(name: String, value: String)] {
    values.sorted { $0.key < $1.key }.map { (names($0.key), $0.value.description) }
  }
}

extension RunTask {
  fileprivate var key: MLflowRunKey {
    .point(step: step, point.coordinates.isEmpty ? "" : point.outputFolderName)
  }
}

extension MLflowRunKey {
  /// `learn/rate=0.001,seed=2`, as the folder in `artifacts` is called.
  fileprivate var name: String {
    switch self {
    case .notebook: ""
    case .point(let step, let point): point.isEmpty ? step : "\(step)/\(point)"
    }
  }
}
