import Foundation
import OctavoResults

/// The folder of one run's outputs.
public struct Deliverables {
  public let folder: URL

  /// - Parameters:
  ///   - notebook: the notebook's name, which becomes the folder's.
  ///   - output: the folder in which the folders of all runs stand.
  ///   - steps: the notebook's; what other steps left there in an earlier run is removed.
  public init(notebook: String, in output: URL, steps: [String]) throws {
    folder = output.appending(path: notebook)
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    guard access(folder.path, W_OK) == 0 else { throw FileError("cannot write into", folder) }
    let kept = Set(steps)
    for name in (try? FileManager.default.contentsOfDirectory(atPath: artifacts.path)) ?? []
    where !kept.contains(name) {
      try? FileManager.default.removeItem(at: artifacts.appending(path: name))
    }
  }

  private var artifacts: URL { folder.appending(path: "artifacts") }

  public var report: URL { folder.appending(path: "index.html") }

  public func write(_ run: Run, _ circumstances: RunCircumstances) throws {
    try write(ResultsFile(run).encoded(), as: "results.json")
    try write(circumstances.encoded(), as: "run.json")
  }

  public func write(_ data: Data, as name: String) throws {
    try FileWriter.replaceFile(at: folder.appending(path: name), with: data)
  }

  /// Removes what the step left in an earlier run.
  func remove(_ step: String) {
    try? FileManager.default.removeItem(at: artifacts.appending(path: step))
  }

  /// Writes what a step has made: its artifacts, and its tables as CSV.
  func write(_ result: StepResult, of step: String) throws {
    let stepFolder = artifacts.appending(path: step)
    remove(step)
    for (name, artifact) in result.artifacts.sorted(by: { $0.key < $1.key })
    where type(of: artifact).kind.isDelivered {
      var sink = try FolderSink(stepFolder.appending(path: name))
      try artifact.write(to: &sink)
    }
    try write(result.tables, to: stepFolder)
  }

  /// Writes what a step had made in an earlier run.
  /// - Throws: `StoreDamage`, too.
  func write(_ stored: StoredStep, of step: PlannedStep, from store: Store) throws {
    let stepFolder = artifacts.appending(path: step.name)
    remove(step.name)
    for output in step.operation.outputs {
      guard case .artifact(let type) = output.content, type.kind.isDelivered,
        let hash = stored.artifacts[output.name]
      else { continue }
      try store.copy(hash, to: FolderSink(stepFolder.appending(path: output.name)))
    }
    try write(stored.result.tables, to: stepFolder)
  }

  private func write(_ tables: [String: Table], to stepFolder: URL) throws {
    for (name, table) in tables.sorted(by: { $0.key < $1.key }) {
      var sink = try FolderSink(stepFolder)
      try sink.file("\(name).csv", table.csv)
    }
  }
}

extension Table {
  /// RFC 4180, with a header line.
  var csv: String {
    let header = columns.map { Self.quoted($0.name) }.joined(separator: ",")
    let rows = (0..<rowCount).map { row in
      columns.map { column in column.values[row].map(Self.cell) ?? "" }.joined(separator: ",")
    }
    return ([header] + rows).map { $0 + "\n" }.joined()
  }

  private static func cell(_ value: Value) -> String {
    if case .text(let text) = value { quoted(text) } else { value.description }
  }

  private static func quoted(_ text: String) -> String {
    text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
      ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
