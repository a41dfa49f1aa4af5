import Foundation
import OctavoBase

/// A `config.json`, or the like of another name. A key whose value is null counts as missing.
struct ConfigurationFile {
  let path: String
  private let root: JSON

  static let name = "config.json"

  /// - Parameter remedy: what to do about a folder that lacks the file.
  init(
    in folder: URL, name: String = Self.name, whereMissing remedy: @autoclosure () -> String
  ) throws(PretrainedModelError) {
    path = folder.appendingPathComponent(name).path
    guard RegularFile.isThere(path) else {
      throw .missingFile(folder: folder.path, name: name, remedy: remedy())
    }
    do {
      root = try JSONFile.value(in: RegularFile.contents(of: path, limit: Self.longest))
    } catch let error as FileProblem {
      throw .unreadable(file: path, problem: "the file cannot be read: \(error.reason)")
    } catch {
      throw .unreadable(file: path, problem: "\(error)")
    }
    guard let members = root.members else {
      throw .unreadable(file: path, problem: "this is no JSON object; fetch or save it again")
    }
    var keys: Set<String> = []
    for member in members where !keys.insert(member.key).inserted {
      throw problem(member.key.shownForDisplay, "stands twice in the file; keep one")
    }
  }

  /// The keys that have a value, in the file's order.
  var keys: [String] { (root.members ?? []).filter { !$0.value.isNull }.map(\.key) }

  func has(_ key: String) -> Bool { present(root[key]) != nil }

  /// A value of any kind, such as a nested object.
  func object(_ key: String) -> JSON? { present(root[key]) }

  /// A positive size.
  func size(_ key: String, default fallback: Int? = nil) throws(PretrainedModelError) -> Int {
    let size = try value(key, "an integer", fallback) { $0.integer }
    guard size > 0, size <= Self.greatestSize else {
      throw problem(key, "must lie between 1 and \(Self.greatestSize), but is \(size)")
    }
    return size
  }

  func number(_ key: String, default fallback: Double? = nil) throws(PretrainedModelError) -> Double
  {
    try value(key, "a number", fallback) { $0.number }
  }

  func bool(_ key: String, default fallback: Bool? = nil) throws(PretrainedModelError) -> Bool {
    try value(key, "true or false", fallback) { $0.boolean }
  }

  func string(_ key: String, default fallback: String? = nil) throws(PretrainedModelError) -> String
  {
    try value(key, "a string", fallback) { $0.string }
  }

  /// The value that a string of the file names.
  func choice<Value>(
    _ key: String, among choices: [(name: String, value: Value)], default fallback: String? = nil
  ) throws(PretrainedModelError) -> Value {
    let name = try string(key, default: fallback)
    guard let choice = choices.first(where: { $0.name == name }) else {
      let names = choices.map { "“\($0.name)”" }.joined(separator: ", ")
      throw problem(key, "\(name.quotedForDisplay) is not supported; only \(names) can be loaded")
    }
    return choice.value
  }

  /// Requires a switch to stand as the engine's models have it.
  func require(
    _ key: String, _ expected: Bool, _ consequence: String
  ) throws(PretrainedModelError) {
    guard try bool(key, default: expected) == expected else {
      throw problem(key, "must be \(expected): \(consequence)")
    }
  }

  func problem(_ key: String, _ problem: String) -> PretrainedModelError {
    .setting(file: path, key: key, problem: problem)
  }

  private static let greatestSize = 1 << 24
  private static let longest = 1 << 26

  private func present(_ value: JSON?) -> JSON? {
    guard let value, !value.isNull else { return nil }
    return value
  }

  private func value<Value>(
    _ key: String, _ kind: String, _ fallback: Value?, _ read: (JSON) -> Value?
  ) throws(PretrainedModelError) -> Value {
    guard let found = present(root[key]) else {
      if let fallback { return fallback }
      throw problem(key, "is missing; it must be \(kind)")
    }
    guard let value = read(found) else {
      throw problem(key, "must be \(kind), but is \(found.compactText.shownForDisplay)")
    }
    return value
  }
}
