import Foundation
import OctavoNotebook
import Testing

@Suite struct ShellWordTests {
  /// What a POSIX shell makes of words as they are printed.
  private static func arguments(of line: String) throws -> [String] {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", #"set -- \#(line); for word in "$@"; do printf '%s\000' "$word"; done"#,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return data.split(separator: 0, omittingEmptySubsequences: false).dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: [
    ("plain-1.5_x/y:z,+@", "plain-1.5_x/y:z,+@"), ("", "''"), ("a b", "'a b'"),
    ("it's", #"'it'\''s'"#), ("$HOME", "'$HOME'"), ("=x", "'=x'"), ("~/x", "'~/x'"),
    ("é", "'é'"), ("\u{1B}[31m", #""$(printf '\033')"'[31m'"#),
  ])
  func quotesWhatNeedsIt(text: String, word: String) {
    #expect(text.shellQuoted == word)
  }

  @Test func comesThroughAShellUnchanged() throws {
    var words = [
      "", "'", "''", "'\u{301}", "\n", "a\n", "\r\n", "\t", "\\", "\"", "`id`", "$(id)", "!x", "-p",
      "é日本😀", "\u{202E}abc", "\u{1B}]0;x\u{7}", "a=b c", "*", "#x", "{a,b}", "%", "\u{7F}\u{9B}",
    ]
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array(
      "ab '\"\\$`!*?[]{}()<>|&;#~=%-_\n\t\r\u{1}\u{301}é😀\u{2028}".unicodeScalars)
    for _ in 0..<200 {
      let count = Int.random(in: 0...12, using: &generator)
      let scalars = (0..<count).map { _ in alphabet.randomElement(using: &generator) ?? "a" }
      words.append(String(String.UnicodeScalarView(scalars)))
    }
    let line = words.map(\.shellQuoted).joined(separator: " ")
    let arguments = try Self.arguments(of: line)
    #expect(arguments.map { Array($0.utf8) } == words.map { Array($0.utf8) })
  }

  @Test(arguments: [("-dash.md", "./-dash.md"), ("-", "./-"), ("a/-b.md", "a/-b.md")])
  func keepsPathsApartFromOptions(path: String, argument: String) {
    #expect(path.asPathArgument == argument)
  }
}
