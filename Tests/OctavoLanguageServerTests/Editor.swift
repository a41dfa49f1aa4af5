import OctavoBase
import OctavoLanguageServer
import OctavoOperations
import OctavoRunner
import Testing

/// An editor that talks with a server in the same process, with one document open.
final class Editor {
  static let uri = "file:///nowhere/notebook.md"

  private static let formats: JSON = [
    "hover": ["contentFormat": ["markdown"]],
    "completion": ["completionItem": ["documentationFormat": ["markdown"]]],
  ]

  let server = LanguageServer(catalogue: .octavo, version: "test")
  private(set) var capabilities: JSON = nil
  private var lastIdentifier = 0

  /// - Parameters:
  ///   - text: with a sign `‸` where the cursor is, if it is to be anywhere.
  ///   - encodings: that the editor offers.
  init(_ text: String = "", encodings: [String] = []) {
    let (plain, cursor) = Self.cursor(in: text)
    self.cursor = cursor
    let offered: JSON = .array(encodings.map(JSON.string))
    capabilities =
      request(
        "initialize",
        ["capabilities": ["general": ["positionEncodings": offered], "textDocument": Self.formats]])[
        "result"]?[
        "capabilities"] ?? .null
    notify("initialized", [:])
    open(plain)
  }

  /// Where the sign stood, in UTF-16.
  private(set) var cursor: JSON

  private static func cursor(in text: String) -> (String, JSON) {
    guard let sign = text.firstIndex(of: "‸") else { return (text, ["line": 0, "character": 0]) }
    let lines = text[..<sign].split(separator: "\n", omittingEmptySubsequences: false)
    return (
      text.replacing("‸", with: ""),
      [
        "line": .integer(lines.count - 1),
        "character": .integer(lines.last.map { String($0).utf16.count } ?? 0),
      ]
    )
  }

  func open(_ text: String, uri: String = uri) {
    notify(
      "textDocument/didOpen",
      [
        "textDocument": [
          "uri": .string(uri), "languageId": "markdown", "version": 1, "text": .string(text),
        ]
      ])
  }

  func change(_ changes: [JSON], version: Int, uri: String = uri) {
    notify(
      "textDocument/didChange",
      [
        "textDocument": ["uri": .string(uri), "version": .integer(version)],
        "contentChanges": .array(changes),
      ])
  }

  @discardableResult func request(_ method: String, _ parameters: JSON) -> JSON {
    lastIdentifier += 1
    let answers = server.receive([
      [
        "jsonrpc": "2.0", "id": .integer(lastIdentifier), "method": .string(method),
        "params": parameters,
      ]
    ])
    return answers.first ?? .null
  }

  func notify(_ method: String, _ parameters: JSON) {
    let answers = server.receive([
      ["jsonrpc": "2.0", "method": .string(method), "params": parameters]
    ])
    #expect(answers.isEmpty)
  }

  /// The result of a request about the document, at the cursor.
  func ask(_ method: String, _ more: [(String, JSON)] = [], at position: JSON? = nil) -> JSON {
    let parameters: [(String, JSON)] =
      [("textDocument", ["uri": .string(Self.uri)]), ("position", position ?? cursor)] + more
    return request("textDocument/\(method)", .object(parameters))["result"] ?? .null
  }

  /// What the server tells now of what is wrong.
  func diagnostics() -> [JSON] {
    server.dueDiagnostics(at: .now + .seconds(1)).compactMap { $0["params"] }
  }

  // MARK: Results in short

  var labels: [String] {
    ask("completion")["items"]?.elements?.compactMap { $0["label"]?.string } ?? []
  }

  func item(_ label: String) -> JSON? {
    ask("completion")["items"]?.elements?.first { $0["label"] == .string(label) }
  }

  var hover: String? { ask("hover")["contents"]?["value"]?.string }

  /// The lines that a rename changes, from 0; `nil` where it is refused.
  func renamedLines(to name: String) -> [Int]? {
    edits(ask("rename", [("newName", .string(name))]))?.compactMap {
      $0["range"]?["start"]?["line"]?.integer
    }
  }

  func edits(_ edit: JSON) -> [JSON]? { edit["changes"]?[Self.uri]?.elements }
}

/// A text with edits, each of a range in UTF-16.
func applying(_ edits: [JSON], to text: String) throws -> String {
  var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
    Array(String($0).utf16)
  }
  let sorted = edits.sorted { first, second in
    func place(_ edit: JSON) -> (Int, Int) {
      let start = edit["range"]?["start"]
      return (start?["line"]?.integer ?? 0, start?["character"]?.integer ?? 0)
    }
    return place(first) > place(second)
  }
  for edit in sorted {
    let range = try #require(edit["range"])
    let line = try #require(range["start"]?["line"]?.integer)
    let start = try #require(range["start"]?["character"]?.integer)
    let end = try #require(range["end"]?["character"]?.integer)
    #expect(range["end"]?["line"] == .integer(line), "an edit is of one line")
    lines[line].replaceSubrange(start..<end, with: Array((edit["newText"]?.string ?? "").utf16))
  }
  return lines.map { String(decoding: $0, as: UTF16.self) }.joined(separator: "\n")
}
