import Foundation
import OctavoBase
import OctavoNotebook
import OctavoRunner

extension NotebookArguments {
  /// The files whose change changes a run, as far as they are known from the command line.
  func watchedFiles(_ files: [String]) -> [String] { files + parameterFiles }

  /// A notebook that is read again at every save has to be a regular file: reading a pipe again could
  /// wait for good. One that is not there may still come.
  func requireRegularFile(_ path: String) throws {
    guard RegularFile.isThere(path) else { return }
    do throws(FileProblem) { _ = try RegularFile(path) } catch {
      throw CommandError(error, .wrongNotebook)
    }
  }
}

extension Plan {
  /// The files whose change changes the run or its report: the notebook, the data that its steps read, its
  /// bibliography and its images. Some of them may not be there.
  var watchedFiles: [String] {
    let folder = URL(fileURLWithPath: notebook.source.path).deletingLastPathComponent()
    let images = notebook.linkedFiles.filter { $0.use == .image }
      .compactMap { LocalAddress($0.address)?.file(in: folder).path }
    let bibliography = notebook.frontMatter.bibliography.map { file in
      URL(fileURLWithPath: file.text, relativeTo: folder).path
    }
    return [notebook.source.path] + namedFiles.map(\.url.path) + bibliography + images
  }
}
