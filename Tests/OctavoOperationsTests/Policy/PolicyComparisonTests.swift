import Foundation
import Testing

@Suite struct PolicyComparisonTests {
  @Test func sampledNumbersAgreeWithExactOnes() throws {
    let run = runNotebook(
      symbolPolicies + """
        ```step exact
        run: policy.exact
        model: policy
        reference: reference
        judge: taste
        length: 3
        prompt: a
        n: [1, 2, 5]
        ```

        ```step compare
        run: policy.compare
        model: policy
        baseline: reference
        prompts: bank
        part: training
        judge: taste
        tokens: 3
        ```

        ```step best
        run: policy.best-of-n
        model: reference
        prompts: bank
        part: training
        judge: taste
        n: [1, 2, 5]
        tokens: 3
        ```
        """)
    let (exact, compare) = (try #require(run[step: "exact"]), try #require(run[step: "compare"]))
    let error = try compare.number("kl-error")
    #expect(abs(try compare.number("kl") - exact.number("kl")) < 4 * error)
    #expect(error < 0.1)
    let half = (try compare.number("gold-score-upper") - compare.number("gold-score-lower")) / 2
    #expect(abs(try compare.number("gold-score") - exact.number("reward")) < 2 * half)
    let best = try #require(run[step: "best"])
    let errors = try best.column("gold-error", of: "curve")
    let sampled = try best.column("gold-score", of: "curve")
    for (index, reward) in try exact.column("reward", of: "best-of-n").enumerated() {
      #expect(abs(sampled[index] - reward) < 4 * errors[index])
    }
  }

  /// Wins, ties and differences counted again from the samples.
  @Test func comparisonsAreCountedFromTheSamples() throws {
    let run = runNotebook(
      symbolPolicies + """
        ```step compare
        run: policy.compare
        model: policy
        baseline: reference
        prompts: bank
        part: training
        count: 90
        judge: taste
        tokens: 3
        ```

        ```step itself
        run: policy.compare
        model: reference
        baseline: reference
        prompts: bank
        part: training
        judge: taste
        tokens: 3
        ```
        """)
    let compare = try #require(run[step: "compare"])
    let own = try compare.texts("model", of: "samples").map { text in
      Double(text.matches(of: /ab|c/).count)
    }
    let others = try compare.texts("baseline", of: "samples").map { text in
      Double(text.matches(of: /ab|c/).count)
    }
    #expect(own.count == 90)
    let wins = zip(own, others).count { $0 > $1 }
    let ties = zip(own, others).count { $0 == $1 }
    #expect(wins > 0 && ties > 0)
    #expect(try compare.number("win-rate") == (Double(wins) + Double(ties) / 2) / 90)
    #expect(try compare.number("tie-rate") == Double(ties) / 90)
    #expect(try compare.number("win-rate-lower") < compare.number("win-rate"))
    let difference = zip(own, others).reduce(0) { $0 + $1.0 - $1.1 } / 90
    #expect(abs(try compare.number("difference") - difference) < 1e-9)
    let spread = zip(own, others).reduce(0) {
      let distance = $1.0 - $1.1 - difference
      return $0 + distance * distance
    }
    let half = 1.959964 * (spread / 89 / 90).squareRoot()
    #expect(abs(try compare.number("difference-upper") - difference - half) < 1e-9)

    let itself = try #require(run[step: "itself"])
    for (name, value) in [
      ("win-rate", 0.5), ("tie-rate", 1), ("kl", 0), ("difference", 0), ("length", 3),
    ] {
      #expect(try itself.number(name) == value, "\(name)")
    }
  }

  @Test func theBestOfSeveralIsComparedOnTheSameFooting() throws {
    let run = runNotebook(
      symbolPolicies + """
        ```step compare
        run: policy.compare
        model: reference
        baseline: reference
        best-of: 4
        prompts: bank
        part: training
        judge: taste
        tokens: 3
        ```
        """)
    let compare = try #require(run[step: "compare"])
    // The first of the four is the baseline's own response.
    #expect(
      zip(
        try compare.column("gold-score", of: "samples"),
        try compare.column("baseline-gold-score", of: "samples")
      ).allSatisfy { $0 >= $1 })
    #expect(try compare.number("win-rate") > 0.6)
    #expect(abs(try compare.number("kl") - (log(4) - 0.75)) < 1e-9)
  }

  @Test func modelsThatSpeakDifferentlyAreNotCompared() throws {
    let run = runNotebook(
      symbolPolicies + """
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

        ```step compare
        run: policy.compare
        model: other
        baseline: reference
        prompts: bank
        part: training
        judge: taste
        tokens: 2
        ```

        ```step exact
        run: policy.exact
        model: other
        reference: reference
        judge: taste
        length: 2
        prompt: a
        ```
        """)
    for name in ["compare", "exact"] {
      guard case .failed(let error)? = run[step: name]?.status else {
        Issue.record("\(name) did not fail")
        continue
      }
      #expect(error.contains("different tokenizers"))
    }
  }
}
