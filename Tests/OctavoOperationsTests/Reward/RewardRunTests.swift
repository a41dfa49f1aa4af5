import Foundation
import OctavoOperations
import OctavoRunner
import Testing

/// Rewards of several models, and margins by rating.
@Suite struct RewardRunTests {
  private static let start =
    symbolPolicies + """
      ```step preferences
      run: preferences.collect
      model: reference
      prompts: bank
      count: 60
      tokens: 3
      judge: taste
      validation-fraction: 0.3
      ```

      ```step first
      run: reward.train
      model: reference
      data: preferences
      training: {iterations: 4, batch: 8}
      ```

      ```step second
      run: reward.train
      model: reference
      data: preferences
      training: {iterations: 8, batch: 8}
      ```


      """

  private func scores(_ name: String, of reward: String) -> String {
    """
    ```step \(name)
    run: reward.score
    reward: \(reward)
    data: bank
    limit: 50
    ```


    """
  }

  /// Without a reference the sum is that of the models' own scores; a piecewise reward of threshold 1
  /// is all the safety model's, of threshold 0 all the other's.
  @Test func combinedScoresAreThoseOfTheirModels() throws {
    let run = runNotebook(
      Self.start + """
        ```step sum
        run: reward.sum
        rewards: [{reward: first, weight: 2}, {reward: second, weight: -1}]
        ```

        ```step safe
        run: reward.piecewise
        safety: first
        helpfulness: second
        threshold: 1
        reference: bank
        ```

        ```step helpful
        run: reward.piecewise
        safety: first
        helpfulness: second
        threshold: 0
        ```


        """ + scores("a", of: "first") + scores("b", of: "second") + scores("c", of: "sum")
        + scores("d", of: "safe") + scores("e", of: "helpful"))
    func column(_ name: String) throws -> [Double] {
      try #require(run[step: name]).column("score", of: "scores")
    }
    let (first, second, sum) = (try column("a"), try column("b"), try column("c"))
    for (index, value) in sum.enumerated() {
      #expect(abs(value - (2 * first[index] - second[index])) < 1e-6)
    }
    #expect(try column("e") == second)
    #expect(try #require(run[step: "safe"]).number("guarded") == 1)
    // Whitened, so that only a shift and a scale are between them.
    let safe = try column("d")
    let other = try #require(first.firstIndex { $0 != first[0] })
    let slope = (safe[other] - safe[0]) / (first[other] - first[0])
    for index in safe.indices {
      #expect(abs(safe[index] - safe[0] - slope * (first[index] - first[0])) < 1e-4)
    }
  }

  @Test func agreementIsThatOfTraining() throws {
    let run = runNotebook(
      Self.start + """
        ```step evaluated
        run: reward.evaluate
        reward: second
        data: preferences
        rating: {grades: 2, width: 1.5}
        ```
        """)
    let (trained, evaluated) = (
      try #require(run[step: "second"]), try #require(run[step: "evaluated"])
    )
    for name in ["accuracy", "judge-agreement", "label-accuracy", "calibration-error"] {
      #expect(abs(try trained.number(name) - evaluated.number(name)) < 1e-9, "\(name)")
    }
    let (agreement, comparisons) = (
      try evaluated.column("judge-agreement", of: "grades"),
      try evaluated.column("comparisons", of: "grades")
    )
    let total = zip(agreement, comparisons).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(
      abs(total / comparisons.reduce(0, +) - (try evaluated.number("judge-agreement"))) < 1e-9)
  }

  @Test func aMixtureHasItsShares() throws {
    let run = runNotebook(
      Self.start + """
        ```step mix
        run: preferences.mix
        sources: [{data: preferences, proportion: 0.25}, {data: preferences, proportion: 0.75}]
        size: 100
        ```

        ```step joined
        run: pairs.mix
        sources: [{data: bank}, {data: bank}]
        ```
        """)
    let mix = try #require(run[step: "mix"])
    #expect(try mix.column("examples", of: "sources") == [25, 75])
    #expect(try mix.number("count") == 100)
    let preferences = try #require(run[step: "preferences"])
    #expect(
      try mix.number("validation-count") == 2 * preferences.number("validation-count"))
    let joined = try #require(run[step: "joined"])
    #expect(try joined.column("epochs", of: "sources") == [1, 1])
    #expect(try joined.column("examples", of: "sources").reduce(0, +) == joined.number("count"))
  }

  @Test(arguments: [
    (
      """
      run: reward.train
      model: reference
      data: loaded
      rating: {grades: 3}
      training: {iterations: 1}
      """, "do not say how far apart the responses are"
    ),
    (
      """
      run: reward.sum
      rewards: [{reward: first}, {reward: foreign}]
      """, "different tokenizers"
    ),
    (
      """
      run: preferences.mix
      sources: [{data: preferences}, {data: preferences}, {data: preferences}]
      size: 1
      """, "the mixture is empty"
    ),
    (
      """
      run: pairs.variety
      data: bank
      n: 9
      """, "no response has 9 words in a row"
    ),
  ])
  func whatCannotBeUsedIsNamed(_ step: String, _ message: String) throws {
    let name = "octavo-test-\(UUID().uuidString).jsonl"
    let file = URL.temporaryDirectory.appending(path: name)
    let line = #"{"prompt": "a", "chosen": "ab", "rejected": "bb"}"#
    try Data("\(line)\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let run = runNotebook(
      Self.start + """
        ```step loaded
        run: preferences.load
        path: \(name)
        validation-fraction: 0
        ```

        ```step other-text
        run: symbols.compose
        alphabet: abcd
        ```

        ```step other
        run: gpt.train
        data: other-text
        model: {layers: 1, heads: 1, width: 8, context: 4}
        training: {iterations: 1}
        ```

        ```step foreign
        run: reward.train
        model: other
        data: preferences
        training: {iterations: 1}
        ```

        ```step tried
        \(step)
        ```
        """)
    guard case .failed(let error)? = run[step: "tried"]?.status else {
      Issue.record("the step did not fail")
      return
    }
    #expect(error.contains(message), "\(error)")
  }
}
