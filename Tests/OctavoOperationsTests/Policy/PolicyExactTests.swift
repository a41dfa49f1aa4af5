import Foundation
import OctavoResults
import Testing

@Suite struct PolicyExactTests {
  /// Every response by hand: its probabilities token by token, as `tokens.show` gives them, and from
  /// them the divergence, the objective and the optimum.
  @Test func exactNumbersAgreeWithAnEnumerationByHand() throws {
    let responses = ["a", "b", "c"].flatMap { first in ["a", "b", "c"].map { first + $0 } }
    let shown = responses.flatMap { response in
      ["reference", "policy"].map { model in
        """
        ```step \(model)-\(response)
        run: tokens.show
        model: \(model)
        text: a\(response)
        ```


        """
      }
    }
    let exact = """
      ```step exact
      run: policy.exact
      model: policy
      reference: reference
      judge: taste
      coefficient: 0.4
      length: 2
      prompt: a
      n: [1, 3]
      listed: 9
      ```
      """
    let run = runNotebook(symbolPolicies + shown.joined() + exact)
    let step = try #require(run[step: "exact"])
    func probabilities(_ model: String) throws -> [Double] {
      try responses.map { response in
        try #require(run[step: "\(model)-\(response)"])
          .column("probability", of: "tokens").dropFirst().reduce(1, *)
      }
    }
    let (reference, policy) = (try probabilities("reference"), try probabilities("policy"))
    let rewards = responses.map { response in
      Double(response.count { $0 == "c" } + (response == "ab" ? 1 : 0))
    }
    let partition = zip(reference, rewards).reduce(0) { $0 + $1.0 * exp($1.1 / 0.4) }
    let optimum = zip(reference, rewards).map { $0 * exp($1 / 0.4) / partition }
    func mean(_ probabilities: [Double], _ values: [Double]) -> Double {
      zip(probabilities, values).reduce(0) { $0 + $1.0 * $1.1 }
    }
    func kl(_ probabilities: [Double]) -> Double {
      mean(probabilities, zip(probabilities, reference).map { log($0 / $1) })
    }
    let objective = mean(policy, rewards) - 0.4 * kl(policy)
    let optimalReward = mean(optimum, rewards)
    let deviation = mean(optimum, rewards.map { ($0 - optimalReward) * ($0 - optimalReward) })
    let (start, most) = (mean(reference, rewards), 0.4 * log(partition))
    for (name, value) in [
      ("reward", mean(policy, rewards)), ("kl", kl(policy)), ("objective", objective),
      ("optimal-objective", most), ("optimal-reward", optimalReward),
      ("optimal-kl", kl(optimum)), ("optimal-deviation", deviation.squareRoot()),
      ("reference-reward", start),
      ("fraction", (objective - start) / (most - start)), ("responses", 9),
    ] {
      #expect(abs(try step.number(name) - value) < 1e-4, "\(name)")
    }
    #expect(kl(policy) > 0.001)

    // The best of three by going through all triples.
    var best = [Double](repeating: 0, count: 9)
    for a in 0..<9 {
      for b in 0..<9 {
        for c in 0..<9 {
          let highest = [a, b, c].map { rewards[$0] }.max() ?? 0
          let winners = [a, b, c].filter { rewards[$0] == highest }
          for winner in winners {
            best[winner] += reference[a] * reference[b] * reference[c] / Double(winners.count)
          }
        }
      }
    }
    #expect(abs(try step.column("reward", of: "best-of-n")[1] - mean(best, rewards)) < 1e-4)
    #expect(abs(try step.column("kl", of: "best-of-n")[1] - kl(best)) < 1e-4)
    #expect(try step.texts("response", of: "likeliest").sorted() == responses)
  }

  /// All nine responses occur among a thousand; with other prompts, nothing is covered.
  @Test func preferencesCoverWhatOccursInThem() throws {
    func step(prompt: String) throws -> StepRecord {
      let run = runNotebook(
        symbolPolicies + """
          ```step preferences
          run: preferences.collect
          model: reference
          prompts: bank
          count: 250
          responses: 4
          tokens: 2
          judge: taste
          ```

          ```step exact
          run: policy.exact
          model: policy
          reference: reference
          preferences: preferences
          judge: taste
          length: 2
          prompt: \(prompt)
          ```
          """)
      return try #require(run[step: "exact"])
    }
    #expect(abs(try step(prompt: "a").number("coverage") - 1) < 1e-6)
    guard case .failed(let error) = try step(prompt: "b").status else {
      Issue.record("the step did not fail")
      return
    }
    #expect(error.contains("no responses to this prompt"))
  }

  @Test(arguments: [
    ("by: pattern\npattern: \"z\"", "all responses have the same reward"),
    ("by: length\nwords: 1", "all responses have the same reward"),
  ])
  func whereNothingCanBeGainedItIsSaid(judge: String, message: String) throws {
    let run = runNotebook(
      symbolPolicies + """
        ```config flat
        \(judge)
        ```

        ```step exact
        run: policy.exact
        model: policy
        reference: reference
        judge: flat
        length: 2
        prompt: a
        ```
        """)
    guard case .failed(let error)? = run[step: "exact"]?.status else {
      Issue.record("the step did not fail")
      return
    }
    #expect(error.contains(message))
  }
}
