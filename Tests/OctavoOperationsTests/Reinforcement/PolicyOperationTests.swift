import Foundation
import OctavoEngine
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

private func run(_ text: String) -> Run {
  let plan = Plan(
    Notebook.read(Source(path: "policies.md", text: text)), catalogue: .octavo,
    folder: .temporaryDirectory)
  return Runner.run(plan, options: Runner.Options(), deliverables: nil).run
}

extension StepRecord {
  fileprivate func number(_ name: String) throws -> Double {
    try #require(values[name]?.double, "\(self.name).\(name)")
  }

  fileprivate func column(_ name: String, of table: String) throws -> [Double] {
    try #require(tables[table]?[column: name], "\(self.name).\(table).\(name)").numbers
  }

  fileprivate func texts(_ name: String, of table: String) throws -> [String] {
    try #require(tables[table]?[column: name]).values.map { value in
      guard case .text(let text)? = value else { return "" }
      return text
    }
  }
}

/// Two policies over three symbols, and a bank of many equal prompts.
private let symbols = """
  ---
  seed: 4
  ---

  ```step text
  run: symbols.compose
  alphabet: abc
  count: 3000
  ```

  ```step reference
  run: gpt.train
  data: text
  model: {layers: 1, heads: 2, width: 16, context: 4}
  training: {iterations: 60, batch: 16, learning-rate: 1e-2}
  ```

  ```step another-text
  run: symbols.compose
  alphabet: abc
  count: 3000
  ```

  ```step policy
  run: gpt.train
  data: another-text
  from: reference
  training: {iterations: 10, batch: 8, learning-rate: 1e-2}
  ```

  ```step bank
  run: gpt.sample
  model: reference
  prompt: a
  count: 600
  tokens: 3
  ```

  ```config taste
  by: count
  pattern: "ab|c"
  ```


  """

/// The judge's preferences among the reference's responses.
private let preferences = """
  ```step preferences
  run: preferences.collect
  model: reference
  prompts: bank
  judge: taste
  tokens: 3
  ```


  """

@Suite struct PolicyOperationTests {
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
    let run = run(symbols + shown.joined() + exact)
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

  @Test func sampledNumbersAgreeWithExactOnes() throws {
    let run = run(
      symbols + """
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
    let half = (try compare.number("gold-upper") - compare.number("gold-lower")) / 2
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
    let run = run(
      symbols + """
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
    #expect(try compare.number("win-lower") < compare.number("win-rate"))
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
    let run = run(
      symbols + """
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

  @Test(arguments: [("best-of-n", 2.0, 0.5), ("reinforcement-learning", 1.5, 0.8)])
  func theLawThatMadeThePointsIsFound(form: String, alpha: Double, beta: Double) throws {
    let distances = [0, 0.5, 1, 2, 3, 4.5]
    let rows = distances.map { d in
      let decline = form == "best-of-n" ? d : log(max(d, 1e-9))
      return "  - {distance: \(d), kl: \(d * d), gold: \(7 + d * (alpha - beta * decline))}"
    }
    let run = run(
      """
      ```step points
      run: table
      rows:
      \(rows.joined(separator: "\n"))
      ```

      ```step law
      run: overoptimization.fit
      data: points
      gold: gold
      form: \(form)
      ```

      ```step by-kl
      run: overoptimization.fit
      data: points
      kl: kl
      gold: gold
      baseline: 7
      form: \(form)
      ```
      """)
    for name in ["law", "by-kl"] {
      let law = try #require(run[step: name])
      #expect(abs(try law.number("alpha") - alpha) < 1e-9)
      #expect(abs(try law.number("beta") - beta) < 1e-9)
      #expect(abs(try law.number("r-squared") - 1) < 1e-9)
      #expect(try law.number("baseline") == 7)
      // The peak is higher than the law a little to either side.
      let peak = try law.number("peak-distance")
      for d in [peak - 0.01, peak + 0.01] {
        let gold = 7 + d * (alpha - beta * (form == "best-of-n" ? d : log(d)))
        #expect(gold < (try law.number("peak-gold")))
      }
    }
  }

  @Test func aPolicyLearnsWhatIsPreferred() throws {
    let run = run(
      symbols + preferences + """
        ```step dpo
        run: dpo.train
        model: reference
        data: preferences
        loss: {coefficient: 0.3}
        training: {iterations: 100, batch: 32, learning-rate: 3e-3}
        ```

        ```step exact
        run: policy.exact
        model: dpo
        reference: reference
        judge: taste
        coefficient: 0.3
        length: 3
        prompt: a
        ```
        """)
    let dpo = try #require(run[step: "dpo"])
    #expect(try dpo.number("accuracy") > 0.8)
    #expect(try dpo.number("validation-loss") < log(2) - 0.1)
    #expect(try dpo.number("label-accuracy") == 1)
    let exact = try #require(run[step: "exact"])
    #expect(try exact.number("fraction") > 0.5)
    #expect(try exact.number("reward") > exact.number("reference-reward") + 0.5)
  }

  @Test func aDivergingPolicyKeepsWhatItHadLearned() throws {
    let run = run(
      symbols + preferences + """
        ```step dpo
        run: dpo.train
        model: reference
        data: preferences
        training: {iterations: 50, learning-rate: 1e30, final-learning-rate: 1e30, clip: 0}
        ```
        """)
    let dpo = try #require(run[step: "dpo"])
    guard case .failed(let error) = dpo.status else {
      Issue.record("the training did not fail")
      return
    }
    #expect(error.contains("iteration") && error.contains("not a finite number"))
    #expect(try dpo.number("iterations") >= 1)
  }

  @Test(arguments: [
    ("by: pattern\npattern: \"z\"", "all responses have the same reward"),
    ("by: length\nwords: 1", "all responses have the same reward"),
  ])
  func whereNothingCanBeGainedItIsSaid(judge: String, message: String) throws {
    let run = run(
      symbols + """
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

  @Test func modelsThatSpeakDifferentlyAreNotCompared() throws {
    let run = run(
      symbols + """
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
