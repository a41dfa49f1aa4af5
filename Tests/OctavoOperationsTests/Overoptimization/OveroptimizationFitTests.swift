import Foundation
import Testing

@Suite struct OveroptimizationFitTests {
  @Test(arguments: [("best-of-n", 2.0, 0.5), ("reinforcement-learning", 1.5, 0.8)])
  func theLawThatMadeThePointsIsFound(form: String, alpha: Double, beta: Double) throws {
    let distances = [0, 0.5, 1, 2, 3, 4.5]
    let rows = distances.map { d in
      let decline = form == "best-of-n" ? d : log(max(d, 1e-9))
      return "  - {distance: \(d), kl: \(d * d), gold: \(7 + d * (alpha - beta * decline))}"
    }
    let run = runNotebook(
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
}
