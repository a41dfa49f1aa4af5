import CFileSystem
import Foundation
import OctavoBase
import OctavoResults

/// The folder of a notebook's outputs, and the place beside it where the next ones are built.
///
///     OUTPUT/NAME/                    the outputs of one run, with their manifest
///     OUTPUT/.octavo-runs/NAME/lock   held by the run that is on
///     OUTPUT/.octavo-runs/NAME/ID/    what that run has built so far
///     OUTPUT/.octavo-runs/NAME/ID.old/  the outputs that it has replaced, until they are removed
///
/// `.octavo-runs` is there only while a run is on, or after one was killed.
struct OutputFolder {
  static let workFolder = ".octavo-runs"

  let notebook: String
  let url: URL
  private let output: URL
  private let work: URL

  init(notebook: String, in output: URL) {
    self.notebook = notebook
    self.output = output
    url = output.appending(path: notebook, directoryHint: .isDirectory)
    work = output.appending(path: Self.workFolder).appending(path: notebook)
  }

  var lockFile: URL { work.appending(path: "lock") }

  func building(_ run: String) -> URL { work.appending(path: run, directoryHint: .isDirectory) }
  private func replaced(_ run: String) -> URL {
    work.appending(path: "\(run).old", directoryHint: .isDirectory)
  }

