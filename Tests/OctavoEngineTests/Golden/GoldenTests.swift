import Testing

/// How one kind of golden case is checked.
typealias GoldenCheck = @Sendable (GoldenCase) throws -> Void

@Suite struct GoldenTests {
  static let checks: [String: GoldenCheck] = [
    goldenLayers, goldenAttention, goldenLikelihood, goldenOptimization, goldenSampling,
    goldenTokenStatistics, goldenPolicyLosses, goldenPolicyMinibatches, goldenExactDistributions,
    goldenPreferences, goldenSequences, goldenImages, goldenDiffusion,
  ].reduce(into: [:]) { $0.merge($1) { _, _ in preconditionFailure("an op is checked twice") } }

  /// Kinds of case that test what the engine does not have.
  static let withoutCounterpart: Set<String> = [
    "truncate", "repad", "avgpool", "entropy_seed_formula", "negative_kl_source",
  ]

  @Test func everyCaseRunsOrHasNoCounterpart() throws {
    let cases = try GoldenFile.shared.get().cases
    #expect(Set(Self.checks.keys).isDisjoint(with: Self.withoutCounterpart))
    var ran = 0
    for golden in cases {
      if let check = Self.checks[golden.op] {
        #expect(throws: Never.self, "\(golden.id)") { try check(golden) }
        ran += 1
      } else {
        #expect(
          Self.withoutCounterpart.contains(golden.op), "\(golden.id): unknown op \(golden.op)")
      }
    }
    let left = cases.count { Self.withoutCounterpart.contains($0.op) }
    print("golden cases: \(ran) ran, \(left) test what the engine does not have")
    #expect(ran > 0)
    #expect(ran + left == cases.count)
  }
}

extension GoldenCase {
  /// Compares numbers with what the case expects under a name.
  func expect(
    _ actual: some Collection<Float>, _ name: String, tolerance: Double = 1e-5
  ) throws {
    expectClose(actual, try expected(name), tolerance: tolerance, "\(id): \(name)")
  }
}
