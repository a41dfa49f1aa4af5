import Foundation
import OctavoEngine
import Testing

/// The fits against SciPy's and NumPy's, which `make_scaling_reference.py` wrote.
@Suite struct ScalingLawFitTests {
  private struct Reference: Decodable {
    let parameters, tokens, loss: [Double]
    /// E, A, α, B and β.
    let law: [Double]
    let value: Double
    /// The best size and its loss, for each budget.
    let profiles: [[Double]]
    let exponent: Double

    var runs: [ScalingRun] {
      parameters.indices.map {
        ScalingRun(parameters: parameters[$0], tokens: tokens[$0], loss: loss[$0])
      }
    }
  }

  private let reference: Reference

  init() throws {
    let url = try #require(
      Bundle.module.url(forResource: "scaling_reference", withExtension: "json"))
    reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
  }

  @Test func theLawIsThatOfSciPy() throws {
    let fit = ScalingLawFit(huber: 1e-3)
    let law = try #require(fit.law(of: reference.runs))
    #expect(fit.value(of: law, for: reference.runs) < reference.value * (1 + 1e-7))
    for (mine, theirs) in zip(law.numbers, reference.law) {
      #expect(abs(mine / theirs - 1) < 1e-4)
    }
  }

  @Test func parabolasAndTheirPowerLawAreThoseOfNumPy() throws {
    let budgets = Dictionary(grouping: reference.runs) { ($0.compute / 1e10).rounded() }
    let profiles = try budgets.keys.sorted().map { budget in
      try #require(IsoFLOPProfile(fitting: budgets[budget] ?? []))
    }
    #expect(profiles.count == reference.profiles.count)
    for (profile, expected) in zip(profiles, reference.profiles) {
      let size = try #require(profile.parameters)
      #expect(abs(size / expected[0] - 1) < 1e-7)
      #expect(abs(profile.loss(parameters: size) - expected[1]) < 1e-9)
    }
    let sizes = profiles.map { ($0.compute, $0.parameters ?? .nan) }
    let law = try #require(PowerLaw(fitting: sizes))
    #expect(abs(law.exponent - reference.exponent) < 1e-7)
  }

  @Test(arguments: [(0.3, 0.3), (0.05, 0.8), (1.2, 0.2)])
  func aLawWithoutNoiseIsFound(alpha: Double, beta: Double) throws {
    let truth = ScalingLaw(
      irreducibleLoss: 1.3, parameterCoefficient: 0.5 * pow(1e5, alpha), parameterExponent: alpha,
      tokenCoefficient: 0.7 * pow(1e6, beta), tokenExponent: beta)
    let runs = [1e4, 4e4, 1e5, 6e5, 1e6].flatMap { size in
      [1e5, 7e5, 3e6, 2e7].map { tokens in
        ScalingRun(
          parameters: size, tokens: tokens, loss: truth.loss(parameters: size, tokens: tokens))
      }
    }
    let law = try #require(ScalingLawFit(huber: 1e-3).law(of: runs))
    for (found, made) in zip(law.numbers, truth.numbers) { #expect(abs(found / made - 1) < 1e-3) }
  }

  @Test func theOptimumHasTheLowestLossOfItsCompute() throws {
    let law = ScalingLaw(
      irreducibleLoss: 1.69, parameterCoefficient: 406.4, parameterExponent: 0.34,
      tokenCoefficient: 410.7, tokenExponent: 0.28)
    for compute in [1e15, 1e21] {
      let best = law.optimum(compute: compute)
      let loss = law.loss(parameters: best.parameters, tokens: best.tokens)
      #expect(abs(6 * best.parameters * best.tokens / compute - 1) < 1e-12)
      for factor in [0.9, 1.1] {
        let size = best.parameters * factor
        #expect(law.loss(parameters: size, tokens: compute / (6 * size)) > loss)
      }
    }
  }

  @Test func whatRunsDoNotDetermineIsNil() {
    let line = (1...6).map { ScalingRun(parameters: Double($0), tokens: 10, loss: 2) }
    #expect(ScalingLawFit(huber: 1e-3).law(of: line) == nil)
    #expect(IsoFLOPProfile(fitting: Array(line.prefix(2))) == nil)
    #expect(PowerLaw(fitting: [(1, 2), (1, 3)]) == nil)
  }
}

extension ScalingLaw {
  /// E, A, α, B and β.
  fileprivate var numbers: [Double] {
    [irreducibleLoss, parameterCoefficient, parameterExponent, tokenCoefficient, tokenExponent]
  }
}
