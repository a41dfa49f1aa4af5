import Foundation
import OctavoResults

/// The folder of one run's outputs.
public struct Deliverables {
  public let folder: URL

  /// - Parameters:
  ///   - notebook: the notebook's name, which becomes the folder's.
  ///   - output: the folder in which the folders of all runs stand.
  public init(notebook: String, in output: URL) throws {
    folder = output.appending(path: notebook)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw DeliveryError(folder: folder, reason: error.localizedDescription)
    }
  }

  public var report: URL { folder.appending(path: "index.html") }

  public func write(_ run: Run, _ circumstances: RunCircumstances) throws {
    try write(ResultsFile(run).encoded(), as: "results.json")
    try write(circumstances.encoded(), as: "run.json")
  }

  public func write(_ data: Data, as name: String) throws {
    try FileWriter.replaceFile(at: folder.appending(path: name), with: data)
  }

  /// Writes what a step has made: its artifacts, and its tables as CSV.
  func write(_ result: StepResult, of step: String) throws {
    let stepFolder = folder.appending(path: "artifacts").appending(path: step)
    try? FileManager.default.removeItem(at: stepFolder)
    for (name, artifact) in result.artifacts.sorted(by: { $0.key < $1.key })
    where type(of: artifact).kind.isDelivered {
      var sink = try FolderSink(stepFolder.appending(path: name))
      try artifact.write(to: &sink)
    }
    for (name, table) in result.tables.sorted(by: { $0.key < $1.key }) {
      var sink = try FolderSink(stepFolder)
      try sink.file("\(name).csv", table.csv)
    }
  }
}

/// The outputs cannot be written.
public struct DeliveryError: Error, CustomStringConvertible {
  let folder: URL
  let reason: String

  public var description: String {
    "cannot make the folder \(folder.path): \(reason); choose another one with -o"
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
    switch value {
    case .integer(let integer): String(integer)
    case .number(let number): String(number)
    case .boolean(let boolean): String(boolean)
    case .text(let text): quoted(text)
    }
  }

  private static func quoted(_ text: String) -> String {
    text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
      ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
