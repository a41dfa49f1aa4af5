import Foundation
import OctavoBase

extension Store {
  /// What cleaning has done.
  public struct Cleaning: Sendable {
    /// How many bytes it freed.
    public var bytes = 0
    /// What stands in the store's folder and is not Octavo's, by path within it.
    public var foreign: [String] = []
  }

  /// The folder is not one that only runs have written.
  public struct NotAStore: Error, CustomStringConvertible {
    public let description: String
  }

  /// Removes what no run has used since `date`, and the artifacts that only such results refer to.
  /// - Throws: `NotAStore`; others where something cannot be removed.
  public func removeAll(unusedSince date: Date) throws -> Cleaning {
    var cleaning = Cleaning()
    guard try isThere() else { return cleaning }
    var needed: Set<String> = []
    for folder in [results, underway] {
      for file in entries(of: folder) {
        if file.lastUse < date {
          cleaning.bytes += try remove(file.url)
        } else if folder == results, let data = try? SealedFile.read(file.url) {
          let step = try? StoredStep(decoding: data)
          needed.formUnion((step?.artifacts.values).map { $0.map(\.description) } ?? [])
        }
      }
    }
    for entry in entries(of: artifacts)
    where !needed.contains(entry.url.lastPathComponent) && entry.lastUse < date {
      cleaning.bytes += try remove(entry.url)
    }
    return cleaning
  }

  /// Removes everything that runs have kept, and the store's folder unless something else is there.
  /// - Throws: `NotAStore`; others where something cannot be removed.
  public func removeAll() throws -> Cleaning {
    var cleaning = Cleaning()
    guard try isThere() else { return cleaning }
    removeLeftovers()
    for part in parts {
      for entry in entries(of: part) { cleaning.bytes += try remove(entry.url) }
      rmdir(part.path)
    }
    for name in clusterRuns { cleaning.bytes += try remove(clusters.appending(path: name)) }
    rmdir(clusters.path)
    cleaning.foreign = try foreignNames()
    if cleaning.foreign.isEmpty {
      for name in Self.ownNames { unlink(folder.appending(path: name).path) }
      rmdir(folder.path)
    }
    return cleaning
  }

  /// Removes what killed processes have left of things that were not whole.
  func removeLeftovers() {
    TemporaryFolder.removeLeftovers(in: temporary)
    // Earlier versions wrote beside what they replaced, under a hidden name that may end in the
    // process.
    for part in parts where FileStatus(ofEntry: part)?.isFolder == true {
      for name in (try? FileManager.default.contentsOfDirectory(atPath: part.path)) ?? []
      where name.hasPrefix(".") {
        let process = name.split(separator: ".").dropFirst().last.flatMap { pid_t($0) }
        if let process, process > 0, kill(process, 0) == 0 || errno == EPERM { continue }
        try? FileManager.default.removeItem(at: part.appending(path: name))
      }
    }
  }

  // MARK: What is the store's

  private var clusterRuns: [String] {
    guard FileStatus(ofEntry: clusters)?.isFolder == true else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: clusters.path)) ?? []
    return names.filter(Self.isClusterRun)
  }

  private static func isClusterRun(_ name: String) -> Bool {
    name.utf8.count == 16 && name.allSatisfy { $0.isHexDigit && !$0.isUppercase }
  }

  private var parts: [URL] { [results, artifacts, underway] }

  /// Files beside the parts, which go with the store.
  private static let ownNames = [markerName, ".gitignore", locksName, timesName]

  /// Whether there is a store.
  /// - Throws: `NotAStore` where the folder is something else.
  private func isThere() throws -> Bool {
    let path = folder.relativePath
    guard let status = FileStatus(ofEntry: folder) else { return false }
    if status.isLink {
      throw NotAStore(
        description:
          "`\(path)` is a symbolic link. Run `octavo clean` where it leads to, or remove it")
    }
    guard status.isFolder, hasMarker || looksLikeOne else {
      throw NotAStore(
        description: "`\(path)` is not a store of Octavo's, so nothing in it is removed")
    }
    return true
  }

  private var hasMarker: Bool {
    let data = try? Data(ofOwnFile: folder.appending(path: Self.markerName))
    // A kill or a full disk may have cut it short.
    return data.map { Data(Self.marker.utf8).starts(with: $0) } ?? false
  }

  /// Whether everything in the folder is what earlier versions, which left no marker, wrote there.
  private var looksLikeOne: Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let own = (parts + [temporary, clusters]).map(\.lastPathComponent) + Self.ownNames
    guard Set(names).isSubset(of: own.filter { $0 != Self.markerName }) else {
      return false
    }
    return (try? foreignNames().isEmpty) ?? false
  }

  /// What is in the folder and was not kept by a run, by path within it.
  private func foreignNames() throws -> [String] {
    let partNames = parts.map(\.lastPathComponent)
    var names: [String] = []
    for name in try FolderTree.names(in: folder) {
      let url = folder.appending(path: name)
      if partNames.contains(name), FileStatus(ofEntry: url)?.isFolder == true {
        let within = try FolderTree.names(in: url)
        names += within.filter { !Self.isKey($0) && !$0.hasPrefix(".") }.map { "\(name)/\($0)" }
      } else if name == clusters.lastPathComponent, FileStatus(ofEntry: url)?.isFolder == true {
        names += try FolderTree.names(in: url).filter { !Self.isClusterRun($0) }
          .map { "\(name)/\($0)" }
      } else if name != temporary.lastPathComponent, !Self.ownNames.contains(name) {
        names.append(name)
      }
    }
    return names
  }

  /// Whether a name is one of those that results, states and artifacts have.
  private static func isKey(_ name: String) -> Bool {
    name.utf8.count == 64 && name.allSatisfy { $0.isHexDigit && !$0.isUppercase }
  }

  private func remove(_ url: URL) throws -> Int {
    let size = Self.size(of: url)
    do { try FileManager.default.removeItem(at: url) } catch {
      throw FileError("cannot remove", url, after: error)
    }
    return size
  }

  private func entries(of folder: URL) -> [(url: URL, lastUse: Date)] {
    guard FileStatus(ofEntry: folder)?.isFolder == true else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter(Self.isKey).sorted().map { name in
      let url = folder.appending(path: name)
      let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
      return (url, attributes?[.modificationDate] as? Date ?? .distantPast)
    }
  }

  /// Of a file, or of all that is in a folder, in bytes.
  private static func size(of url: URL) -> Int {
    guard let status = FileStatus(ofEntry: url) else { return 0 }
    if status.isRegularFile { return status.size }
    guard status.isFolder, let tree = try? FolderTree(url) else { return 0 }
    return tree.files.reduce(0) { sum, path in
      let file = FileStatus(ofEntry: url.appending(path: path))
      return sum + (file?.isRegularFile == true ? file?.size ?? 0 : 0)
    }
  }
}
