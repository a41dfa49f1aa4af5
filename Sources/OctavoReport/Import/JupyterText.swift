import Foundation
import OctavoBase
import OctavoNotebook

/// The text of a notebook as it grows by the cells of a Jupyter notebook.
struct JupyterText {
  private(set) var text: String
  private(set) var files: [(path: String, bytes: [UInt8])] = []
  /// Whether no empty line follows yet on what was added last.
  private var isOpen = false
  private var outputs = 0
  private var changed: [Int] = []
  private var raw: [Int] = []
  private var unreadable: [String] = []
  private let language: String
  private let imageFolder: String

  /// - Parameters:
  ///   - opening: what stands before the first cell.
  ///   - language: of code cells.
  ///   - imageFolder: for images that have no address of their own.
  init(opening: String, language: String, imageFolder: String) {
    text = opening
    // A second word would announce a block of Octavo's.
    self.language = language.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    self.imageFolder = imageFolder
  }

  mutating func add(_ cell: JupyterCell) {
    let addresses = takeImages(of: cell)
    if let origin = cell.origin {
      if origin.isUnchanged {
        if isOpen, !origin.source.isEmpty {
          if !origin.source.hasPrefix("\n") { addGap() }
          isOpen = false
        }
        text += origin.source
        return
      }
      // A title that the front matter has is not to be there twice.
      changed.append(cell.number)
    }
    let content = cell.text.trimmingEmptyLines
    guard content.contains(where: { !$0.isWhitespace }) else { return }
    switch cell.kind {
    case .markdown:
      let replaced = AddressReplacement(new: addresses)(content)
      append(replaced + (MarkdownLines(replaced).missingFence.map { "\n\($0)" } ?? ""))
    case .code:
      if let block = JupyterBlock(content, isYAML: language == "yaml") {
        append(Self.fenced(block.body, announced: block.announcement))
      } else {
        outputs += cell.outputCount
        let magic = CellMagic(content)
        append(Self.fenced(magic?.body ?? content, announced: magic?.language ?? language))
      }
    case .other:
      raw.append(cell.number)
      append(Self.fenced(content, announced: ""))
    }
  }

  /// What has become something else, in sentences.
  var notes: [String] {
    var notes: [String] = []
    if outputs > 0 {
      notes.append("\(outputs == 1 ? "1 output" : "\(outputs) outputs") of code cells left out")
    }
    if !changed.isEmpty {
      notes.append(
        "changed since the export, \(Self.list(changed)): values and references that the text quotes "
          + "are plain words there; mark them again")
    }
    if !unreadable.isEmpty {
      notes.append(
        "no PNG, JPEG, GIF, WebP or SVG image and left out: \(unreadable.joined(separator: ", "))")
    }
    if !raw.isEmpty { notes.append("raw text shown as code, \(Self.list(raw))") }
    return notes
  }

  private static func list(_ cells: [Int]) -> String {
    (cells.count == 1 ? "cell " : "cells ") + cells.map(String.init).joined(separator: ", ")
  }

  /// Adds a part after an empty line.
  private mutating func append(_ part: String) {
    addGap()
    text += part + "\n"
    isOpen = true
  }

  private mutating func addGap() {
    guard !text.isEmpty else { return }
    while !text.hasSuffix("\n\n") { text += "\n" }
  }

  private static func isPath(_ path: String, ofImageOf type: String) -> Bool {
    let parts = path.split(separator: "/")
    guard let file = parts.last,
      !parts.contains(where: { $0.hasPrefix(".") && $0 != ".." && $0 != "." })
    else { return false }
    let ending = file.split(separator: ".").last.map { $0.lowercased() }
    return file.contains(".") && (ending == type || ending == "jpg" && type == "jpeg")
  }

  private static func fenced(_ content: String, announced: String) -> String {
    var longest = 2
    var run = 0
    for sign in content {
      run = sign == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let body = content.isEmpty ? "" : content + "\n"
    return "\(fence)\(announced)\n\(body)\(fence)"
  }

  /// - Returns: What stands in place of the addresses of a cell's images.
  private mutating func takeImages(of cell: JupyterCell) -> [String: String] {
    var addresses: [String: String] = [:]
    for (name, bytes) in cell.attachments {
      let known = cell.origin?.images[name]
      let ending = ImageType(of: Data(bytes))?.rawValue
        .split(separator: "/").last?.prefix { $0 != "+" }
      // What stands within an address stays there.
      if let known, LocalAddress(known) == nil {
        addresses["attachment:\(name)"] = known
        continue
      }
      guard let ending else {
        unreadable.append("`\(name)` of cell \(cell.number)")
        continue
      }
      let path = known.map { $0.removingPercentEncoding ?? $0 }
      // A path that is none of an image could make the file something else, such as a program.
      if let path, let known, Self.isPath(path, ofImageOf: String(ending)) {
        addresses["attachment:\(name)"] = known
        files.append((path, bytes))
        continue
      }
      let place = "\(imageFolder)/image-\(files.count + 1).\(ending)"
      addresses["attachment:\(name)"] = LinkTarget.encoded(place)
      files.append((place, bytes))
    }
    return addresses
  }
}

/// A block of Octavo's in a code cell, which begins by `# step NAME` or `# config NAME`.
/// A code cell in another language than the notebook's, as its first line says: `%%bash`.
private struct CellMagic {
  let language: String
  let body: String

  private static let languages = [
    "bash", "sh", "html", "javascript", "js", "latex", "markdown", "perl", "r", "ruby", "sql",
    "svg",
  ]

  init?(_ content: String) {
    guard let match = content.prefixMatch(of: /%%(\w+)[^\n]*\n/) else { return nil }
    language = match.output.1.lowercased()
    guard Self.languages.contains(language) else { return nil }
    body = String(content[match.range.upperBound...]).trimmingEmptyLines
  }
}

private struct JupyterBlock {
  let announcement: String
  let body: String

  init?(_ content: String, isYAML: Bool) {
    guard isYAML, let match = content.prefixMatch(of: /#\s+(step|config)\s+(\S+)[ \t]*(\n|$)/)
    else { return nil }
    announcement = "\(match.output.1) \(match.output.2)"
    body = String(content[match.range.upperBound...]).trimmingEmptyLines
  }
}
