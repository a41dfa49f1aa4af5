import OctavoBase
import OctavoEngine
import OctavoRunner

/// A list of messages, as files of chats hold them.
struct Conversation {
  enum Speaker { case system, user, assistant }

  struct Message: Equatable {
    var speaker: Speaker
    var text: String
  }

  let messages: [Message]

  /// Whether a value looks like a conversation, well-formed or not.
  static func isLikely(_ value: JSON?) -> Bool {
    guard let elements = value?.elements, let first = elements.first else { return false }
    return first.members != nil
  }

  /// The conversation under a key of a line.
  ///
  /// - Throws: `OperationError` for a list that is none.
  init(_ value: JSON, under key: String, in line: ObjectLines.Line) throws {
    guard let elements = value.elements else {
      throw line.mismatch(key, value, wanted: "a list of messages")
    }
    messages = try elements.enumerated().map { index, element in
      try Self.message(element, called: "\(key)[\(index)]", of: key, in: line)
    }
    guard !messages.isEmpty else { throw line.error("`\(key)` has no message") }
  }

  private static let speakers: [String: Speaker] = [
    "system": .system, "developer": .system, "user": .user, "human": .user,
    "assistant": .assistant, "gpt": .assistant, "model": .assistant,
  ]

  /// Whose messages carry a role; nil for a role that is not known.
  static func speaker(_ role: String) -> Speaker? { speakers[role] }

  private static func message(
    _ value: JSON, called name: String, of key: String, in line: ObjectLines.Line
  ) throws -> Message {
    guard let members = value.members else {
      throw line.mismatch(
        name, value, wanted: "a message",
        remedy: "a message is an object with its `role` and `content`")
    }
    let keys = members.contains { $0.key == "role" } ? ("role", "content") : ("from", "value")
    guard let given = value[keys.0], let content = value[keys.1] else {
      throw line.error(
        "`\(name)` has no `role` with a `content`",
        remedy: "the keys here are \(listed(members.map(\.key)))")
    }
    guard case .string(let role) = given else {
      throw line.mismatch("\(name).\(keys.0)", given, wanted: "a text")
    }
    guard let speaker = speaker(role) else {
      throw line.error(
        "`\(name)` is of the role `\(role)`, which is not known",
        remedy: "those known are \(listed(speakers.keys.sorted()))")
    }
    for member in members where member.key != keys.0 && member.key != keys.1 {
      line.leave("\(key)[].\(member.key)")
    }
    return Message(
      speaker: speaker, text: try text(content, called: "\(name).\(keys.1)", in: line))
  }

  /// A content that is a text, or a list of parts that are.
  private static func text(
    _ content: JSON, called name: String, in line: ObjectLines.Line
  ) throws -> String {
    if let text = content.string { return text }
    guard let parts = content.elements else {
      throw line.mismatch(name, content, wanted: "a text")
    }
    return try parts.enumerated().map { index, part in
      if let text = part.string { return text }
      guard let text = part["text"]?.string else {
        let kind = part["type"]?.string.map { ", of the type `\($0)`," } ?? ""
        throw line.error(
          "`\(name)[\(index)]`\(kind) is not a text", remedy: "leave the line out")
      }
      return text
    }.joined()
  }
}
