import Foundation
import OctavoBase
import OctavoNotebook

/// The notebooks in a folder and the folders within: the Markdown files with blocks of Octavo's.
struct NotebookFolder {
  /// In the order of their paths.
  private(set) var notebooks: [String] = []
  /// How many other Markdown files are there.
  private(set) var otherCount = 0

  /// Hidden files and folders are left out, and links are not followed.
  /// - Throws: also where there is no notebook.
  init(_ path: String) throws {
    try look(into: path)
    guard notebooks.isEmpty else { return }
    let others =
      switch otherCount {
      case 0: "no Markdown file"
      case 1: "one Markdown file, without `step` or `config` blocks"
      default: "\(otherCount) Markdown files, none with `step` or `config` blocks"
      }
    throw CommandError("The folder `\(path)` holds no notebook: \(others).")
  }

  static func isFolder(_ path: String) -> Bool {
    FileStatus(URL(filePath: path))?.isFolder == true
  }

  private mutating func look(into folder: String) throws {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
      throw CommandError("The folder `\(folder)` cannot be read: \(error.localizedDescription)")
    }
    for name in names.sorted() where !name.hasPrefix(".") {
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      guard let status = FileStatus(ofEntry: URL(filePath: path)) else { continue }
      if status.isFolder {
        try look(into: path)
      } else if status.isRegularFile, name.hasSuffix(".md") {
        if Self.holdsBlocks(path) { notebooks.append(path) } else { otherCount += 1 }
      }
    }
  }

  /// A file that cannot be read, or whose blocks are broken, is checked rather than passed over.
  private static func holdsBlocks(_ path: String) -> Bool {
    let notebook = Notebook.read(path: path)
    return !notebook.blocks.isEmpty
      || notebook.diagnostics.contains { diagnostic in
        switch diagnostic.identifier {
        case .unreadableFile, .notUTF8, .tooLarge, .misspelledBlock, .missingName, .invalidName,
          .duplicateName, .reservedName:
          true
        default: false
        }
      }
  }
}
