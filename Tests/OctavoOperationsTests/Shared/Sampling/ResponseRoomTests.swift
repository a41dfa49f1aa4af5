import Foundation
import OctavoResults
import Testing

/// Responses that do not fit into the context with their prompts are never cut without a word.
@Suite struct ResponseRoomTests {
  /// Prompts of three, four and five symbols, and a context of twelve.
  private static let start =
    symbolNotebook(context: 12) + """
      ```step longer
      run: gpt.sample
      model: reference
      prompt: [abc, abca, abcab]
      count: 4
      tokens: 2
      ```


      """

  private static let operations = [
    "run: preferences.collect\nmodel: reference",
    "run: policy.compare\nmodel: policy\nbaseline: reference\npart: training",
    "run: policy.best-of-n\nmodel: reference\npart: training\nn: [1, 2]",
    "run: ppo.train\nmodel: reference\ntraining: {iterations: 1, batch: 4}",
  ]

  private func step(_ operation: String, _ option: String) throws -> StepRecord {
    let run = runNotebook(
      Self.start + """
        ```step tried
        \(operation)
        prompts: longer
        judge: taste
        \(option)
        ```
        """)
    return try #require(run[step: "tried"])
  }

  @Test(arguments: operations)
  func aWarningNamesTheNumbers(operation: String) throws {
    let tried = try step(operation, "tokens: 9")
    #expect(tried.status == .done, "\(tried.status)")
    #expect(
      tried.warnings.texts.contains(
        "Responses are cut after 7 tokens: 9 were asked for, and with prompts of 3 to 5 tokens the "
          + "context of 12 leaves 7."), "\(tried.warnings.texts)")
  }

  @Test(arguments: operations)
  func whatFitsOrWasNotAskedForIsNotWarnedOf(operation: String) throws {
    for tokens in ["tokens: 7", "temperature: 1"] {
      let tried = try step(operation, tokens)
      #expect(tried.status == .done, "\(tried.status)")
      #expect(!tried.warnings.texts.contains { $0.contains("are cut") }, "\(tried.warnings.texts)")
    }
  }

  /// Where nobody reads a text again, it may grow beyond the context; what the model does not see of
  /// the prompt itself is told.
  @Test func samplesMayBeLongerThanTheContext() throws {
    let run = runNotebook(
      Self.start + """
        ```step long
        run: gpt.sample
        model: reference
        prompt: [a, abcabcabcabcabc]
        tokens: 30
        ```
        """)
    let long = try #require(run[step: "long"])
    #expect(try long.number("tokens") == 60)
    #expect(
      long.warnings.texts == [
        "Of 1 of 2 prompts the model reads the last 12 tokens alone, its context: the first of them "
          + "has 15."
      ])
  }
}
