import Foundation
import OctavoBase
import OctavoResults
import OctavoRunner

/// The captions of a folder's images: from a table that is named, from the `metadata.jsonl` or
/// `metadata.csv` of each folder, or else from the names of the subfolders they lie in.
struct ImageCaptions {
  /// One an image, in the order of the folder's images; empty for an image without.
  private(set) var texts: [String] = []
  /// What is not used, or not there.
  private(set) var warnings: [StepWarning] = []

  /// - Parameters:
  ///   - table: a file with captions that takes the place of the folder's own; a CSV, or by its
  ///     name one JSON object per line.
  ///   - column: the column or key with the captions.
  /// - Throws: where a table cannot be read, or gives an image two captions.
  init(of folder: ImageFolder, table: FilePath?, column: String) throws {
    let files =
      table.map { [ImageFolder.Item(name: $0.path, url: $0.url)] } ?? folder.metadata
    guard !files.isEmpty else {
      texts = folder.images.map { $0.parent.split(separator: "/").last.map(String.init) ?? "" }
      return
    }
    var captions: [String: String] = [:]
    let names = Set(folder.images.map(\.name))
    if table == nil { try Self.checkForRivals(files) }
    for file in files {
      let rows = try CaptionTable(file, column: column)
      let parent = table == nil && !file.parent.isEmpty ? file.parent + "/" : ""
      warnings += rows.unusedColumns.map { StepWarning(.minor, $0) }
      try take(rows, below: parent, names, &captions)
    }
    texts = folder.images.map { captions[$0.name] ?? "" }
    let missing = zip(folder.images, texts).filter { $1.isEmpty }.map(\.0.name)
    if let first = missing.first {
      warnings.append(
        StepWarning(
          .leavingOut(missing.count, of: texts.count),
          missing.count == 1
            ? "1 of \(texts.count) images has no caption: \(first)."
            : "\(missing.count) of \(texts.count) images have no caption, such as \(first)."))
    }
  }

  private static func checkForRivals(_ files: [ImageFolder.Item]) throws {
    for rivals in Dictionary(grouping: files, by: \.parent).values where rivals.count > 1 {
      throw OperationError(
        "there are both \(rivals.map { "`\($0.name)`" }.joined(separator: " and "))",
        remedy: "remove one, or name the one that is meant with `captions`")
    }
  }

  private mutating func take(
    _ table: CaptionTable, below parent: String, _ names: Set<String>,
    _ captions: inout [String: String]
  ) throws {
    var strangers: [CaptionTable.Row] = []
    for row in table.rows {
      let bare = row.file.hasPrefix("./") ? String(row.file.dropFirst(2)) : row.file
      let name = parent + bare
      guard names.contains(name) else {
        strangers.append(row)
        continue
      }
      guard captions.updateValue(row.text, forKey: name) == nil else {
        throw OperationError(
          "\(table.name), line \(row.line): `\(row.file)` has a caption already",
          remedy: "keep one line for each image")
      }
    }
    guard let first = strangers.first else { return }
    let example = "`\(first.file)` in line \(first.line)"
    warnings.append(
      StepWarning(
        .ordinary,
        strangers.count == 1
          ? "1 line of \(table.name) names no image in the folder: \(example)."
          : "\(strangers.count) lines of \(table.name) name no image in the folder, such as "
            + "\(example)."))
  }
}

/// A table with an image's file and caption in each row.
private struct CaptionTable {
  struct Row {
    let line: Int
    let file, text: String
  }

  let name: String
  private(set) var rows: [Row] = []
  /// A warning that names what is not read, or nothing.
  private(set) var unusedColumns: [String] = []

  private static let fileColumn = "file_name"
  private static let jsonExtensions: Set = ["jsonl", "json", "ndjson"]

  init(_ file: ImageFolder.Item, column: String) throws {
    name = file.name
    if Self.jsonExtensions.contains(file.url.pathExtension.lowercased()) {
      try readJSONLines(file.url, column)
    } else {
      try readCSV(file.url, column)
    }
  }

  private mutating func readJSONLines(_ url: URL, _ column: String) throws {
    var unused: Set<String> = []
    for line in try ObjectLines(url, called: name).lines {
      let keys = Set(line.keys)
      for key in [Self.fileColumn, column] where !keys.contains(key) {
        throw line.error(
          "there is no `\(key)`", remedy: "the keys here are \(listed(keys.sorted()))")
      }
      guard let file = try line.text(Self.fileColumn) else {
        throw line.error("`\(Self.fileColumn)` is null")
      }
      unused.formUnion(keys)
      rows.append(Row(line: line.number, file: file, text: try line.text(column) ?? ""))
    }
    note(unused.subtracting([Self.fileColumn, column]).sorted())
  }

  private mutating func readCSV(_ url: URL, _ column: String) throws {
    let bytes: [UInt8]
    do throws(FileProblem) { bytes = try RegularFile.contents(of: url.path) } catch {
      throw OperationError("`\(name)` \(error.predicate)", remedy: error.remedy)
    }
    let table = try CSVFile(Data(bytes), called: name)
    let (file, text) = (try table.index(of: Self.fileColumn), try table.index(of: column))
    rows = table.rows.map { Row(line: $0.line, file: $0.fields[file], text: $0.fields[text]) }
    note(table.columns.indices.filter { $0 != file && $0 != text }.map { table.columns[$0] })
  }

  private mutating func note(_ unused: [String]) {
    guard let first = unused.first else { return }
    unusedColumns = [
      unused.count == 1
        ? "1 column of \(name) is not used: `\(first)`."
        : "\(unused.count) columns of \(name) are not used, such as `\(first)`."
    ]
  }
}
