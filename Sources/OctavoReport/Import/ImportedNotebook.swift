import Foundation
import OctavoBase

/// A Jupyter notebook (nbformat 4) as Markdown: text as it is, code in fenced blocks.
///
/// What ``SavedRun/jupyterNotebook(at:)`` has written becomes the notebook that it was made from, byte
/// for byte; a cell that was changed since gives what it now has.
public struct ImportedNotebook: Sendable {
  public enum Fault: Error, Hashable, Sendable {
    case notJSON(String)
    case notANotebook
    /// Of an earlier version of the format, or of a later one.
    case format(Int)
    /// A cell that has no text, counted from 1.
    case brokenCell(Int)

    /// The end of a sentence that begins with the file's name.
    public var message: String {
      switch self {
      case .notJSON(let problem): "is no Jupyter notebook: it is no JSON (\(problem))"
      case .notANotebook: "is no Jupyter notebook: it has no cells and no `nbformat`"
      case .format(let format): "is a Jupyter notebook of nbformat \(format), and 4 is read"
      case .brokenCell(let number): "has a cell without a text, the one at place \(number)"
      }
    }

    public var remedy: String {
      switch self {
      case .format(..<4):
        "open it in Jupyter and save it, or run `jupyter nbconvert --to notebook --nbformat 4`"
      case .format: "save it as nbformat 4, or update Octavo"
      default: "name a file that Jupyter has saved"
      }
    }
  }

  public let bytes: [UInt8]
  /// The notebook's name, where Octavo has exported it.
  public let name: String?
  /// Images of the text, by their paths beside the notebook.
  public let files: [(path: String, bytes: [UInt8])]
  /// What has become something else, in sentences.
  public let notes: [String]

  /// What a cell's metadata say of its text when it is exported, so that a change is noticed.
  static func mark(ofCell source: String) -> String {
    // Some programs end the text of a cell otherwise.
    ContentHash(of: Array(source.trimmingEmptyLines.utf8)).description
  }

  /// - Parameter imageFolder: for images of cells that Octavo has not exported.
  public init(parsing bytes: [UInt8], imagesIn imageFolder: String) throws(Fault) {
    let document: JSON
    do throws(JSONError) { document = try JSON(parsing: bytes) } catch {
      throw .notJSON(error.description)
    }
    guard let format = document["nbformat"]?.integer else { throw .notANotebook }
    guard format == 4 else { throw .format(format) }
    guard let cells = document["cells"]?.elements else { throw .notANotebook }
    let metadata = document["metadata"]
    let octavo = metadata?["octavo"]
    name = octavo?["notebook"]?.string
    var text = JupyterText(
      opening: octavo?["opening"]?.string ?? "",
      language: metadata?["kernelspec"]?["language"]?.string
        ?? metadata?["language_info"]?["name"]?.string ?? "",
      imageFolder: imageFolder)
    for (place, cell) in cells.enumerated() {
      guard let cell = JupyterCell(cell, number: place + 1) else { throw .brokenCell(place + 1) }
      text.add(cell)
    }
    let isMarked = octavo?["byte-order-mark"]?.boolean == true
    self.bytes = (isMarked ? [0xEF, 0xBB, 0xBF] : []) + Array(text.text.utf8)
    files = text.files
    notes = text.notes
  }
}
