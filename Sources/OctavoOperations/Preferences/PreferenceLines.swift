import OctavoBase
import OctavoEngine
import OctavoRunner

/// Reads preferences from the lines of a file, in whichever form they stand there.
struct PreferenceLines {
  /// What begins an answer in a dialogue that is one text.
  let turn: String
  let marks: TurnMarks

  /// A preference, and what must be known of all before it can be used.
  struct Reading {
    var preference: Preferences.Preference
    let line: Int
    /// Whether the prompt stands apart, as a text, and every response begins with it.
    var repeatsPrompt = false
    /// Whether prompt and responses are texts, so that it could.
    var couldRepeatPrompt = false
  }

  private static let forms = """
    a line has `chosen` and `rejected`, or a `prompt` with a list of `responses`
    """

  func reading(of line: ObjectLines.Line) throws -> Reading {
    let margin = try margin(in: line)
    var reading = try line.has("responses") ? ranking(in: line) : comparison(in: line)
    reading.preference.margin = margin
    return reading
  }

  private func margin(in line: ObjectLines.Line) throws -> Double? {
    guard let value = line.value("margin"), !value.isNull else { return nil }
    guard let margin = value.number else {
      throw line.mismatch("margin", value, wanted: "a number")
    }
    return margin
  }

  // MARK: Rankings

  private func ranking(in line: ObjectLines.Line) throws -> Reading {
    guard let given = line.value("responses"), let elements = given.elements else {
      throw line.mismatch(
        "responses", line.value("responses") ?? .null, wanted: "a list of texts",
        remedy: Self.forms)
    }
    guard let prompt = line.value("prompt") else {
      throw line.error("`responses` stand without a `prompt`", remedy: Self.forms)
    }
    let ranks = try Ranks(line.value("ranks"), of: elements.count, in: line).ranks
    let responses = try elements.enumerated().map { index, element in
      try response(element, called: "responses[\(index)]", in: line)
    }
    return try reading(prompt, elements, responses, ranks: ranks, in: line)
  }

  /// A response that stands apart from its prompt.
  private func response(
    _ value: JSON, called name: String, in line: ObjectLines.Line
  ) throws -> String {
    if let text = value.string { return text }
    guard value.elements != nil || value.members != nil else {
      throw line.mismatch(name, value, wanted: "a text or a list of messages")
    }
    // A single message may stand without a list around it.
    let list = value.members == nil ? value : .array([value])
    let messages = try Conversation(list, under: name, in: line).messages
    guard let response = marks.response(messages) else {
      throw line.error(
        "`\(name)` does not begin with an answer of the assistant",
        remedy: "give the messages before it as `prompt`")
    }
    return response
  }

  private func reading(
    _ prompt: JSON, _ given: [JSON], _ responses: [String], ranks: [Int],
    in line: ObjectLines.Line
  ) throws -> Reading {
    let areTexts = given.allSatisfy { $0.string != nil }
    let text = try self.text(ofPrompt: prompt, isBeforeMessages: !areTexts, in: line)
    // What is left out for want of a text says nothing of the file's form.
    let isWhole = !text.isEmpty && !responses.isEmpty && !responses.contains("")
    let couldRepeat = areTexts && prompt.string != nil && isWhole
    return Reading(
      preference: Preferences.Preference(prompt: text, responses: responses, ranks: ranks),
      line: line.number,
      repeatsPrompt: couldRepeat
        && responses.allSatisfy { $0.utf8.starts(with: text.utf8) },
      couldRepeatPrompt: couldRepeat)
  }

  private func text(
    ofPrompt value: JSON, isBeforeMessages: Bool, in line: ObjectLines.Line
  ) throws -> String {
    if Conversation.isLikely(value) {
      return marks.prompt(try Conversation(value, under: "prompt", in: line).messages)
    }
    guard let text = value.string else {
      throw line.mismatch("prompt", value, wanted: "a text or a list of messages")
    }
    return isBeforeMessages && !text.isEmpty
      ? marks.prompt([Conversation.Message(speaker: .user, text: text)]) : text
  }

  // MARK: Comparisons

