import Foundation
import OctavoResults
import OctavoRunner

/// Writes event files that TensorBoard shows: one training run for each point of a step, in the folder
/// `NOTEBOOK/STEP/POINT`, with the columns of its tables by iteration, its values, texts, images,
/// and its coordinates and the notebook's parameters as hyperparameters.
///
/// TensorBoard holds numbers in single precision.
public final class TensorBoardTracker: Tracker {
  public let name: String
  private let folder: URL
  private let now: () -> Date
  /// Of the tasks that are on.
  private var files: [RunTask: EventFile] = [:]

  /// - Parameters:
  ///   - path: the folder that TensorBoard is started with.
  ///   - now: the time that events are given.
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
      for quantity in progress.quantities {
        try log(
          quantity.value, "progress/\(quantity.name)", at: progress.completed,
          to: file(of: task, run))
      }
    case .warning(let task, let warning):
      try log([warning.text], "warnings", to: file(of: task, run))
    case .note: break
    case .finished(let task, let record, _):
      if case .skipped = record.status { return }
      let file = try file(of: task, run)
      try log(record, to: file)
      try log(statusOf: record, to: file)
      files[task] = nil
    }
  }

  public func finish(_ run: TrackedRun, _ outcome: Run, _ metadata: RunMetadata) {
    files = [:]
  }

  private var time: Double { now().timeIntervalSince1970 }

  private func file(of task: RunTask, _ run: TrackedRun) throws -> EventFile {
    if let file = files[task] { return file }
    var folder = folder.appending(path: run.notebook).appending(path: task.step)
    if !task.point.coordinates.isEmpty { folder.append(path: task.point.folderName) }
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
    var (texts, images) = (0, 0)
    for case .figure(let figure) in record.shownItems {
      switch figure.content {
      case .passages(let passages):
        texts += 1
        try log(
          passages.map { "\($0.label.map { "**\($0)**\n\n" } ?? "")\($0.prompt)\($0.text)" },
          figure.caption ?? "texts \(texts)", to: file)
      case .images(let tiles):
        images += 1
        try log(tiles, figure.caption ?? "images \(images)", to: file)
      case .imageGrid(let grid):
        images += 1
        try log(grid.tiles.flatMap { $0 }, figure.caption ?? "images \(images)", to: file)
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

  /// `DT_STRING` of TensorFlow's types.
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

  /// Of the plugin's statuses.
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
