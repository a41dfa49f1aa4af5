import Foundation
import OctavoBase

/// A page that stands by itself rather than in the folder of a run. Its last line has the hash of all
/// that is before it, so that only a page that Octavo wrote, and that nobody has changed since, is
/// replaced.
public enum SealedPage {
  private static let mark = "<!-- octavo "

  /// - Parameter takesOver: whether to replace whatever file is there.
  /// - Throws: `OutputRefusal` where something else is in its place; `FileError` where it cannot be
  ///   written.
  public static func write(_ page: String, to file: URL, takesOver: Bool = false) throws {
    try check(file, takesOver: takesOver)
    let folder = file.deletingLastPathComponent()
    guard FileStatus(folder)?.isFolder == true else {
      throw FileError("cannot write", file, because: "there is no such folder")
    }
    let temporary = folder.appending(path: ".octavo-\(UUID().uuidString)")
    try FileWriter.createFile(at: temporary, with: Data(sealed(page).utf8))
    guard rename(temporary.path, file.path) == 0 else {
      let error = FileError("cannot write", file)
      unlink(temporary.path)
      throw error
    }
    FileWriter.synchronize(folder: folder)
  }

  private static func check(_ file: URL, takesOver: Bool) throws {
    guard let status = FileStatus(ofEntry: file) else { return }
    let name = file.pathForReading
    guard status.isRegularFile else {
      throw OutputRefusal(
        finding: "`\(name)` is not a regular file, and Octavo replaces nothing else",
        remedy: "Move it elsewhere")
    }
    guard takesOver || (try? isSealed(Data(ofOwnFile: file))) == true else {
      throw OutputRefusal(
        finding: "`\(name)` was not written by Octavo, or has been changed since",
        remedy: "Move it elsewhere, or replace it with `--take-over`")
    }
  }

  private static func sealed(_ page: String) -> String {
    "\(page)\(mark)\(ContentHash(of: Data(page.utf8))) -->\n"
  }

  private static func isSealed(_ data: Data) -> Bool {
    let text = String(decoding: data, as: UTF8.self)
    guard let start = text.range(of: mark, options: .backwards)?.lowerBound else { return false }
    return sealed(String(text[..<start])) == text
  }
}
