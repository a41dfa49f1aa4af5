import Foundation

/// A `config.json`, or the like of another name. A key whose value is null counts as missing.
struct ConfigurationFile {
  let path: String
  private let root: JSONValue

  static let name = "config.json"

  init(
    in folder: URL, name: String = Self.name, of library: String = "transformers"
  ) throws(PretrainedModelError) {
    path = folder.appendingPathComponent(name).path
    guard FileManager.default.fileExists(atPath: path) else {
      throw .missingFile(
        folder: folder.path, name: name,
        remedy: "give a folder as \(library)'s save_pretrained writes it")
    }
    do {
      root = try JSONValue(parsing: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch let error as JSONError {
      throw .unreadable(
        file: path, problem: "this is not JSON: \(error); fetch or save it again")
    } catch {
      let reason = (error as NSError).localizedDescription
      throw .unreadable(file: path, problem: "the file cannot be read: \(reason)")
    }
    guard root.members != nil else {
      throw .unreadable(file: path, problem: "this is no JSON object; fetch or save it again")
    }
  }

  func has(_ key: String) -> Bool { present(root[key]) != nil }

  /// A value of any kind, such as a nested object.
  func object(_ key: String) -> JSONValue? { present(root[key]) }

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
    try value(key, "true or false", fallback) { $0.bool }
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
      throw problem(key, "“\(name)” is not supported; only \(names) can be loaded")
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

  private func present(_ value: JSONValue?) -> JSONValue? {
    guard let value, !value.isNull else { return nil }
    return value
  }

  private func value<Value>(
    _ key: String, _ kind: String, _ fallback: Value?, _ read: (JSONValue) -> Value?
  ) throws(PretrainedModelError) -> Value {
    guard let found = present(root[key]) else {
      if let fallback { return fallback }
      throw problem(key, "is missing; it must be \(kind)")
    }
    guard let value = read(found) else {
      throw problem(key, "must be \(kind), but is \(found.compactText)")
    }
    return value
  }
}
