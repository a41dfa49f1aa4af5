import ArgumentParser
import Foundation
import OctavoBase
import OctavoNotebook
import OctavoReport
import OctavoResults

/// `octavo extract`: the notebook that a report carries.
struct ExtractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract", abstract: "Writes the notebook that a report carries.",
    discussion: """
      The notebook's bytes are those of the file that was run. With `-o`, the images that the notebook \
      shows and the data that the report carries are written beside it.
      """)

  @Argument(
    help: "The report, such as `outputs/quickstart/index.html`.",
    completion: .file(extensions: ["html"]))
  var report: String
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "The notebook's file, or the folder in which it gets its name; standard output without it.",
      valueName: "file"), completion: .file())
  var output: String?
  @Flag(help: "Replace files that are there.") var force = false

  func validate() throws {
    if let output, output.isEmpty { throw ValidationError("-o takes the name of a file.") }
    if force, output == nil { throw ValidationError("--force needs -o.") }
  }

  func run() throws {
    let terminal = Terminal()
    let received: ReceivedReport
    do throws(ReceivedReport.Fault) { received = try ReceivedReport(report) } catch {
      throw CommandError("`\(report)` \(error.message): \(error.remedy).", .wrongNotebook)
    }
    let files = received.accompanyingFiles
    guard let output else {
      if !files.isEmpty {
        terminal.line(
          terminal.styled("note", .dim)
            + ": the report carries \(files.phrase); `-o` with a folder writes "
            + "\(files.count == 1 ? "it" : "them") too")
      }
      let notebook = received.saved.notebook
      return try StandardOutput.write((notebook.hasByteOrderMark ? "\u{FEFF}" : "") + notebook.text)
    }
    var file = URL(filePath: output)
    if FileStatus(file)?.isFolder == true || output.hasSuffix("/") {
      file.append(path: "\(received.saved.run.notebook).md")
    }
    var target = ExtractionTarget(folder: file.deletingLastPathComponent(), replaces: force)
    target.add(Data(received.saved.notebook.bytes), as: [file.lastPathComponent])
    for item in files {
      guard let path = ExtractionTarget.safePath(item.path) else {
        terminal.line(
          terminal.styled("note", .dim)
            + ": `\(item.path)` is not written, for it would not be beside the notebook; "
            + "Octavo reads it from the report itself")
        continue
      }
      target.add(item.bytes, as: path)
    }
    try target.write()
    try StandardOutput.line(file.relativePath)
  }
}

extension [(path: String, bytes: Data)] {
  fileprivate var phrase: String {
    count == 1
      ? "one more file, `\(self[0].path)`"
      : "\(count.forReading) more files, such as `\(self[0].path)`"
  }
}

extension ReceivedReport {
  /// The images that the notebook shows and the data that the page carries, by their paths from the
  /// notebook.
  fileprivate var accompanyingFiles: [(path: String, bytes: Data)] {
    let images = saved.images.sorted { $0.key < $1.key }.compactMap { address, bytes in
      LocalAddress(address).map { (path: $0.path.removingPercentEncoding ?? $0.path, Data(bytes)) }
    }
    return images
      + saved.files.compactMap { file in file.bytes.map { (path: file.path, bytes: $0) } }
  }
}
