import OctavoBase
import OctavoEngine
import OctavoRunner

extension ObjectLines {
  /// A line of a file, with its object's members in their order.
  struct Line {
    let file: String
    /// Counted from 1.
    let number: Int
    let members: [JSON.Member]
    private let use: KeyUse

    init(file: String, number: Int, members: [JSON.Member]) {
      self.file = file
      self.number = number
      self.members = members
      use = KeyUse(count: members.count)
    }

    var keys: [String] { members.map(\.key) }

    /// Whether something but null stands under a key.
    func has(_ key: String) -> Bool {
      members.contains { $0.key == key && !$0.value.isNull }
    }

    /// What stands under a key, null too; nil where there is no such key.
    func value(_ key: String) -> JSON? {
      guard let index = members.firstIndex(where: { $0.key == key }) else { return nil }
      use.isUsed[index] = true
      return members[index].value
    }

    /// The text under a key; nil where there is no such key.
    /// - Throws: where something else than a text stands there.
    func text(_ key: String) throws -> String? {
      guard let value = value(key) else { return nil }
      guard case .string(let text) = value else { throw mismatch(key, value, wanted: "a text") }
      return text
    }

    /// Counts a key of an object within as one that is not used.
    func leave(_ path: String) { use.leftWithin.append(path) }

    /// The keys that nobody has asked for.
    var unusedKeys: [String] {
      members.indices.filter { !use.isUsed[$0] }.map { members[$0].key } + use.leftWithin
    }

    func error(_ problem: String, remedy: String? = nil) -> OperationError {
      OperationError("\(file), line \(number): \(problem)", remedy: remedy)
    }

    func mismatch(
      _ key: String, _ value: JSON, wanted: String, remedy: String? = nil
    ) -> OperationError {
      value.isNull
        ? error("`\(key)` is null", remedy: "give \(wanted), or leave the line out")
        : error("`\(key)` is \(value.kindWithArticle), and \(wanted) is wanted", remedy: remedy)
    }
  }

  /// Which members of a line have been asked for.
  private final class KeyUse {
    var isUsed: [Bool]
    var leftWithin: [String] = []

    init(count: Int) { isUsed = Array(repeating: false, count: count) }
  }
}

extension JSON {
  /// What it is, for messages.
  var kindWithArticle: String {
    switch self {
    case .null: "null"
    case .boolean(let boolean): boolean ? "`true`" : "`false`"
    case .integer, .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
