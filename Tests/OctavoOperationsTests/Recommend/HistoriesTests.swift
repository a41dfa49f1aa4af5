import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// What people have watched under several names, and the questions about it.
@Suite struct HistoriesTests {
  private func run(_ text: String) throws -> [String: StepRecord] {
    let run = runNotebook(text)
    for step in run.steps { #expect(step.status == .done, "\(step.name): \(step.status)") }
    return Dictionary(uniqueKeysWithValues: run.steps.map { ($0.name, $0) })
  }

  /// Who is ranked best depends on the people alone, who are the same under all names.
  @Test func namesChangeNothingButNames() throws {
    let steps = try run(
      """
      ```step histories
      run: histories.compose
      for: {names: [titles, consecutive, shuffled, random]}
      people: 2000
      names: ${names}
      ```

      ```step reader
      run: gpt.train
      data: histories
      model: {layers: 1, heads: 1, width: 4, context: 160}
      training: {iterations: 1, batch: 1}
      ```

      ```step ranked
      run: recommend.evaluate
      model: reader
      data: histories
      viewings: histories.viewings
      after: [3]
      users: 150
      ```
      """)
    let points = try #require(steps["ranked"]).points
    func gains(_ method: String) -> [Double] {
      points.compactMap { $0.values["\(method)-ndcg"]?.double }
    }
    let best = gains("bayes")
    #expect(best.count == 4)
    #expect(best.allSatisfy { abs($0 - best[0]) < 1e-12 })
    for other in ["popularity", "markov", "neighbors"] {
      #expect(zip(best, gains(other)).allSatisfy { $0 > $1 })
    }
  }

  /// Nobody can answer better than the ceiling says, and it is well above the most frequent answer.
  @Test func questionsHaveACeiling() throws {
    let steps = try run(
      """
      ```step histories
      run: histories.compose
      people: 2000
      shortest: 6
      ```

      ```step questions
      run: histories.ask
      data: histories.viewings
      forms:
        - {asks: next, prompt: "{history}:"}
        - {asks: rating, prompt: "{history}, stars for {film}:"}
        - {asks: explanation, prompt: "{history}, why {film}?"}
        - {asks: mood, prompt: "{history}, mood:"}
      ```
      """)
    let questions = try #require(steps["questions"])
    let ceilings = try questions.column("ceiling", of: "ceilings")
    let usual = try questions.column("most-frequent", of: "ceilings")
    #expect(ceilings.count == 4)
    #expect(zip(ceilings, usual).allSatisfy { $0 > $1 && $0 < 1 })
    #expect(try questions.number("count") == 4 * 1800)
  }

  @Test func unseenFilmsAreForTheValidationSplitAlone() throws {
    let steps = try run(
      """
      ```step histories
      run: histories.compose
      people: 400
      unseen: 20
      validation-fraction: 0.5
      ```

      ```step reader
      run: gpt.train
      data: histories
      model: {layers: 1, heads: 1, width: 8, context: 64}
      training: {iterations: 1, batch: 1}
      ```

      ```step seen
      run: recommend.evaluate
      model: reader
      data: histories
      viewings: histories.viewings
      after: [1]
      ```

      ```step unseen
      run: recommend.evaluate
      model: reader
      data: histories
      viewings: histories.viewings
      after: [1]
      items: unseen
      ```

      ```step all
      run: recommend.evaluate
      model: reader
      data: histories
      viewings: histories.viewings
      after: [1]
      items: all
      ```
      """)
    let (seen, unseen, all) = (steps["seen"]!, steps["unseen"]!, steps["all"]!)
    #expect(try seen.number("items") == 60)
    #expect(try unseen.number("items") == 80)
    #expect(try all.number("questions") == 200)
    #expect(try unseen.number("questions") > 20)
    #expect(try unseen.number("popularity-hit-rate") == 0)
    #expect(try unseen.number("bayes-hit-rate") > 0)
  }

  @Test func itemsOfOtherHistoriesAreAnError() {
    let run = runNotebook(
      """
      ```step titles
      run: histories.compose
      people: 50
      ```

      ```step numbers
      run: histories.compose
      people: 50
      names: shuffled
      ```

      ```step reader
      run: gpt.train
      data: titles
      model: {layers: 1, heads: 1, width: 8, context: 64}
      training: {iterations: 1, batch: 1}
      ```

      ```step mixed
      run: recommend.evaluate
      model: reader
      data: titles
      viewings: numbers.viewings
      ```
      """)
    guard case .failed(let diagnostics)? = run.steps.last?.status else {
      Issue.record("did not fail")
      return
    }
    #expect("\(diagnostics)".contains("are not those of these viewings"))
  }
}
