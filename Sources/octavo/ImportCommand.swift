import ArgumentParser
import Foundation
import OctavoBase
import OctavoFingerprint
import OctavoNotebook
import OctavoOperations
import OctavoReport
import OctavoRunner

/// `octavo import`: a Jupyter notebook as one of Octavo's.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Turns a Jupyter notebook into Markdown.",
    discussion: """
      What `octavo export --to ipynb` wrote becomes the notebook that it was made from, byte for byte, \
      with the cells that were changed since. Of other notebooks the text stays as it is, code becomes \
      blocks of code that nothing runs, and outputs are left out. What was written is then checked, as \
      `octavo check` does.
      """)

  @Argument(help: "The Jupyter notebook, nbformat 4; `-` for standard input.") var file: String
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "The Markdown file to write; without it one in the current folder with the notebook's name. Its "
        + "images are written beside it.", valueName: "file"))
  var output: String?
  @Flag(help: "Replace files that are there.") var force = false

  private static let largest = 256 << 20

  func validate() throws {
    if let output, output.isEmpty || output.hasSuffix("/") {
      throw ValidationError("-o takes the name of a file.")
    }
  }

  func run() throws {
    let terminal = Terminal()
    let bytes = try read()
    // The name of the images' folder follows from the file's, which the notebook may have to tell.
    let place = try place(for: try imported(bytes, imagesIn: "").name)
    guard file == Notebook.standardInput || !isSame(place, URL(filePath: file)) else {
      throw CommandError(
        "`\(file)` would be replaced by what is made of it: name another file with -o.")
    }
    let stem = place.deletingPathExtension().lastPathComponent
    let notebook = try imported(bytes, imagesIn: "\(stem)-images")
    var target = ExtractionTarget(folder: place.deletingLastPathComponent(), replaces: force)
    target.add(Data(notebook.bytes), as: [place.lastPathComponent])
    var notes = notebook.notes
    var images: [String] = []
    for image in notebook.files {
      guard let path = ExtractionTarget.safePath(image.path) else {
        notes.append("`\(image.path)` is not written, for it would not be beside the notebook")
        continue
      }
      let there = path.reduce(place.deletingLastPathComponent()) { $0.appending(path: $1) }
      guard (try? Data(contentsOf: there)) != Data(image.bytes) else { continue }
      target.add(Data(image.bytes), as: path)
      images.append(image.path)
    }
    try target.write()
    if let first = images.first {
      let rest = images.count == 1 ? "" : " and \(images.count - 1) more"
      notes.append("images written beside the notebook: `\(first)`\(rest)")
    }
    for note in notes { terminal.line(terminal.styled("note", .dim) + ": \(note)") }
    try StandardOutput.line(place.relativePath)
    try check(place, terminal)
  }

  private func read() throws -> [UInt8] {
    if file == Notebook.standardInput {
      let data = (try? FileHandle.standardInput.read(upToCount: Self.largest + 1)) ?? Data()
      guard data.count <= Self.largest else {
        throw CommandError("The input has more than \(Self.largest >> 20) MB.", .wrongNotebook)
      }
      return [UInt8](data)
    }
    do throws(FileProblem) { return try RegularFile.contents(of: file, limit: Self.largest) } catch
    {
      throw CommandError(error, .wrongNotebook)
    }
  }

  private func imported(_ bytes: [UInt8], imagesIn folder: String) throws -> ImportedNotebook {
    do throws(ImportedNotebook.Fault) {
      return try ImportedNotebook(parsing: bytes, imagesIn: folder)
    } catch {
      let name = file == Notebook.standardInput ? "Standard input" : "`\(file)`"
      throw CommandError("\(name) \(error.message); \(error.remedy).", .wrongNotebook)
    }
  }

  /// - Parameter name: that of the notebook which Octavo has exported.
  private func place(for name: String?) throws -> URL {
    if let output { return URL(filePath: output) }
    if let name, let safe = ExtractionTarget.safePath("\(name).md"), safe.count == 1 {
      return URL(filePath: safe[0])
    }
    guard file != Notebook.standardInput else {
      throw CommandError("A notebook from standard input needs `-o FILE`.")
    }
    let stem = URL(filePath: file).deletingPathExtension().lastPathComponent
    return URL(filePath: "\(stem).md")
  }

  private func isSame(_ a: URL, _ b: URL) -> Bool {
    a.resolvingSymlinksInPath().standardized.path == b.resolvingSymlinksInPath().standardized.path
  }

  private func check(_ place: URL, _ terminal: Terminal) throws {
    let plan = Plan(
      Notebook.read(path: place.relativePath), catalogue: .octavo, program: Fingerprint.current,
      seed: nil, axes: [], mostPoints: Notebook.mostPoints,
      folder: URL(filePath: FileManager.default.currentDirectoryPath), carriedFiles: [:])
    plan.printDiagnostics(to: terminal)
    if plan.hasErrors { throw ExitCode.wrongNotebook }
  }
}
