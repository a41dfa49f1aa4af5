import OctavoRunner

/// The texts that open the turns of a conversation where it is written as one text.
struct TurnMarks: OptionGroup {
  @Option("What opens a user's turn where lists of messages are read.")
  var userTurn = "\n\nHuman: "
  @Option("What opens an assistant's turn there; a prompt ends with it.")
  var assistantTurn = "\n\nAssistant: "
  @Option("What opens a system's turn there.") var systemTurn = ""

  subscript(speaker: Conversation.Speaker) -> String {
    switch speaker {
    case .user: userTurn
    case .assistant: assistantTurn
    case .system: systemTurn
    }
  }

  /// Messages as one text.
  func text(of messages: some Collection<Conversation.Message>) -> String {
    messages.reduce(into: "") { text, message in text += self[message.speaker] + message.text }
  }

  /// Messages as a prompt, which ends where an answer begins.
  func prompt(_ messages: some Collection<Conversation.Message>) -> String {
    text(of: messages) + assistantTurn
  }

  /// An answer, and what follows it; nil where it is not the assistant's.
  func response(_ messages: some Collection<Conversation.Message>) -> String? {
    guard let first = messages.first, first.speaker == .assistant else { return nil }
    return first.text + text(of: messages.dropFirst())
  }

  static let discussion = """
    A list of messages, each with its `role` and `content` (or `from` and `value`, as ShareGPT has \
    them), becomes one text: every message stands behind the text that opens its speaker's turn, \
    `user-turn`, `assistant-turn` or `system-turn`; and a prompt ends with the text that opens the \
    answer. A content in parts is joined; parts that are not text are refused.
    """
}
