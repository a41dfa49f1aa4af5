import Foundation
import OctavoResults
import Testing

/// What `gpt.sample` does with a draft.
@Suite struct DraftTests {
  private static let start = """
    ---
    seed: 4
    ---

    ```step symbols
    run: symbols.compose
    alphabet: abcd
    count: 2000
    ```

    ```step learn
    run: gpt.train
    for: {width: [16, 8]}
    data: symbols
    model: {layers: 1, heads: 2, width: "${width}", context: 24}
    training: {iterations: 20, batch: 4}
    ```


    """

  private func step(_ options: String, _ before: String = "") throws -> StepRecord {
    let run = runNotebook(
      Self.start + before + """
        ```step tried
        run: gpt.sample
        model: learn[width=16]
        \(options)
        ```
        """)
    return try #require(run[step: "tried"])
  }

  @Test func greedySamplesAreThoseWithoutADraft() throws {
    let options = "prompt: [a, bc, dab]\ntokens: 20\ntemperature: 0"
    let alone = try step(options)
    let drafted = try step("\(options)\ndraft: learn[width=8]\nlookahead: 5")
    #expect(alone.status == .done && drafted.status == .done, "\(drafted.status)")
    #expect(try drafted.texts("text", of: "samples") == alone.texts("text", of: "samples"))
    #expect(alone.values["acceptance"] == nil)
    let (acceptance, used, tokensPerPass) = (
      try drafted.number("acceptance"), try drafted.number("used-proposals"),
      try drafted.number("tokens-per-pass")
    )
    #expect(0 <= used && used <= acceptance && acceptance <= 1)
    #expect(1 <= tokensPerPass && tokensPerPass <= 6)
  }

  /// A model that drafts for itself is never rejected: 4 passes of 5 tokens.
  @Test func aModelAcceptsItself() throws {
    let tried = try step("prompt: a\ncount: 70\ntokens: 20\ndraft: learn[width=16]")
    #expect(try tried.number("acceptance") == 1)
    #expect(try tried.number("used-proposals") == 1)
    #expect(try tried.number("tokens-per-pass") == 5)
  }

  @Test func aPromptThatLeavesNoRoomIsNamed() throws {
    let tried = try step("prompt: [a, abcda]\ntokens: 21\ndraft: learn[width=8]")
    #expect(
      "\(tried.status)".contains(
        "a prompt of 5 and 21 tokens after it need 25, and the model has 24"), "\(tried.status)")
    let fits = try step("prompt: [a, abcd]\ntokens: 21\ndraft: learn[width=8]")
    #expect(fits.status == .done, "\(fits.status)")
  }

  /// Vocabularies of equal size that write different characters.
  @Test func aDraftOfAnotherTokenizerIsRefused() throws {
    let tried = try step(
      "prompt: a\ntokens: 4\ndraft: other",
      """
      ```step others
      run: symbols.compose
      alphabet: abce
      count: 2000
      ```

      ```step other
      run: gpt.train
      data: others
      model: {layers: 1, heads: 2, width: 8, context: 24}
      training: {iterations: 2, batch: 4}
      ```


      """)
    #expect("\(tried.status)".contains("the draft has another tokenizer"), "\(tried.status)")
  }
}
