import ArgumentParser
import Foundation
import OctavoBase
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
      `pdf` is the page as it prints, by an installed Chromium or Chrome.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case md, ipynb, csv, pdf }

  @Argument(help: "The run's folder, such as `outputs/quickstart`, or its report.")
  var source: String
  @Option(help: "The format.") var to: Format
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file, or for `csv` the folder; without it, one with the run's name in the current folder.",
      valueName: "path"))
  var output: String?
  @Flag(help: "Replace files that are there.") var force = false

  func validate() throws {
    if let output, output.isEmpty { throw ValidationError("-o takes the name of a file.") }
  }

  func run() throws {
    let folder = URL(filePath: source)
    let page = FileStatus(folder)?.isFolder == true ? folder.appending(path: "index.html") : folder
    if to == .pdf { return try print(page) }
    let saved = try saved(folder, page)
    let place = output.map { URL(filePath: $0) } ?? URL(filePath: defaultName(saved.run.notebook))
    try write(PageLanguage(tag: "en").speaking { files(of: saved, at: place) }, at: place)
    try StandardOutput.line(place.relativePath)
  }

  private func defaultName(_ notebook: String) -> String {
    to == .csv ? "\(notebook)-tables" : "\(notebook).\(to.rawValue)"
  }

  /// What a run's folder has kept has all tables; a report alone lacks the largest.
  private func saved(_ folder: URL, _ page: URL) throws -> SavedRun {
    let kept = folder.appending(path: SavedRun.name)
    if let data = try? Data(contentsOf: kept) {
      do { return try SavedRun(decoding: data) } catch {
        throw CommandError("`\(kept.relativePath)` cannot be understood.", .wrongNotebook)
      }
    }
    do throws(ReceivedReport.Fault) { return try ReceivedReport(page.relativePath).saved } catch {
      throw CommandError(
        "`\(page.relativePath)` \(error.message): \(error.remedy).", .wrongNotebook)
    }
  }

  private func files(of saved: SavedRun, at place: URL) -> ExportedFiles {
    let name = place.deletingPathExtension().lastPathComponent
    switch to {
    case .md: return saved.markdown(imagesIn: "\(name)-files")
    case .ipynb: return saved.jupyterNotebook()
    case .csv:
      return ExportedFiles(
        document: [],
        files: saved.run.steps.flatMap { step in
          step.allTableNames.compactMap { name in
            step.exportedTable(name).map { ("\(step.name)-\(name).csv", Array($0.csv.utf8)) }
          }
        })
    case .pdf: return ExportedFiles(document: [])
    }
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

  private func print(_ page: URL) throws {
    guard let page = FileStatus(page)?.isFolder == false ? page : nil else {
      throw CommandError("There is no report `\(page.relativePath)`.", .wrongNotebook)
    }
    let name = page.deletingLastPathComponent().standardized.lastPathComponent
    let place = URL(filePath: output ?? "\(name).pdf")
    if !force, FileStatus(ofEntry: place) != nil {
      throw CommandError("`\(place.relativePath)` is there; --force replaces it.", .cannotWrite)
    }
    guard let browser = Self.browser else {
      throw CommandError(
        "A PDF needs Chromium or Chrome: install one, or print the report from any browser.",
        .cannotWrite)
    }
    let process = Process()
    process.executableURL = browser
    process.arguments =
      (geteuid() == 0 ? ["--no-sandbox"] : []) + [
        "--headless", "--disable-gpu", "--no-pdf-header-footer",
        "--print-to-pdf=\(place.standardized.path)", page.absoluteURL.absoluteString,
      ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0, FileStatus(place) != nil else {
      throw CommandError(
        "`\(browser.path)` could not print to `\(place.relativePath)`.", .cannotWrite)
    }
    try StandardOutput.line(place.relativePath)
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
