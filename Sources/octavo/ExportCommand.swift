import ArgumentParser
import Foundation
import OctavoBase
import OctavoNotebook
import OctavoReport
import OctavoResults
import OctavoRunner

/// `octavo export`: a report in the formats of other programs.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a report as Markdown, Jupyter notebook, PDF or tables.",
    discussion: """
      `md` has the prose with its values and what the steps show, with images in a folder beside it; \
      `ipynb` is a notebook that Jupyter and GitHub show, with the blocks as code and what they show as \
      their output; `csv` is a folder with every table of every step, a column for each axis first; \
      `pdf` is the page as it prints, by an installed Chromium or Chrome. A report alone lacks the \
      tables that its page does not show.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case md, ipynb, csv, pdf }

  @Argument(
    help: "The run's folder, such as `outputs/quickstart`, or its report.", completion: .file())
  var source: String
  @Option(help: "The format.") var to: Format
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file, or for `csv` the folder; without it `NAME-report.md`, `NAME.ipynb`, `NAME.pdf` or "
        + "`NAME-tables` in the current folder, by the run's name.",
      valueName: "path"), completion: .file())
  var output: String?
  @Flag(help: "Replace files that are there.") var force = false

  func validate() throws {
    if let output, output.isEmpty { throw ValidationError("-o takes the name of a file.") }
  }

  func run() throws {
    let folder = URL(filePath: source)
    let page = FileStatus(folder)?.isFolder == true ? folder.appending(path: "index.html") : folder
    let saved = try saved(folder, page)
    let place = URL(filePath: output ?? defaultName(saved.run.notebook))
    if FileStatus(place)?.isRegularFile == true,
      (try? Data(contentsOf: place)) == Data(saved.notebook.bytes)
    {
      throw CommandError("`\(place.relativePath)` is the notebook itself; name another file by -o.")
    }
    try write(files(of: saved, page, at: place), at: place)
    try StandardOutput.line(place.relativePath)
  }

  /// Not the name of the notebook's own file, which often is in the current folder.
  private func defaultName(_ notebook: String) -> String {
    let name = URL(filePath: notebook).lastPathComponent
    return switch to {
    case .md: "\(name)-report.md"
    case .csv: "\(name)-tables"
    case .ipynb, .pdf: "\(name).\(to.rawValue)"
    }
  }

  /// What a run's folder has kept has all tables; a report alone lacks those that it does not show.
  private func saved(_ folder: URL, _ page: URL) throws -> SavedRun {
    let kept = folder.appending(path: SavedRun.name)
    if let data = try? Data(contentsOf: kept) {
      do { return try SavedRun(decoding: data) } catch {
        throw CommandError("`\(kept.relativePath)` cannot be understood.", .wrongNotebook)
      }
    }
    let received: ReceivedReport
    do throws(ReceivedReport.Fault) { received = try ReceivedReport(page.relativePath) } catch {
      throw CommandError(
        "`\(page.relativePath)` \(error.message): \(error.remedy).", .wrongNotebook)
    }
    if to == .csv, !received.omitted.isEmpty {
      let terminal = Terminal()
      terminal.line(
        terminal.styled("note", .dim)
          + ": the report lacks the tables that its page does not show; the run's folder has them")
    }
    return received.saved
  }

  private func files(of saved: SavedRun, _ page: URL, at place: URL) throws -> ExportedFiles {
    switch to {
    case .md:
      let name = place.deletingPathExtension().lastPathComponent
      return language(of: saved).speaking { saved.markdown(imagesIn: "\(name)-files") }
    case .ipynb: return language(of: saved).speaking { saved.jupyterNotebook() }
    case .csv:
      let files = saved.run.steps.flatMap { step in
        step.allTableNames.compactMap { name in
          step.exportedTable(name).map { ("\(step.name).\(name).csv", Array($0.csv.utf8)) }
        }
      }
      guard !files.isEmpty else { throw CommandError("`\(source)` has no tables.", .wrongNotebook) }
      return ExportedFiles(document: [], files: files)
    case .pdf: return try print(page, for: place)
    }
  }

  private func language(of saved: SavedRun) -> PageLanguage {
    let source = Source(path: saved.notebook.path, text: saved.notebook.text)
    return PageLanguage(tag: Notebook.read(source).frontMatter.lang ?? "en")
  }

  private func write(_ exported: ExportedFiles, at place: URL) throws {
    let folder = to == .csv ? place : place.deletingLastPathComponent()
    guard to == .csv || FileStatus(folder)?.isFolder == true else {
      throw CommandError("There is no folder `\(folder.relativePath)`.", .cannotWrite)
    }
    var target = ExtractionTarget(folder: folder, replaces: force)
    if to != .csv { target.add(Data(exported.document), as: [place.lastPathComponent]) }
    for file in exported.files {
      guard let path = ExtractionTarget.safePath(file.path) else { continue }
      target.add(Data(file.bytes), as: path)
    }
    try target.write()
  }

  // MARK: PDF

  /// - Parameter place: the file that the PDF is for, which is not written yet.
  private func print(_ page: URL, for place: URL) throws -> ExportedFiles {
    guard FileStatus(page)?.isFolder == false else {
      throw CommandError("There is no report `\(page.relativePath)`.", .wrongNotebook)
    }
    if !force, FileStatus(ofEntry: place) != nil {
      throw CommandError("`\(place.relativePath)` is there already; `--force` replaces it.")
    }
    guard let browser = Self.browser else {
      throw CommandError(
        "A PDF needs Chromium or Chrome: install one, or print the report from any browser.",
        .cannotWrite)
    }
    // A confined browser may not be able to write to the folder for temporary files.
    let printed = place.deletingLastPathComponent().appending(path: "\(UUID().uuidString).pdf")
    defer { try? FileManager.default.removeItem(at: printed) }
    let process = Process()
    process.executableURL = browser
    process.arguments =
      (geteuid() == 0 ? ["--no-sandbox"] : []) + [
        "--headless", "--disable-gpu", "--no-pdf-header-footer",
        "--blink-settings=scriptEnabled=false",
        "--print-to-pdf=\(printed.standardized.path)", page.absoluteURL.absoluteString,
      ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let hasStarted = (try? process.run()) != nil
    if hasStarted { process.waitUntilExit() }
    guard hasStarted, process.terminationStatus == 0, let bytes = try? Data(contentsOf: printed),
      bytes.starts(with: Data("%PDF".utf8))
    else {
      throw CommandError(
        "`\(browser.path)` could not print to `\(place.relativePath)`.", .cannotWrite)
    }
    return ExportedFiles(document: [UInt8](bytes))
  }

  private static var browser: URL? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
    return names.lazy.flatMap { name in
      folders.lazy.map { URL(filePath: String($0)).appending(path: name) }
    }.first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}

extension StepRecord {
  /// Also those that only points have.
  fileprivate var allTableNames: [String] {
    let own = Set(tables.keys).union(points.flatMap(\.tables.keys))
    return own.sorted() + (points.isEmpty ? [] : [Self.pointsTableName])
  }

  fileprivate func exportedTable(_ name: String) -> Table? {
    name == Self.pointsTableName && !points.isEmpty ? pointsTable : table(name)
  }
}
