import OctavoResults
import OctavoRunner
import Testing

@Suite struct StatisticsDetectTests {
  private func detection(_ options: String) throws -> StepRecord {
    let run = runNotebook(
      """
      ```step runs
      run: table
      rows:
        - {change: -2, kl: 9, alarm: 1}
        - {change: -1, kl: 5, alarm: 0}
        - {change: 1, kl: 6, alarm: 0}
        - {change: 2, kl: 1, alarm: 0}
        - {change: 0, kl: 2, alarm: 1}
        - {change: .nan, kl: 3, alarm: 1}
      ```

      ```step detection
      run: statistics.detect
      data: runs
      \(options)
      ```
      """)
    return try #require(run[step: "detection"])
  }

  @Test func everySignalHasAnAreaAndAlarmsHaveRates() throws {
    let step = try detection("truth: change\nbelow: 0\nof: [kl, alarm]")
    #expect(step.status == .done)
    #expect(step.warnings.count == 1)
    #expect(try step.number("positives") == 2)
    #expect(try step.number("negatives") == 3)
    let areas = try step.column("area", of: "table")
    #expect(abs(areas[0] - 5.0 / 6) < 1e-12)
    #expect(abs(areas[1] - 3.5 / 6) < 1e-12)
    #expect(try step.number("best-area") == areas[0])
    let detected = try step.column("detected", of: "table")
    let falseAlarms = try step.column("false-alarms", of: "table")
    #expect(detected[0].isNaN && falseAlarms[0].isNaN)
    #expect(detected[1] == 0.5)
    #expect(abs(falseAlarms[1] - 1.0 / 3) < 1e-12)
  }

  @Test func oneSignalIsAlsoAnEstimate() throws {
    let step = try detection("truth: change\nabove: 0\nof: [alarm]")
    #expect(step.status == .done)
    #expect(abs(try step.number("area") - 1.0 / 6) < 1e-12)
    #expect(try step.number("detected") == 0)
  }

  @Test func casesOfOneKindAreAnError() throws {
    let step = try detection("truth: change\nbelow: -5\nof: [kl]")
    guard case .failed(let diagnostics) = step.status else {
      Issue.record("did not fail")
      return
    }
    #expect("\(diagnostics)".contains("no case is positive, of 5"))
  }
}