  private func comparison(in line: ObjectLines.Line) throws -> Reading {
    guard let chosen = line.value("chosen"), let rejected = line.value("rejected") else {
      throw line.error(
        "there is no `chosen` with a `rejected`, and no `responses`",
        remedy: "the keys here are \(listed(line.keys)); " + Self.forms)
    }
    let both: [(key: String, value: JSON)] = [("chosen", chosen), ("rejected", rejected)]
    for (key, value) in both where !value.mayBeResponse {
      throw line.mismatch(key, value, wanted: "a text or a list of messages")
    }
    if both.allSatisfy({ $0.value.string == nil }) {
      return try conversations(both, in: line)
    }
    let texts = try both.map { key, value in
      guard let text = value.string else {
        throw line.mismatch(
          key, value, wanted: "a text", remedy: "give both as texts, or both as lists of messages")
      }
      return text
    }
    if let prompt = line.value("prompt") {
      return try reading(prompt, [chosen, rejected], texts, ranks: [0, 1], in: line)
    }
    let prompt = CommonPrefix(of: texts[0], texts[1]).prompt(endingWith: turn)
    return Reading(
      preference: Preferences.Preference(
        prompt: String(prompt),
        responses: texts.map { String($0[prompt.endIndex...]) },
        ranks: [0, 1]), line: line.number)
  }

  /// Two lists of messages: whole conversations with a common beginning, or what goes on from a
  /// prompt that stands apart.
  private func conversations(
    _ both: [(key: String, value: JSON)], in line: ObjectLines.Line
  ) throws -> Reading {
    func preference(_ prompt: String, _ responses: [String]) -> Reading {
      Reading(
        preference: .init(prompt: prompt, responses: responses, ranks: [0, 1]), line: line.number)
    }
    if both.contains(where: { $0.value.members != nil }) || line.has("prompt") {
      let alone = both.allSatisfy { key, value in
        value.members != nil || Conversation.beginsWithAnswer(value)
      }
      if alone, let prompt = line.value("prompt") {
        return preference(
          try text(ofPrompt: prompt, isBeforeMessages: true, in: line),
          try both.map { try response($0.value, called: $0.key, in: line) })
      }
    }
    let whole = try both.map { try Conversation($0.value, under: $0.key, in: line).messages }
    guard
      let cut = Self.lastSharedAnswer(of: whole[0], whole[1]),
      let chosen = marks.response(whole[0][cut...]),
      let rejected = marks.response(whole[1][cut...])
    else {
      throw line.error(
        "`chosen` and `rejected` have no common beginning that the assistant answers",
        remedy: "both begin with the same messages, or stand behind a `prompt`")
    }
    if let prompt = line.value("prompt") {
      try require(prompt, asIn: Array(whole[0][..<cut]), in: line)
    }
    return preference(cut == 0 ? "" : marks.prompt(whole[0][..<cut]), [chosen, rejected])
  }

  /// The place of the last answer before which two conversations are the same.
  private static func lastSharedAnswer(
    of first: [Conversation.Message], _ second: [Conversation.Message]
  ) -> Int? {
    let shared = zip(first, second).prefix { $0 == $1 }.count
    return (0...shared).last { place in
      place < first.count && place < second.count && first[place].speaker == .assistant
        && second[place].speaker == .assistant
    }
  }

  /// A prompt that stands beside whole conversations must be what they begin with.
  private func require(
    _ prompt: JSON, asIn beginning: [Conversation.Message], in line: ObjectLines.Line
  ) throws {
    let isSame: Bool
    if Conversation.isLikely(prompt) {
      isSame = try Conversation(prompt, under: "prompt", in: line).messages == beginning
    } else {
      isSame = beginning.contains { $0.speaker == .user && $0.text == prompt.string }
    }
    guard isSame || prompt.isNull || prompt.string?.isEmpty == true else {
      throw line.error(
        "`prompt` is not what `chosen` and `rejected` begin with",
        remedy: "leave it out, or give the answers alone as `chosen` and `rejected`")
    }
  }
}

extension Conversation {
  /// Whether a list of messages begins with an answer of the assistant, as far as can be told.
  fileprivate static func beginsWithAnswer(_ value: JSON) -> Bool {
    guard let first = value.elements?.first else { return false }
    let role = first["role"]?.string ?? first["from"]?.string
    return role.flatMap(Self.speaker) == .assistant
  }
}

extension JSON {
  /// Whether it is a text, a message or a list.
  fileprivate var mayBeResponse: Bool { string != nil || elements != nil || members != nil }
}
