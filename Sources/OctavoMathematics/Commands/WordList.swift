/// Reads a table that is written as words: a name and what it stands for, in turn.
enum WordList {
  static func pairs(_ text: String) -> [String: String] {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    var result: [String: String] = [:]
    for index in stride(from: 0, to: words.count - 1, by: 2) {
      result[words[index]] = words[index + 1]
    }
    return result
  }
}
