import ArgumentParser
import Foundation
import OctavoBase
import OctavoNotebook

/// `octavo new FILE`: a notebook to begin with.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Writes a small notebook to begin with.",
    discussion: "The templates: \(NotebookTemplate.list).")

  @Argument(
    help: "The file to write; it must not exist yet.", completion: .file(extensions: ["md"]))
  var file: String
  @Option(
    help: ArgumentHelp("What the notebook is about.", valueName: "template"))
  var template = NotebookTemplate.training

  func run() throws {
    let url = URL(filePath: file)
    let name = url.deletingPathExtension().lastPathComponent
    let bibliography = url.deletingPathExtension().appendingPathExtension("bib")
    var files = [
      (
        file, url,
        template.notebook(title: name.readable, bibliography: bibliography.lastPathComponent)
      )
    ]
    if let text = template.bibliography {
      files.append((bibliography.relativePath, bibliography, text))
    }
    // Both or none.
    for (path, url, _) in files where RegularFile.isThere(url.path) { throw Self.taken(path) }
    for (path, url, text) in files {
      do {
        try Data(text.utf8).write(to: url, options: .withoutOverwriting)
      } catch CocoaError.fileWriteFileExists {
        throw Self.taken(path)
      } catch {
        throw CommandError("\(path) cannot be written; is there such a folder, and is it yours?")
      }
    }
    let written = files.map { path, _, _ in path }.joined(separator: " and ")
    let argument = file.asPathArgument.shellQuoted
    Terminal().line(
      "Wrote \(written). Run it with: octavo run \(argument), or write on with: octavo preview \(argument)"
    )
  }

  private static func taken(_ path: String) -> CommandError {
    CommandError("\(path) is there already; choose another name.")
  }
}

extension String {
  /// A file's name as a title: `my-first_notebook` becomes `My first notebook`. What is more than such a
  /// name stays as it is.
  fileprivate var readable: String {
    guard allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }) else { return self }
    let words = split { $0 == "-" || $0 == "_" }.joined(separator: " ")
    return words.isEmpty ? self : words.prefix(1).uppercased() + words.dropFirst()
  }
}
