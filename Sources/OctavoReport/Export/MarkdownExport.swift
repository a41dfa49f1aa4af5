import OctavoBase
import OctavoNotebook
import OctavoResults

extension SavedRun {
  /// The report as Markdown, with images beside it: prose with its values, and what each step shows.
  /// The blocks themselves are left out, since the notebook has them.
  ///
  /// - Parameter folder: the name of the folder of the images.
  public func markdown(imagesIn folder: String) -> ExportedFiles {
    MarkdownExport(self, folder: folder).files
  }
}

private struct MarkdownExport {
  private(set) var files = ExportedFiles(document: [])
  private let folder: String
  private var paragraphs: [String] = []

  init(_ saved: SavedRun, folder: String) {
    self.folder = folder
    let report = ExportedReport(saved)
    if !report.hasTitleInProse { paragraphs.append(report.heading) }
    for part in report.parts {
      switch part {
      case .prose(let text): paragraphs.append(text)
      case .config: break
      case .step(let block, let record): add(record, of: block, in: saved.run)
      }
    }
    for (address, bytes) in report.images.sorted(by: { $0.key < $1.key }) {
      files.files.append((address, bytes))
    }
    files.document = Array((paragraphs.joined(separator: "\n\n") + "\n").utf8)
  }

  private mutating func add(_ record: StepRecord, of block: Block, in run: Run) {
    switch record.status {
    case .done: break
    case .failed(let error): paragraphs.append(quoted("**\(record.name)** failed: \(error)"))
    case .skipped(let because):
      paragraphs.append(quoted("**\(record.name)** was skipped: \(because)"))
    }
    for warning in record.warnings {
      paragraphs.append(quoted("Warning of **\(record.name)**: \(warning.text)"))
    }
    for (place, item) in ExportedItem.all(of: record, in: run).enumerated() {
      add(item, named: "\(record.name)-\(place + 1)")
    }
  }

  private mutating func add(_ item: ExportedItem, named name: String) {
    switch item {
    case .table(let table, let caption):
      paragraphs.append(table.markdown)
      add(caption)
    case .plot(let svg, let caption, let description):
      addImage(Array(svg.utf8), "\(name).svg", description)
      add(caption)
    case .images(let tiles, let caption):
      let images = tiles.enumerated().map { place, tile in
        image(tile.png, "\(name)-\(place + 1).png", tile.label ?? "")
      }
      paragraphs.append(images.joined(separator: "\n"))
      add(caption)
    case .passages(let passages, let caption):
      for passage in passages {
        let label = passage.label.map { "*\(plain($0))*\n\n" } ?? ""
        let prompt = passage.prompt.isEmpty ? "" : "**\(plain(passage.prompt))**"
        paragraphs.append(quoted(label + prompt + plain(passage.text)))
      }
      add(caption)
    case .lines(let lines):
      if !lines.isEmpty {
        paragraphs.append(lines.map { "- \(plain($0))" }.joined(separator: "\n"))
      }
    }
  }

  private mutating func add(_ caption: String?) {
    if let caption { paragraphs.append("*\(plain(caption))*") }
  }

  private mutating func addImage(_ bytes: [UInt8], _ name: String, _ description: String) {
    paragraphs.append(image(bytes, name, description))
  }

  private mutating func image(_ bytes: [UInt8], _ name: String, _ description: String) -> String {
    files.files.append(("\(folder)/\(name)", bytes))
    return "![\(plain(description))](\(folder)/\(name))"
  }

  private func quoted(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? ">" : "> \($0)" }.joined(separator: "\n")
  }

  /// Text in which Markdown sees no markup.
  private func plain(_ text: String) -> String {
    String(
      text.flatMap { character -> [Character] in
        "\\`*_[]<>|#~$".contains(character) ? ["\\", character] : [character]
      })
  }
}
