import OctavoBase
import OctavoLanguageServer
import OctavoOperations
import Testing

@Suite struct ProtocolTests {
  private func server() -> LanguageServer { LanguageServer(catalogue: .octavo, version: "test") }

  private func code(_ answer: JSON?) -> Int? { answer?["error"]?["code"]?.integer }

  @Test func messagesArriveInPieces() {
    var reader = MessageReader()
    let bytes = MessageReader.framed(Array("{}".utf8)) + MessageReader.framed(Array("[1]".utf8))
    var items: [MessageReader.Item] = []
    for byte in bytes {
      reader.append([byte])
      while let item = reader.next() { items.append(item) }
    }
    #expect(items == [.content(Array("{}".utf8)), .content(Array("[1]".utf8))])
  }

  @Test(
    arguments: [
      "Content-Length: -1", "Content-Length: many", "Content-Type: text",
      "Content-Length: 99999999999999999999",
    ])
  func headersWithoutALengthArePassedOver(header: String) {
    var reader = MessageReader()
    reader.append(Array("\(header)\r\n\r\n".utf8) + MessageReader.framed(Array("{}".utf8)))
    #expect(reader.next() == .unusableHeader)
    #expect(reader.next() == .content(Array("{}".utf8)))
    #expect(reader.next() == nil)
  }

  @Test func anEndlessHeaderIsGivenUp() {
    var reader = MessageReader()
    reader.append(Array(repeating: UInt8(ascii: "x"), count: 100_000))
    #expect(reader.next() == .unusableHeader)
    #expect(reader.next() == nil)
  }

  @Test func malformedJSONIsAnsweredAndTheServerGoesOn() {
    let server = server()
    let answers = server.receive([
      MessageReader.Item.content(Array("{\"id\": 1,".utf8)), .unusableHeader,
      .content(Array("[]".utf8)), .content(Array("7".utf8)), .content(Array("{\"id\":3}".utf8)),
      .content(Array(String(repeating: "[", count: 5_000).utf8)),
    ])
    #expect(answers.map(code) == [-32700, -32700, -32600, -32600, -32600, -32700])
    let initialized = server.receive([
      ["jsonrpc": "2.0", "id": "a", "method": "initialize", "params": ["capabilities": [:]]]
    ])
    #expect(initialized.first?["id"] == "a")
    #expect(initialized.first?["result"]?["capabilities"]?["hoverProvider"] == true)
  }

  @Test func nothingIsAnsweredBeforeInitialization() {
    let server = server()
    let answer = server.receive([
      ["jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": [:]]
    ])
    #expect(code(answer.first) == -32002)
  }

  @Test func unknownMethodsAreRefused() {
    let editor = Editor()
    #expect(code(editor.request("textDocument/magic", [:])) == -32601)
    #expect(code(editor.request("initialize", [:])) == -32600)
    editor.notify("$/somethingOptional", [:])
    editor.notify("workspace/didChangeConfiguration", ["settings": nil])
  }

  @Test func requestsSayWhatTheyLack() {
    let editor = Editor(sample)
    #expect(code(editor.request("textDocument/hover", [:])) == -32602)
    #expect(
      code(editor.request("textDocument/hover", ["textDocument": ["uri": "file:///other"]]))
        == -32602)
    #expect(
      code(editor.request("textDocument/hover", ["textDocument": ["uri": .string(Editor.uri)]]))
        == -32602)
    #expect(
      code(editor.request("textDocument/rename", ["textDocument": ["uri": .string(Editor.uri)]]))
        == -32602)
  }

  @Test func aCancelledRequestIsNotWorkedOn() {
    let editor = Editor(sample)
    let parameters: JSON = [
      "textDocument": ["uri": .string(Editor.uri)], "position": ["line": 0, "character": 0],
    ]
    let answers = editor.server.receive([
      ["jsonrpc": "2.0", "id": 90, "method": "textDocument/hover", "params": parameters],
      ["jsonrpc": "2.0", "id": 91, "method": "textDocument/hover", "params": parameters],
      ["jsonrpc": "2.0", "method": "$/cancelRequest", "params": ["id": 90]],
    ])
    #expect(answers.map { $0["id"] } == [90, 91])
    #expect(code(answers[0]) == -32800)
    #expect(answers[1]["result"] != nil)
  }

  @Test func shutdownThenExitIsOrderly() {
    let editor = Editor()
    #expect(editor.request("shutdown", nil)["result"] == JSON.null)
    #expect(code(editor.request("textDocument/hover", [:])) == -32600)
    #expect(editor.server.exitStatus == nil)
    editor.notify("exit", nil)
    #expect(editor.server.exitStatus == 0)
  }

  @Test func exitAloneIsNot() {
    let editor = Editor()
    editor.notify("exit", nil)
    #expect(editor.server.exitStatus == 1)
  }

  @Test func markdownIsForEditorsThatTakeIt() {
    let server = server()
    let text: JSON = ["hover": ["contentFormat": ["plaintext", "markdown"]]]
    let document: JSON = [
      "uri": "file:///n.md", "languageId": "markdown", "version": 1,
      "text": "```step s\nrun: stories.compose\n```\n",
    ]
    let place: JSON = [
      "textDocument": ["uri": "file:///n.md"], "position": ["line": 1, "character": 8],
    ]
    let answers = server.receive([
      [
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": ["capabilities": ["textDocument": text]],
      ],
      [
        "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": ["textDocument": document],
      ],
      ["jsonrpc": "2.0", "id": 2, "method": "textDocument/hover", "params": place],
      ["jsonrpc": "2.0", "id": 3, "method": "textDocument/completion", "params": place],
    ])
    #expect(answers[1]["result"]?["contents"]?["kind"] == "markdown")
    let items = answers[2]["result"]?["items"]?.elements ?? []
    #expect(items.count > 20)
    #expect(items.allSatisfy { $0["documentation"]?.string != nil })
  }

  @Test func theEncodingIsWhatTheEditorOffers() {
    #expect(Editor(encodings: ["utf-8", "utf-16"]).capabilities["positionEncoding"] == "utf-8")
    #expect(Editor(encodings: ["utf-32"]).capabilities["positionEncoding"] == "utf-16")
    #expect(Editor().capabilities["positionEncoding"] == "utf-16")
  }
}
