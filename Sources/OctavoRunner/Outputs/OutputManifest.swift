import Foundation
import OctavoBase
import OctavoResults

/// `manifest.json` of a run's folder: which files the run wrote, and of which notebook it was. What
/// is not listed there is not Octavo's, and is never deleted.
struct OutputManifest: Codable {
  static let name = "manifest.json"
  static let currentFormat = 1

  struct File: Codable {
    /// In bytes.
    var size: Int
    var sha256: ContentHash
  }

  var format = Self.currentFormat
  /// Names the run, so that two runs with equal results can be told apart; after `octavo render`,
  /// that.
  var run: String
  /// The notebook's file, as a path from the folder; `nil` where the text came from elsewhere.
  var notebook: String?
  /// By path within the folder.
  var files: [String: File]

  /// Lists every file that stands in a folder.
  init(run: String, notebook: String?, listing folder: URL) throws {
    self.run = run
    self.notebook = notebook
    files = [:]
    for path in try FolderTree(folder).files {
      let url = folder.appending(path: path)
      files[path] = File(
        size: FileStatus(ofEntry: url)?.size ?? 0, sha256: try ContentHash(ofOwnFile: url))
    }
  }

  /// That of a folder; `nil` where there is none that can be understood.
  init?(of folder: URL) {
    guard FileStatus(ofEntry: folder)?.isFolder == true, let manifest = try? Self.read(of: folder)
    else {
      return nil
    }
    self = manifest
  }

  /// That of a folder.
  /// - Throws: `OutputRefusal` where there is none that can be understood.
  static func read(of folder: URL) throws -> OutputManifest {
    struct Version: Decodable { var format: Int }
    let url = folder.appending(path: name)
    guard FileStatus(ofEntry: url) != nil else {
      throw OutputRefusal(
        finding: "`\(folder.pathForReading)` is not the folder of a run: it has no `\(name)`",
        remedy: "Give a folder that `octavo run` has written, such as `outputs/quickstart`")
    }
    let data = try? Data(ofOwnFile: url)
    if let data, let version = try? JSONDecoder().decode(Version.self, from: data),
      version.format > currentFormat
    {
      throw OutputRefusal(
        finding: "`\(url.pathForReading)` has format \(version.format), and this version of Octavo "
          + "reads \(currentFormat)", remedy: "Use the version that wrote it, or a later one")
    }
    guard let data, let manifest = try? JSONDecoder().decode(Self.self, from: data),
      manifest.format == currentFormat
    else {
      throw OutputRefusal(
        finding: "`\(url.pathForReading)` is not as a run writes it",
        remedy: "Run the notebook again, with another folder by `-o`")
    }
    return manifest
  }

  /// How a file differs from what is listed.
  enum Change { case unlisted, missing, changed }

  /// How a file in the folder differs from what is listed; `nil` where it does not.
  func change(of path: String, in folder: URL) -> Change? {
    guard let file = files[path] else { return .unlisted }
    let url = folder.appending(path: path)
    guard let status = FileStatus(ofEntry: url) else { return .missing }
    let isSame =
      status.isRegularFile && status.size == file.size
      && (try? ContentHash(ofOwnFile: url)) == file.sha256
    return isSame ? nil : .changed
  }

  func encoded() throws -> Data {
    try JSONEncoder.stable(isIndented: true).encode(self) + Data("\n".utf8)
  }
}

/// What stands in a folder, without following links.
struct FolderTree {
  /// Everything but folders, by path within the folder, sorted.
  private(set) var files: [String] = []
  /// Sorted, so that a folder comes before what it holds.
  private(set) var folders: [String] = []

  init(_ folder: URL) throws {
    try add("", in: folder)
    files.sort()
    folders.sort()
  }

  private mutating func add(_ prefix: String, in folder: URL) throws {
    for name in try Self.names(in: folder) {
      let url = folder.appending(path: name)
      if FileStatus(ofEntry: url)?.isFolder == true {
        folders.append(prefix + name)
        try add("\(prefix)\(name)/", in: url)
      } else {
        files.append(prefix + name)
      }
    }
  }
}

extension FolderTree {
  /// What stands right in a folder, sorted.
  /// - Throws: `FileError`.
  static func names(in folder: URL) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    } catch {
      throw FileError("cannot read the folder", folder, after: error)
    }
  }
}

/// Which files of a run's folder are Octavo's.
enum OutputOwnership {
  /// A manifest lists them.
  case listed(OutputManifest)
  /// A run of a version without manifests wrote the folder.
  case unlisted(steps: Set<String>)
  /// Nothing in it is Octavo's.
  case foreign

  /// - Parameter notebook: the name of the notebook whose runs use the folder.
  init(of folder: URL, notebook: String) {
    if let manifest = OutputManifest(of: folder) {
      self = .listed(manifest)
    } else if FileStatus(ofEntry: folder.appending(path: OutputManifest.name)) == nil,
      FileStatus(ofEntry: folder.appending(path: "run.json"))?.isRegularFile == true,
      let data = try? Data(ofOwnFile: folder.appending(path: "results.json")),
      let results = try? ResultsFile(decoding: data), results.notebook == notebook
    {
      self = .unlisted(steps: Set(results.steps.keys))
    } else {
      self = .foreign
    }
  }

  /// - Parameter path: of a regular file within the folder.
  func owns(_ path: String) -> Bool {
    switch self {
    case .listed(let manifest):
      return path == OutputManifest.name || manifest.files[path] != nil
    case .unlisted(let steps):
      if ["index.html", "results.json", "run.json"].contains(path) { return true }
      let parts = path.split(separator: "/")
      return parts.count > 2 && parts[0] == "artifacts" && steps.contains(String(parts[1]))
    case .foreign: return false
    }
  }
}
