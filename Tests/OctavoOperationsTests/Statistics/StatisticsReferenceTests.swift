import OctavoBase
import OctavoOperations
import OctavoResults
import Testing

/// Against SciPy, mpmath and statsmodels on random cases.
@Suite struct StatisticsReferenceTests {
  @Test func quantilesOfStudentsT() throws {
    let cases = try referenceCases("quantile")
    #expect(cases.count == 500)
    for row in cases {
      let quantile = StudentT(degreesOfFreedom: row[0][0]).quantile(row[1][0])
      #expect(isClose(quantile, row[2][0], within: 1e-12), "\(row): \(quantile)")
    }
  }

  @Test func tailsOfStudentsT() throws {
    for row in try referenceCases("tails") {
      let distribution = StudentT(degreesOfFreedom: row[0][0])
      let (beyond, within) = (
        distribution.mass(beyond: row[1][0]), distribution.mass(within: row[1][0])
      )
      #expect(isClose(beyond, row[2][0], within: 1e-12), "\(row): \(beyond)")
      #expect(isClose(within, row[3][0], within: 1e-12), "\(row): \(within)")
    }
  }

  @Test func intervalsOverSeeds() throws {
    let cases = try referenceCases("sample")
    #expect(cases.count == 500)
    for row in cases {
      let estimate = Estimate(overSeeds: row[0])
      let scale = max(1e-9, row[0].map(\.magnitude).max() ?? 0)
      #expect(abs(estimate.lower - row[1][0]) <= 1e-9 * scale, "\(row): \(estimate)")
      #expect(abs(estimate.upper - row[1][1]) <= 1e-9 * scale, "\(row): \(estimate)")
      #expect(estimate.method == .studentT && estimate.count == row[0].count)
    }
  }

  @Test func permutationTests() throws {
    for row in try referenceCases("sample") {
      let p = SignFlipTest(row[0]).p
      #expect(isClose(p, row[2][0], within: 1e-9), "\(row): \(p)")
    }
  }

  /// Five standard deviations of a share of so many drawn flips.
  @Test func permutationTestsOfManyPairs() throws {
    let cases = try referenceCases("drawn")
    #expect(cases.count == 4)
    for row in cases {
      #expect(row[0].count > SignFlipTest.mostCounted)
      let (p, exact) = (SignFlipTest(row[0]).p, row[1][0])
      let deviation = (exact * (1 - exact) / Double(SignFlipTest.drawnFlips)).squareRoot()
      #expect(abs(p - exact) < 5 * deviation + 1e-5, "\(row): \(p)")
    }
  }

  @Test func holmsCorrection() throws {
    let cases = try referenceCases("holm")
    #expect(cases.count == 500)
    for row in cases {
      let adjusted = row[0].holmAdjusted
      #expect(adjusted.count == row[1].count)
      #expect(
        zip(adjusted, row[1]).allSatisfy { isClose($0, $1, within: 1e-9) }, "\(row): \(adjusted)")
    }
  }

  @Test func bootstrapIntervals() throws {
    let cases = try referenceCases("bootstrap")
    #expect(cases.count >= 20)
    for row in cases {
      let estimate = Estimate(bootstrapping: row[0])
      let scale = row[0].map(\.magnitude).max() ?? 1
      #expect(abs(estimate.lower - row[1][0]) <= 1e-9 * scale, "\(row): \(estimate)")
      #expect(abs(estimate.upper - row[1][1]) <= 1e-9 * scale, "\(row): \(estimate)")
    }
  }
}