  /// How a manifest in this folder names a notebook's file: by the way that leads there from here,
  /// so that both can be moved together. `nil` where the notebook is not a file.
  func way(to notebook: URL) -> String? {
    guard let file = notebook.realPath, let output = output.realPath,
      FileStatus(ofEntry: file)?.isRegularFile == true
    else { return nil }
    let (to, from) = (file.pathComponents, output.pathComponents + [url.lastPathComponent])
    let shared = zip(to, from).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: from.count - shared)
    return (up + to.dropFirst(shared)).joined(separator: "/")
  }

  /// Where such a way leads.
  func file(at way: String) -> URL {
    (output.realPath ?? output).appending(path: url.lastPathComponent).appending(path: way)
      .standardizedFileURL
  }

  private var ownership: OutputOwnership { OutputOwnership(of: url, notebook: notebook) }

  // MARK: Checking

  /// Whether a run may write here.
  ///
  /// - Parameters:
  ///   - source: the way to the notebook's file; `nil` where it is none, as standard input.
  ///   - takesOver: whether the user says that the folder is to be used whosever it is.
  /// - Returns: something to tell the user, if anything.
  /// - Throws: `OutputRefusal`; `FileError` where nothing can be written here.
  func check(source: String?, takesOver: Bool) throws -> String? {
    guard let status = FileStatus(ofEntry: url) else { return nil }
    if status.isLink {
      throw OutputRefusal(
        finding: "`\(url.relativePath)` is a symbolic link, and Octavo follows none",
        remedy: "Remove it, or give the folder it leads to by `-o`")
    }
    guard status.isFolder else {
      throw FileError("cannot make the folder", url, because: "a file is in its place")
    }
    guard access(url.path, W_OK | X_OK) == 0 else { throw FileError("cannot write into", url) }
    if let name = namesInTheWay().first {
      throw OutputRefusal(
        finding: "`\(url.appending(path: name).relativePath)` is not Octavo's and is in the way",
        remedy: "Move it elsewhere, or give another folder by `-o`")
    }
    return try takesOver ? nil : checkOwner(source)
  }

  private func checkOwner(_ source: String?) throws -> String? {
    let remedy = "Give another folder by `-o`, or use this one with `--take-over`"
    switch ownership {
    case .unlisted: return nil
    case .foreign:
      guard try !FolderTree.names(in: url).isEmpty else { return nil }
      throw OutputRefusal(
        finding: "`\(url.relativePath)` holds files that Octavo did not write", remedy: remedy)
    case .listed(let manifest):
      guard manifest.notebook != source else { return nil }
      guard let owner = manifest.notebook else {
        throw OutputRefusal(
          finding: "`\(url.relativePath)` holds the results of a notebook from standard input",
          remedy: remedy)
      }
      let file = file(at: owner)
      guard FileStatus(ofEntry: file) == nil else {
        throw OutputRefusal(
          finding:
            "`\(url.relativePath)` holds the results of another notebook, `\(file.shortPath)`",
          remedy: remedy)
      }
      return "`\(url.relativePath)` holds the results of `\(file.shortPath)`, which is no longer "
        + "there; this notebook takes the folder over"
    }
  }

  /// Files and links of others where a run's own files go.
  private func namesInTheWay() -> [String] {
    let ownership = ownership
    let files = [
      "index.html", "results.json", "run.json", SavedRun.name, OutputManifest.name,
    ].filter { name in
      guard let status = FileStatus(ofEntry: url.appending(path: name)) else { return false }
      return !status.isRegularFile || !ownership.owns(name)
    }
    let artifacts = FileStatus(ofEntry: url.appending(path: "artifacts"))
    return files + (artifacts.map { $0.isFolder } ?? true ? [] : ["artifacts"])
  }

  // MARK: Putting in place

  /// Puts what a run has built in the place of what an earlier one left, in one step. What is not
  /// Octavo's stays.
  ///
  /// - Throws: `FileError`, and then the folder is as it was.
  func put(_ run: String) throws {
    let built = building(run)
    if let status = FileStatus(ofEntry: url) {
      guard status.isFolder else {
        throw FileError(
          "cannot replace", url,
          because: "a \(status.isLink ? "symbolic link" : "file") has been put in its place")
      }
      try linkForeignFiles(from: url, into: built)
      chmod(built.path, status.permissions)
    }
    for folder in try FolderTree(built).folders {
      FileWriter.synchronize(folder: built.appending(path: folder))
    }
    FileWriter.synchronize(folder: built)
    try exchange(built, replaced(run))
    FileWriter.synchronize(folder: url.deletingLastPathComponent())
    removeReplaced(replaced(run))
  }

  private func exchange(_ built: URL, _ replaced: URL) throws {
    guard FileStatus(ofEntry: url) != nil else {
      guard rename(built.path, url.path) == 0 else { throw FileError("cannot write", url) }
      return
    }
    if octavo_exchange(built.path, url.path) == 0 {
      rename(built.path, replaced.path)
      return
    }
    guard [ENOSYS, EINVAL, ENOTSUP, EOPNOTSUPP].contains(errno) else {
      throw FileError("cannot replace", url)
    }
    guard rename(url.path, replaced.path) == 0 else { throw FileError("cannot replace", url) }
    guard rename(built.path, url.path) == 0 else {
      let error = FileError("cannot replace", url)
      rename(replaced.path, url.path)
      throw error
    }
  }

  /// Gives what is not Octavo's a second name in the new folder, so that it is never missing.
  private func linkForeignFiles(from old: URL, into new: URL) throws {
    let ownership = OutputOwnership(of: old, notebook: notebook)
    let tree = try FolderTree(old)
    let foreign = tree.files.filter { !ownership.owns($0) }
    for path in foreign {
      let target = new.appending(path: path)
      try makeFolders(of: path, in: new, like: old)
      // Where the file system cannot give a second name, the file is moved later.
      if link(old.appending(path: path).path, target.path) != 0, errno == EEXIST {
        throw FileError(
          "cannot write", url.appending(path: path), because: "a file that is not Octavo's is there"
        )
      }
    }
    for path in tree.folders where isEmpty(old.appending(path: path)) {
      try makeFolders(of: path + "/.", in: new, like: old)
    }
  }

  /// Gives a file of the folder a second name in a folder that is being built, or copies it where
  /// the file system cannot do that. What is not there, or is a folder, is left out.
  func carry(_ path: String, into building: URL) throws {
    let (file, target) = (url.appending(path: path), building.appending(path: path))
    guard let status = FileStatus(ofEntry: file), !status.isFolder else { return }
    try makeFolders(of: path, in: building, like: url)
    if link(file.path, target.path) == 0 { return }
    try FileWriter.createFile(at: target, with: Data(ofOwnFile: file))
  }

  private func isEmpty(_ folder: URL) -> Bool {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty) ?? false
  }

  /// Makes the folders that a path leads through, with the rights that they have in another tree.
  private func makeFolders(of path: String, in new: URL, like old: URL) throws {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += folder.isEmpty ? String(part) : "/\(part)"
      let target = new.appending(path: folder)
      if FileStatus(ofEntry: target)?.isFolder == true { continue }
      guard mkdir(target.path, 0o777) == 0 else {
        let reason = errno == EEXIST ? "what is there is not Octavo's" : nil
        throw FileError("cannot make the folder", url.appending(path: folder), because: reason)
      }
      if let status = FileStatus(ofEntry: old.appending(path: folder)) {
        chmod(target.path, status.permissions)
      }
    }
  }

  /// Removes the outputs of an earlier run, and moves what is not Octavo's to where it was.
  private func removeReplaced(_ old: URL) {
    guard FileStatus(ofEntry: old)?.isFolder == true, let tree = try? FolderTree(old) else {
      return
    }
    let ownership = OutputOwnership(of: old, notebook: notebook)
    for path in tree.files where path != OutputManifest.name {
      let (file, target) = (old.appending(path: path), url.appending(path: path))
      if ownership.owns(path) {
        unlink(file.path)
      } else if let status = FileStatus(ofEntry: file), let there = FileStatus(ofEntry: target) {
        if status.isSame(as: there) {
          unlink(file.path)
        } else if status.modified > there.modified {
          rename(file.path, target.path)
        }
      } else {
        try? makeFolders(of: path, in: url, like: old)
        rename(file.path, target.path)
      }
    }
    for path in tree.folders.reversed() { rmdir(old.appending(path: path).path) }
    // The manifest goes last: it says what may be removed, should this be interrupted.
    let rest = (try? FileManager.default.contentsOfDirectory(atPath: old.path)) ?? []
    if rest.allSatisfy({ $0 == OutputManifest.name }) {
      if ownership.owns(OutputManifest.name) {
        unlink(old.appending(path: OutputManifest.name).path)
      }
      rmdir(old.path)
    }
  }

  // MARK: Recovering

  /// Completes or undoes what a run that was killed has left. To be called with the lock held.
  func recover() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: work.path)) ?? []
    let current = OutputManifest(of: url)?.run
    for run in names where UUID(uuidString: run) != nil {
      let (built, old) = (building(run), replaced(run))
      if run == current {
        // It had put its outputs in place, and what it has replaced still has its name.
        rename(built.path, old.path)
      } else if FileStatus(ofEntry: url) == nil, FileStatus(ofEntry: old) != nil,
        OutputManifest(of: built) != nil
      {
        rename(built.path, url.path)
      } else if FileStatus(ofEntry: built)?.isFolder == true {
        try? FileManager.default.removeItem(at: built)
      }
    }
    for name in names where name.hasSuffix(".old") {
      let run = String(name.dropLast(4))
      guard UUID(uuidString: run) != nil else { continue }
      if FileStatus(ofEntry: url) == nil { rename(replaced(run).path, url.path) }
    }
    for run in names.map({ $0.hasSuffix(".old") ? String($0.dropLast(4)) : $0 })
    where UUID(uuidString: run) != nil {
      removeReplaced(replaced(run))
    }
  }
}

extension URL {
  /// As a path from the current folder where that is shorter.
  var shortPath: String {
    let current = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(current) ? String(path.dropFirst(current.count)) : path
  }

  /// With every link on the way followed; `nil` where nothing is there.
  fileprivate var realPath: URL? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return URL(filePath: String(cString: resolved))
  }
}
