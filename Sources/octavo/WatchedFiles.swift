import Foundation
import OctavoNotebook
import OctavoRunner

extension NotebookArguments {
  /// The files whose change changes a run, as far as they are known from the command line.
  func watchedFiles(_ files: [String]) -> [String] { files + parameterFiles }
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
