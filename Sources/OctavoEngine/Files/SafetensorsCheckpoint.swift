import Foundation
import OctavoBase

/// The tensors of a model as Hugging Face's folders hold them: in `model.safetensors`, or in several
/// files that `model.safetensors.index.json` assigns them to.
public struct SafetensorsCheckpoint: Sendable {
  /// The safetensors file or the index.
  public let path: String
  private let files: [SafetensorsFile]
  /// The place in `files` of each tensor's file.
  private let places: [String: Int]

  private static let fileName = "model.safetensors"
  private static let indexName = "model.safetensors.index.json"

  /// - Parameter path: a folder, a safetensors file or an index.
  /// - Throws: ``SafetensorsError``, also for an index that names files or tensors that are not there.
  public init(path: String) throws(SafetensorsError) {
    guard Self.isFolder(path) else {
      try self.init(file: path)
      return
    }
    let folder = URL(fileURLWithPath: path)
    for name in [Self.fileName, Self.indexName] {
      let file = folder.appendingPathComponent(name).path
      if RegularFile.isThere(file) {
        try self.init(file: file)
        return
      }
    }
    throw .unreadable(
      file: path, reason: "the folder holds neither \(Self.fileName) nor \(Self.indexName)")
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// The names of the tensors, sorted.
  public var names: [String] { places.keys.sorted() }

  public func contains(_ name: String) -> Bool { places[name] != nil }

  /// The file that holds a tensor: the index's path for a name that none holds.
  func filePath(of name: String) -> String { places[name].map { files[$0].path } ?? path }

  public func shape(of name: String) throws(SafetensorsError) -> [Int] {
    try file(of: name).shape(of: name)
  }

  /// Checks, without reading any number, that a tensor is there, readable and of a shape.
  public func check(_ name: String, shape: [Int]) throws(SafetensorsError) {
    try file(of: name).check(name, shape: shape)
  }

  /// A tensor's numbers in row-major order.
  ///
  /// - Parameter shape: the shape the caller needs; another one is an error.
  public func floats(of name: String, shape: [Int]? = nil) throws(SafetensorsError) -> [Float] {
    try file(of: name).floats(of: name, shape: shape)
  }

  /// Where two tensors of one shape first differ, in row-major order; nil where they are equal.
  func firstDifference(_ first: String, _ second: String) throws(SafetensorsError) -> Int? {
    let (left, right) = (try file(of: first), try file(of: second))
    let shape = try left.shape(of: first)
    try right.check(second, shape: shape)
    let count = shape.reduce(1, *)
    let most = 1 << 20
    for start in stride(from: 0, to: count, by: most) {
      let range = start..<min(count, start + most)
      let pairs = zip(
        try left.floats(of: first, in: range), try right.floats(of: second, in: range))
      for (offset, pair) in pairs.enumerated() where pair.0 != pair.1 { return start + offset }
    }
    return nil
  }

  /// Copies a tensor's numbers, in row-major order, to memory that the caller owns.
  ///
  /// - Precondition: `floats` has one place for each number of `shape`.
  public func copyFloats(
    of name: String, shape: [Int], into floats: UnsafeMutableBufferPointer<Float>
  ) throws(SafetensorsError) {
    try file(of: name).copyFloats(of: name, shape: shape, into: floats)
  }

  private init(file path: String) throws(SafetensorsError) {
    self.path = path
    guard path.hasSuffix(".json") else {
      let file = try SafetensorsFile(path)
      files = [file]
      places = Dictionary(uniqueKeysWithValues: file.names.map { ($0, 0) })
      return
    }
    let assignments = try Self.assignments(inIndex: path)
    let fileNames = Set(assignments.map(\.file)).sorted()
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    var files: [SafetensorsFile] = []
    for name in fileNames {
      files.append(try SafetensorsFile(folder.appendingPathComponent(name).path))
    }
    let numbers = Dictionary(uniqueKeysWithValues: zip(fileNames, files.indices))
    var places: [String: Int] = [:]
    for (tensor, file) in assignments {
      let place = numbers[file] ?? 0
      _ = try files[place].shape(of: tensor)
      guard places.updateValue(place, forKey: tensor) == nil else {
        throw .corruptTensor(file: path, tensor: tensor, problem: "is assigned to two files")
      }
    }
    // What the index does not list is read as well, as `transformers` reads it.
    for (place, file) in files.enumerated() {
      for name in file.names where places[name] != place {
        guard places.updateValue(place, forKey: name) == nil else {
          throw .corruptTensor(
            file: file.path, tensor: name, problem: "stands in another file of the index too")
        }
      }
    }
    self.files = files
    self.places = places
  }

  private static func assignments(
    inIndex path: String
  ) throws(SafetensorsError) -> [(tensor: String, file: String)] {
    let map: [JSON.Member]?
    do {
      let bytes = try RegularFile.contents(of: path, limit: longestIndex)
      map = try JSONFile.value(in: bytes)["weight_map"]?.members
    } catch let error as FileProblem {
      throw .unreadable(file: path, reason: error.reason)
    } catch {
      throw .foreign(file: path, content: "\(error)")
    }
    guard let map, !map.isEmpty else {
      throw .foreign(
        file: path,
        content: "the index has no weight_map that assigns tensors to files; "
          + "fetch or save it again")
    }
    var assignments: [(tensor: String, file: String)] = []
    for member in map {
      guard let file = member.value.string, !file.isEmpty, !file.contains("/") else {
        throw .corruptTensor(
          file: path, tensor: member.key, problem: "is not assigned to a file beside the index")
      }
      assignments.append((member.key, file))
    }
    return assignments
  }

  private static let longestIndex = 1 << 28

  private func file(of name: String) throws(SafetensorsError) -> SafetensorsFile {
    guard let place = places[name] else {
      throw .missingTensor(file: path, tensor: name, nearest: nearest(to: name, among: names))
    }
    return files[place]
  }
}
