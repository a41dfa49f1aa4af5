import Foundation
import OctavoResults
import OctavoRunner
import Testing

@Suite struct ScalingTests {
  /// Trainings whose losses follow L = 1 + 20 / N^0.5 + 50 / D^0.5 but for a small error.
  private static let trainings: String = {
    var rows: [String] = []
    for (place, budget) in [1e8, 1e9, 1e10].enumerated() {
      for (step, size) in [1e3, 3e3, 1e4, 3e4, 1e5].enumerated() {
        let scaled = size * pow(10, Double(place) / 2)
        let tokens = budget / (6 * scaled)
        let error = 1 + 1e-4 * Double((3 * step + 2 * place) % 5 - 2)
        let loss = (1 + 20 / scaled.squareRoot() + 50 / tokens.squareRoot()) * error
        rows.append(
          "  - {budget: \(budget), parameters: \(scaled), tokens: \(tokens), loss: \(loss)}")
      }
    }
    return """
      ```step trainings
      run: table
      rows:
      \(rows.joined(separator: "\n"))
      ```

      """
  }()

  @Test func theLawOfTheTrainingsIsFoundAndPredictsALargerOne() throws {
    let run = runNotebook(
      Self.trainings + """

        ```step larger
        run: table
        rows:
          - {parameters: 1e6, tokens: 1e6, loss: 1.07}
          - {parameters: 2e6, tokens: 1e6, loss: }
        ```

        ```step law
        run: scaling.fit
        data: trainings
        predict: larger
        loss: loss
        compute: [1e9, 1e12]
        ```
        """)
    let law = try #require(run[step: "law"])
    #expect(abs(try law.number("irreducible-loss") - 1) < 0.01)
    #expect(abs(try law.number("parameter-exponent") - 0.5) < 0.02)
    #expect(abs(try law.number("token-exponent") - 0.5) < 0.02)
    #expect(abs(try law.number("compute-exponent") - 0.5) < 0.02)
    #expect(try law.number("irreducible-loss-lower") < law.number("irreducible-loss"))
    #expect(try law.number("irreducible-loss-upper") > law.number("irreducible-loss"))
    #expect(abs(try law.number("prediction-error")) < 0.01)
    // N = A / B √(C / 6) where both exponents are one half.
    let size = try law.column("parameters", of: "optima")[1]
    #expect(abs(size / (20.0 / 50 * (1e12 / 6).squareRoot()) - 1) < 0.1)
    #expect(law.warnings.texts.contains { $0.hasPrefix("1 of 2 rows has an empty cell") })
  }

  @Test func theBestSizeOfEachBudgetIsFound() throws {
    let run = runNotebook(
      Self.trainings + """

        ```step best
        run: scaling.isoflop
        data: trainings
        budget: budget
        loss: loss
        ```
        """)
    let best = try #require(run[step: "best"])
    #expect(abs(try best.number("compute-exponent") - 0.5) < 0.03)
    #expect(
      abs(try best.number("compute-exponent") + best.number("token-exponent") - 1) < 1e-9)
    #expect(try best.column("parameters", of: "optima").count == 3)
    #expect(best.warnings.isEmpty)
  }

  @Test(arguments: [([2.0, 3, 2], "have no lowest point"), ([3, 2, 1.5], "is outside")])
  func aProfileWithoutAMinimumIsWarnedOf(losses: [Double], text: String) throws {
    let rows = zip([1e3, 1e4, 1e5], losses).map {
      "  - {budget: 1, parameters: \($0), tokens: \(1e9 / $0), loss: \($1)}"
    }
    let run = runNotebook(
      """
      ```step trainings
      run: table
      rows:
      \(rows.joined(separator: "\n"))
      ```

      ```step best
      run: scaling.isoflop
      data: trainings
      budget: budget
      loss: loss
      ```
      """)
    let best = try #require(run[step: "best"])
    #expect(best.warnings.texts.contains { $0.contains(text) })
  }

  @Test func aLossThatRisesWithTokensIsRefused() throws {
    let rows = [1e3, 1e4, 1e5].flatMap { size in
      [1e5, 1e6, 1e7].map { tokens in
        "  - {parameters: \(size), tokens: \(tokens), loss: \(2 - 100 / tokens.squareRoot())}"
      }
    }
    let run = runNotebook(
      """
      ```step trainings
      run: table
      rows:
      \(rows.joined(separator: "\n"))
      ```

      ```step law
      run: scaling.fit
      data: trainings
      loss: loss
      ```
      """)
    guard case .failed(let error)? = run[step: "law"]?.status else {
      Issue.record("the law was fitted")
      return
    }
    #expect(error.contains("the loss does not fall with"), "\(error)")
  }
}
