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
      their output; `csv` and `parquet` are a folder with every table of every step, a column for each \
      axis first; `pdf` is the page as it prints, by an installed Chromium or Chrome. A report alone lacks the \
      tables that its page does not show.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case md, ipynb, csv, parquet, pdf

    /// Whether the export is a folder of tables.
    var isFolder: Bool { self == .csv || self == .parquet }
  }

  @Argument(
    help: "The run's folder, such as `outputs/quickstart`, or its report.", completion: .file())
  var source: String
  @Option(help: "The format.") var to: Format
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file, or for tables the folder; without it `NAME-report.md`, `NAME.ipynb`, `NAME.pdf` or "
        + "`NAME-tables` in the current folder, by the run's name.",
      valueName: "path"), completion: .file())
  var output: String?
  @Flag(help: "Replace files that are there.") var force = false
  @Flag(
    help: ArgumentHelp(
      "Start Chromium without its sandbox, which it does not have as root. Only for reports that you "
        + "trust."))
  var noSandbox = false

  func validate() throws {
    if let output, output.isEmpty { throw ValidationError("-o takes the name of a file.") }
    if noSandbox, to != .pdf { throw ValidationError("--no-sandbox is for `--to pdf` alone.") }
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
    case .csv, .parquet: "\(name)-tables"
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
    let received = try received(page)
    if to.isFolder, !received.omitted.isEmpty {
      let terminal = Terminal()
      terminal.line(
        terminal.styled("note", .dim)
          + ": the report lacks the tables that its page does not show; the run's folder has them")
    }
    return received.saved
  }

  private func received(_ page: URL) throws -> ReceivedReport {
    do throws(ReceivedReport.Fault) { return try ReceivedReport(page.relativePath) } catch {
      throw CommandError(
        "`\(page.relativePath)` \(error.message): \(error.remedy).", .wrongNotebook)
    }
  }

  private func files(of saved: SavedRun, _ page: URL, at place: URL) throws -> ExportedFiles {
    let links = ExportPlace(
      report: page.deletingLastPathComponent(), export: place.deletingLastPathComponent())
    switch to {
    case .md:
      let name = place.deletingPathExtension().lastPathComponent
      return language(of: saved).speaking {
        saved.markdown(imagesIn: "\(name)-files", at: links)
      }
    case .ipynb: return language(of: saved).speaking { saved.jupyterNotebook(at: links) }
    case .csv: return try tables(ExportedTables.csv(of: saved.run))
    case .parquet: return try tables(ExportedTables.parquet(of: saved.run))
    case .pdf:
      if !force, FileStatus(ofEntry: place) != nil {
        throw CommandError("`\(place.relativePath)` is there already; `--force` replaces it.")
      }
      let received = try received(page)
      let drawn = Report.render(
        received.saved, metadata: received.metadata, folder: page.deletingLastPathComponent())
      return ExportedFiles(
        document: try PagePrinter(hasSandbox: !noSandbox).print(drawn, for: place))
    }
  }

  private func tables(_ files: ExportedFiles) throws -> ExportedFiles {
    guard !files.files.isEmpty else {
      throw CommandError("`\(source)` has no tables.", .wrongNotebook)
    }
    return files
  }

  private func language(of saved: SavedRun) -> PageLanguage {
    let source = Source(path: saved.notebook.path, text: saved.notebook.text)
    return PageLanguage(tag: Notebook.read(source).frontMatter.lang ?? "en")
  }

  private func write(_ exported: ExportedFiles, at place: URL) throws {
    let folder = to.isFolder ? place : place.deletingLastPathComponent()
    guard to.isFolder || FileStatus(folder)?.isFolder == true else {
      throw CommandError("There is no folder `\(folder.relativePath)`.", .cannotWrite)
    }
    var target = ExtractionTarget(folder: folder, replaces: force)
    let stale = to == .md ? StaleImages(besides: place) : nil
    if !to.isFolder { target.add(Data(exported.document), as: [place.lastPathComponent]) }
    for file in exported.files {
      guard let path = ExtractionTarget.safePath(file.path) else { continue }
      target.add(Data(file.bytes), as: path)
    }
    try target.write()
    stale?.remove(except: exported.files.map(\.path))
  }
}
