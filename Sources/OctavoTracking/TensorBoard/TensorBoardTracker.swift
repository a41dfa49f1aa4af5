import Foundation
import OctavoResults
import OctavoRunner

/// Writes event files for TensorBoard: one training run for each point of a step, in the folder
/// `NOTEBOOK/STEP/POINT`, with the columns of its tables by iteration, its values, texts and images;
/// its coordinates and the notebook's parameters are hyperparameters.
///
/// Event files hold numbers in single precision. The numbers of fields are those of TensorBoard's
/// `event.proto`, `summary.proto`, `tensor.proto` and of the hparams plugin's `plugin_data.proto`.
public final class TensorBoardTracker: Tracker {
  public let name: String
  private let folder: URL
  private let now: () -> Date
  /// The event files of the tasks that are running.
  private var files: [RunTask: EventFile] = [:]

  /// - Parameters:
  ///   - path: the folder that TensorBoard is started with.
  ///   - now: the time of an event.
  public init(path: String, now: @escaping () -> Date = { Date() }) {
    name = "tensorboard=\(path)"
    folder = URL(filePath: path, directoryHint: .isDirectory)
    self.now = now
  }

  public func begin(_ run: TrackedRun) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  public func note(_ event: RunEvent, in run: TrackedRun) throws {
    switch event {
    case .started(let task): try log(hyperparametersOf: task, of: run, to: file(of: task, run))
    case .progress(let task, let progress):
      // A finished step that is computed again, because the store lost its result, keeps its file.
      guard let file = files[task] else { return }
      for quantity in progress.quantities {
        try log(quantity.value, "progress/\(quantity.name)", at: progress.completed, to: file)
      }
    case .warning, .note: break
    case .finished(let task, let record, _):
      if case .skipped = record.status { return }
      let file = try file(of: task, run)
      try log(record, to: file)
      if !record.warnings.isEmpty { try log(record.warnings.map(\.text), "warnings", to: file) }
      try log(statusOf: record, to: file)
      files[task] = nil
    }
  }

  public func finish(_ run: TrackedRun, _ end: TrackedEnd) -> [String] {
    files = [:]
    return []
  }

  private var time: Double { now().timeIntervalSince1970 }

  private func file(of task: RunTask, _ run: TrackedRun) throws -> EventFile {
    if let file = files[task] { return file }
    var folder = folder.appending(path: run.notebook).appending(path: task.step)
    if !task.point.coordinates.isEmpty { folder.append(path: task.point.outputFolderName) }
    let file = try EventFile(in: folder, time: time)
    files[task] = file
    return file
  }

  private func log(_ record: StepRecord, to file: EventFile) throws {
    for series in TrackedSeries.all(of: record) {
      for point in series.points {
        try log(point.value, series.name, at: point.iteration, to: file)
      }
    }
    for (name, value) in record.values.sorted(by: { $0.key < $1.key }) {
      if let number = value.double { try log(number, "values/\(name)", at: 0, to: file) }
    }
    var counts: [String: Int] = [:]
    /// The caption, with a number where another figure has the same.
    func tag(of figure: Figure, _ kind: String) -> String {
      let tag = figure.caption ?? kind
      let count = counts[tag, default: 0] + 1
      counts[tag] = count
      return count == 1 ? tag : "\(tag) (\(count))"
    }
    for case .figure(let figure) in record.shownItems {
      switch figure.content {
      case .passages(let passages):
        try log(
          passages.map { "\($0.label.map { "**\($0)**\n\n" } ?? "")\($0.prompt)\($0.text)" },
          tag(of: figure, "texts"), to: file)
      case .images(let tiles): try log(tiles, tag(of: figure, "images"), to: file)
      case .imageGrid(let grid):
        try log(grid.tiles.flatMap { $0 }, tag(of: figure, "images"), to: file)
      case .plot, .tokens: break
      }
    }
  }

  private func log(_ number: Double, _ tag: String, at step: Int, to file: EventFile) throws {
    try file.append(tag, step: step, time: time) { $0.add(2, Float(number)) }
  }

  private func log(_ texts: [String], _ tag: String, to file: EventFile) throws {
    try file.append(tag, step: 0, time: time) { value in
      value.add(9) { metadata in metadata.add(1) { $0.add(1, "text") } }
      value.add(8) { tensor in
        tensor.add(1, Self.stringType)
        tensor.add(2) { shape in shape.add(2) { $0.add(1, texts.count) } }
        for text in texts { tensor.add(8, text) }
      }
    }
  }

  /// TensorFlow's `DT_STRING`.
  private static let stringType = 7

  private func log(_ tiles: [ImageTile], _ tag: String, to file: EventFile) throws {
    for (place, tile) in tiles.enumerated() {
      let name = tiles.count == 1 ? tag : "\(tag)/\(place + 1)"
      try file.append(name, step: 0, time: time) { value in
        value.add(4) { image in
          image.add(1, tile.height)
          image.add(2, tile.width)
          image.add(3, 3)
          image.add(4, tile.png)
        }
      }
    }
  }

  // MARK: Hyperparameters

  private func log(
    hyperparametersOf task: RunTask, of run: TrackedRun, to file: EventFile
  ) throws {
    let params = run.params.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    let coordinates = task.point.coordinates.map { ($0.axis, $0.value) }
    try log("session_start_info", to: file) { plugin in
      plugin.add(3) { session in
        for (name, value) in params + coordinates {
          session.add(1) { entry in
            entry.add(1, name)
            entry.add(2) { Self.add(value, to: &$0) }
          }
        }
        session.add(5, self.time)
      }
    }
  }

  private func log(statusOf record: StepRecord, to file: EventFile) throws {
    try log("session_end_info", to: file) { plugin in
      plugin.add(4) { session in
        session.add(1, record.hasFailed ? Self.failure : Self.success)
        session.add(2, self.time)
      }
    }
  }

  /// `STATUS_SUCCESS` and `STATUS_FAILURE` of the hparams plugin.
  private static let success = 1
  private static let failure = 2

  private func log(
    _ tag: String, to file: EventFile, _ build: (inout ProtocolBuffer) -> Void
  ) throws {
    var content = ProtocolBuffer()
    build(&content)
    try file.append("_hparams_/\(tag)", step: 0, time: time) { value in
      value.add(9) { metadata in
        metadata.add(1) { plugin in
          plugin.add(1, "hparams")
          plugin.add(2, content.bytes)
        }
      }
    }
  }

  /// A `google.protobuf.Value`.
  private static func add(_ value: Value, to message: inout ProtocolBuffer) {
    switch value {
    case .integer(let integer): message.add(2, Double(integer))
    case .number(let number): message.add(2, number)
    case .text(let text): message.add(3, text)
    case .boolean(let boolean): message.add(4, boolean ? 1 : 0)
    }
  }
}
