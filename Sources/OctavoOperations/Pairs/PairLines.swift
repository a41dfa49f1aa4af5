import OctavoBase
import OctavoEngine
import OctavoRunner

/// Reads prompts with responses from the lines of a file, in whichever form they stand there.
struct PairLines {
  let promptKey: String
  let responseKey: String
  let marks: TurnMarks

  private static let conversationKeys = ["messages", "conversations"]

  func pair(in line: ObjectLines.Line) throws -> Pairs.Pair {
    if !line.has(responseKey),
      let key = Self.conversationKeys.first(where: { line.has($0) }), let value = line.value(key)
    {
      return try pair(Conversation(value, under: key, in: line), key, in: line)
    }
    let prompt = try value(promptKey, "prompt-key", in: line)
    let response = try value(responseKey, "response-key", in: line)
    return Pairs.Pair(
      prompt: try text(ofPrompt: prompt, isBeforeMessages: response.elements != nil, in: line),
      response: try text(ofResponse: response, in: line))
  }

  private func value(
    _ key: String, _ option: String, in line: ObjectLines.Line
  ) throws -> JSON {
    guard let value = line.value(key) else {
      throw line.error(
        "there is no `\(key)`",
        remedy: "the keys here are \(listed(line.keys)); name one of them by `\(option)`, or give "
          + "a conversation as `messages`")
    }
    return value
  }

  /// The last answer of a conversation, and what comes before it.
  private func pair(
    _ conversation: Conversation, _ key: String, in line: ObjectLines.Line
  ) throws -> Pairs.Pair {
    let messages = conversation.messages
    guard let last = messages.lastIndex(where: { $0.speaker == .assistant }) else {
      return Pairs.Pair(prompt: marks.prompt(messages), response: "")
    }
    if last + 1 < messages.count { line.leave("\(key)[] after the last answer") }
    return Pairs.Pair(
      prompt: last == 0 ? "" : marks.prompt(messages[..<last]), response: messages[last].text)
  }

  private func text(
    ofPrompt value: JSON, isBeforeMessages: Bool, in line: ObjectLines.Line
  ) throws -> String {
    if Conversation.isLikely(value) {
      return marks.prompt(try Conversation(value, under: promptKey, in: line).messages)
    }
    guard let text = value.string else {
      throw line.mismatch(promptKey, value, wanted: "a text or a list of messages")
    }
    return isBeforeMessages && !text.isEmpty
      ? marks.prompt([Conversation.Message(speaker: .user, text: text)]) : text
  }

  private func text(ofResponse value: JSON, in line: ObjectLines.Line) throws -> String {
    if Conversation.isLikely(value) {
      let messages = try Conversation(value, under: responseKey, in: line).messages
      guard let response = marks.response(messages) else {
        throw line.error(
          "`\(responseKey)` does not begin with an answer of the assistant",
          remedy: "give the messages before it as `\(promptKey)`, or all of them as `messages`")
      }
      return response
    }
    guard let text = value.string else {
      throw line.mismatch(responseKey, value, wanted: "a text or a list of messages")
    }
    return text
  }
}
