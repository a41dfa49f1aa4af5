/// The commands of a session with a shell: what follows `$ ` at a line's start. The rest is output.
struct ConsoleTokens {
  private(set) var tokens: [CodeHighlighter.Token] = []

  init(_ bytes: [UInt8]) {
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      if bytes[start..<end].starts(with: "$ ".utf8) {
        let command = CodeTokenizer(Array(bytes[(start + 2)..<end]), in: .shell)
        tokens += command.tokens.map { token in
          let range = token.range
          return CodeHighlighter.Token(
            kind: token.kind,
            range: range.lowerBound + start + 2..<range.upperBound + start + 2)
        }
      }
      start = end + 1
    }
  }
}
