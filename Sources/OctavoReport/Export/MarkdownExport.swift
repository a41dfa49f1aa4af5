import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults

extension SavedRun {
  /// The report as Markdown, with images beside it: prose with its values, and what each step shows.
  /// The blocks themselves are left out, since the notebook has them.
  ///
  /// - Parameters:
  ///   - folder: the name of the folder of the images.
  ///   - place: from where relative links of the prose lead; without it they stay as they are.
  public func markdown(imagesIn folder: String, at place: ExportPlace? = nil) -> ExportedFiles {
    MarkdownExport(ExportedReport(self, at: place), folder: folder).files
  }
}

private struct MarkdownExport {
  private(set) var files = ExportedFiles(document: [])
  private let folder: String
  private var paragraphs: [String] = []

  init(_ report: ExportedReport, folder: String) {
    self.folder = folder
    let addresses = addImages(of: report)
    if !report.hasTitleInProse { paragraphs.append(report.heading) }
    for part in report.parts {
      switch part {
      case .prose(let text): paragraphs.append(addresses(text))
      case .config: break
      case .step(_, let record): add(record, report.items(of: record))
      }
    }
    files.document = Array((paragraphs.joined(separator: "\n\n") + "\n").utf8)
  }

  /// Images of the prose, each in a file with a name of Octavo's own: what the notebook calls them may
  /// lead elsewhere. No step's name has an underscore.
  ///
  /// - Returns: The addresses of the prose, in place of those in the notebook.
  private mutating func addImages(of report: ExportedReport) -> AddressReplacement {
    var addresses = report.addresses
    for (address, bytes) in report.images.sorted(by: { $0.key < $1.key }) {
      guard report.prose.contains(where: { $0.contains(address) }),
        let type = ImageType(of: Data(bytes))
      else { continue }
      let ending = type.rawValue.split(separator: "/").last?.prefix { $0 != "+" } ?? ""
      let path = "\(folder)/image_\(files.files.count + 1).\(ending)"
      addresses[address] = Self.address(path)
      files.files.append((path, bytes))
    }
    return AddressReplacement(new: addresses)
  }

  private mutating func add(_ record: StepRecord, _ items: [ExportedItem]) {
    switch record.status {
    case .done: break
    case .failed(let error): addNotice(phrases.stepFailed(record.name), error)
    case .skipped(let because):
      addNotice(phrases.stepSkipped(record.name), because.reasonInWordsOfThePage)
    }
    for warning in record.warnings {
      let word = warning.grade == .grave ? phrases.graveWarning : phrases.warning
      addNotice("\(word) (\(record.name))", warning.text)
    }
    for (place, item) in items.enumerated() { add(item, named: "\(record.name)-\(place + 1)") }
  }

  private mutating func addNotice(_ title: String, _ text: String) {
    paragraphs.append(
      "> **\(title.escapedForMarkdown)**\(phrases.colon)\(ExportedCaption.words(text))")
  }

  private mutating func add(_ item: ExportedItem, named name: String) {
    switch item {
    case .table(let table, let caption):
      paragraphs.append(table.markdown)
      add(caption)
    case .plot(let svg, let caption, let description):
      paragraphs.append(image(Array(svg.utf8), "\(name).svg", description))
      add(caption)
    case .images(let tiles, let caption):
      let images = tiles.enumerated().map { place, tile in
        image(tile.png, "\(name)-\(place + 1).png", tile.label ?? "")
      }
      paragraphs.append(images.joined(separator: "\n"))
      add(caption)
    case .passages(let passages, let caption):
      for passage in passages {
        let label = passage.label.map { "*\($0.escapedMarkdownLine)*\n\n" } ?? ""
        paragraphs.append(quoted(label + text(of: passage)))
      }
      var caption = caption
      caption.note =
        [caption.note, PassagesView(passages: passages).note].compactMap { $0 }.nonEmptyText
      add(caption)
    case .lines(let lines):
      if !lines.isEmpty {
        paragraphs.append(lines.map { "- \($0.escapedMarkdownLine)" }.joined(separator: "\n"))
      }
    }
  }

  private mutating func add(_ caption: ExportedCaption) {
    if let text = caption.markdown { paragraphs.append(text) }
  }

  private mutating func image(_ bytes: [UInt8], _ name: String, _ description: String) -> String {
    let path = "\(folder)/\(name)"
    files.files.append((path, bytes))
    return "![\(description.escapedMarkdownLine)](\(Self.address(path)))"
  }

  /// A path as a link has it.
  private static func address(_ path: String) -> String {
    let plain = CharacterSet(
      charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._/")
    return path.addingPercentEncoding(withAllowedCharacters: plain) ?? path
  }

  /// The prompt in bold, and what the model wrote; lines stay lines. Tags are bold also where a word
  /// or a space follows, which asterisks are not.
  private func text(of passage: Passage) -> String {
    let prompt = lines(of: passage.prompt).map { $0.isEmpty ? "" : "<b>\($0)</b>" }
    let text = lines(of: passage.text)
    var all = Array(prompt.dropLast())
    all.append((prompt.last ?? "") + (text.first ?? ""))
    all += text.dropFirst()
    return all.indices.map { index in
      let isBroken =
        !all[index].isEmpty && index + 1 < all.endIndex && !all[index + 1].isEmpty
      return all[index] + (isBroken ? "\\" : "")
    }.joined(separator: "\n")
  }

  private func lines(of text: String) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      let spaces = line.prefix(while: \.isWhitespace).count
      if spaces == line.count { return "" }
      return String(repeating: "\u{A0}", count: spaces)
        + String(line.dropFirst(spaces)).escapedMarkdownLine
    }
  }

  private func quoted(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? ">" : "> \($0)" }.joined(separator: "\n")
  }
}
