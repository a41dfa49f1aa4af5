import Foundation

extension Store {
  /// Removes what no run has used since `date`, and the artifacts that only such results refer to.
  /// - Returns: how many bytes that freed.
  public func removeAll(unusedSince date: Date) throws -> Int {
    var needed: Set<String> = []
    var freed = 0
    for folder in [results, underway] {
      for file in entries(of: folder) {
        if file.lastUse < date {
          freed += try remove(file.url)
        } else if folder == results, let data = try? SealedFile.read(file.url) {
          let step = try? StoredStep(decoding: data)
          needed.formUnion((step?.artifacts.values).map { $0.map(\.description) } ?? [])
        }
      }
    }
    for entry in entries(of: artifacts)
    where !needed.contains(entry.url.lastPathComponent) && entry.lastUse < date {
      freed += try remove(entry.url)
    }
    return freed
  }

  /// Removes the store.
  /// - Returns: how many bytes that freed.
  public func removeAll() throws -> Int {
    guard FileManager.default.fileExists(atPath: folder.path) else { return 0 }
    return try remove(folder)
  }

  private func remove(_ url: URL) throws -> Int {
    let size = Self.size(of: url)
    try FileManager.default.removeItem(at: url)
    return size
  }

  private func entries(of folder: URL) -> [(url: URL, lastUse: Date)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().map { name in
      let url = folder.appending(path: name)
      let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
      return (url, attributes?[.modificationDate] as? Date ?? .distantPast)
    }
  }

  /// Of a file, or of all that is in a folder, in bytes.
  private static func size(of url: URL) -> Int {
    func size(_ path: String) -> Int {
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return attributes?[.type] as? FileAttributeType == .typeRegular
        ? (attributes?[.size] as? NSNumber)?.intValue ?? 0 : 0
    }
    let within = FileManager.default.enumerator(atPath: url.path)?.allObjects as? [String] ?? []
    return within.reduce(size(url.path)) { $0 + size(url.appending(path: $1).path) }
  }
}
