import Foundation
import Testing

/// `octavo lsp`: the server on standard input and output.
@Suite struct LanguageServerCommandTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private func framed(_ messages: [String]) -> String {
    messages.map { "Content-Length: \($0.utf8.count)\r\n\r\n\($0)" }.joined()
  }

  private let opening = """
    {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}
    """

  @Test(arguments: [[], ["--stdio"]]) func anOrderlySessionEndsWell(arguments: [String]) throws {
    let text = "```step a\\nrun: nothing\\n```\\n"
    let document = """
      {"uri":"file:///n.md","languageId":"markdown","version":4,"text":"\(text)"}
      """
    let input = framed([
      opening, #"{"jsonrpc":"2.0","method":"initialized","params":{}}"#,
      #"{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":"#
        + document + "}}",
      #"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#, #"{"jsonrpc":"2.0","method":"exit"}"#,
    ])
    let ended = try place.start(["lsp"] + arguments, input: input).ended()
    #expect(ended.status == 0, "\(ended.messages)")
    #expect(ended.output.contains(#""positionEncoding":"utf-16""#))
    #expect(ended.output.contains(#""id":2,"result":null"#))
    #expect(ended.messages == "")
  }

  @Test func theEndOfTheInputEndsTheServer() throws {
    let ended = try place.start(["lsp"], input: framed([opening])).ended()
    #expect(ended.status == 1)
    #expect(ended.output.hasPrefix("Content-Length: "))
    #expect(ended.messages == "")
  }

  @Test func rubbishIsNoReasonToStop() throws {
    let ended = try place.start(
      ["lsp"], input: "Content-Length: 2\r\n\r\n{]" + framed([opening])
    ).ended()
    #expect(ended.output.contains("-32700"))
    #expect(ended.output.contains("serverInfo"))
  }
}
