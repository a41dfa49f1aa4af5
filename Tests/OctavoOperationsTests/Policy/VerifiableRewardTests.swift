import Foundation
import OctavoOperations
import Testing

/// Rewards that are checked against the right responses.
@Suite struct VerifiableRewardTests {
  private static let learned = """
    ```step sums
    run: sums.compose
    digits: 1
    summands: 2
    steps: true
    count: 100
    validation-fraction: 0.4
    ```

    ```step learn
    run: gpt.train
    data: sums
    model: {layers: 1, heads: 2, width: 16, context: 12}
    training: {iterations: 500, batch: 16, learning-rate: 1e-2}
    ```

    """

  /// Answers counted again from the texts.
  @Test func anAnswerIsRightWhereItIsTheSum() throws {
    let run = runNotebook(
      Self.learned + """
        ```step compare
        run: policy.compare
        model: learn
        baseline: learn
        prompts: sums.questions
        judge: {by: answer}
        tokens: 4
        stop: "\\n"
        ```
        """)
    let compare = try #require(run[step: "compare"])
    let prompts = try compare.texts("prompt", of: "samples")
    let responses = try compare.texts("model", of: "samples")
    let scores = try compare.column("gold-score", of: "samples")
    #expect(prompts.count == 40)
    var failed: [Int] = []
    for (index, prompt) in prompts.enumerated() {
      let sum = prompt.dropLast().split(separator: "+").compactMap { Int($0) }.reduce(0, +)
      let answer = responses[index].trimmingCharacters(in: .whitespacesAndNewlines)
      let expected = answer == (sum < 10 ? "0\(sum)" : "\(sum)")
      #expect(scores[index] == (expected ? 1 : 0), "\(prompt)\(answer)")
      if !expected { failed.append(responses[index].count) }
    }
    try #require(!failed.isEmpty && failed.count < 40)
    let length = Double(failed.reduce(0, +)) / Double(failed.count)
    #expect(abs(try compare.number("failed-length") - length) < 1e-12)
  }

  @Test func onlyRightResponsesAreKept() throws {
    let run = runNotebook(
      Self.learned + """
        ```step solved
        run: policy.best-of-n
        model: learn
        prompts: sums.questions
        part: training
        judge: {by: answer}
        tokens: 4
        stop: "\\n"
        n: [1, 8]
        least: 1
        validation-fraction: 0
        ```

        ```step again
        run: policy.best-of-n
        model: learn
        prompts: solved.pairs
        part: training
        judge: {by: answer}
        tokens: 4
        n: [1]
        ```
        """)
    let solved = try #require(run[step: "solved"])
    let curve = try solved.column("gold-score", of: "curve")
    #expect(curve[0] < curve[1] && curve[1] < 1)
    // pass@8 of 8 samples is the share of prompts with a right one.
    let kept = try #require(run[step: "again"]).number("count")
    #expect(abs(kept - 60 * curve[1]) < 1e-9)
  }

  @Test func nothingToKeepIsSaid() throws {
    let run = runNotebook(
      Self.learned + """
        ```step solved
        run: policy.best-of-n
        model: learn
        prompts: sums.questions
        judge: {by: answer}
        tokens: 1
        n: [2]
        least: 1
        ```
        """)
    guard case .failed(let error)? = run[step: "solved"]?.status else {
      Issue.record("it does not fail")
      return
    }
    #expect("\(error)".contains("no response to 40 prompts scores 1 or more"))
  }
}
