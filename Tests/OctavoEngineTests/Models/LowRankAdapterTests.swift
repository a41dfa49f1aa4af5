import OctavoEngine
import Testing

@Suite struct LowRankAdapterTests {
  func adapted(_ targets: [LowRankAdapter.Target] = LowRankAdapter.Target.allCases) throws
    -> (GPT, LowRankAdapter)
  {
    let model = try SmallTask().model()
    let adapter = try LowRankAdapter(
      LowRankAdapter.Settings(rank: 3, alpha: 6, targets: targets), for: model.configuration,
      stream: RandomStream(seed: 4))
    return (model, adapter)
  }

  @Test func startsWithoutEffect() throws {
    let (model, adapter) = try adapted()
    #expect(adapter.merged(into: model).parameters.tensors == model.parameters.tensors)
  }

  @Test func changesItsTargetsAlone() throws {
    var (model, adapter) = try adapted([.feedForwardOutput])
    for name in adapter.parameters.names {
      adapter.parameters[name] = randomTensor(adapter.parameters[name].shape, seed: 1)
    }
    let merged = adapter.merged(into: model)
    for name in model.parameters.names {
      let isTarget = name.hasSuffix("feedForward.output.weight")
      #expect((merged.parameters[name] != model.parameters[name]) == isTarget, "\(name)")
    }
    // W + (6 / 3) A B, at one place.
    let name = "blocks.1.feedForward.output"
    let (a, b) = (adapter.parameters["\(name).A"], adapter.parameters["\(name).B"])
    let product = (0..<3).reduce(Float(0)) { $0 + a[5 * 3 + $1] * b[$1 * 16 + 7] }
    let expected = model.parameters["\(name).weight"][5 * 16 + 7] + 2 * product
    #expect(abs(merged.parameters["\(name).weight"][5 * 16 + 7] - expected) < 1e-5)
  }

  @Test func gradients() {
    expectGradients(
      of: [
        randomTensor([4, 5], seed: 1), randomTensor([4, 2], seed: 2),
        randomTensor([2, 5], seed: 3),
      ]
    ) { $0[0].lowRankUpdated($0[1], $0[2], scale: 1.5) }
  }

  /// A part of a matrix is changed alone, and its gradients are those of its columns.
  @Test func gradientsOfAPart() {
    expectGradients(
      of: [
        randomTensor([4, 7], seed: 1), randomTensor([4, 2], seed: 2),
        randomTensor([2, 3], seed: 3),
      ]
    ) { $0[0].lowRankUpdated($0[1], $0[2], scale: 1.5, from: 3) }
    let whole = Variable(randomTensor([4, 7], seed: 1))
    let changed = whole.lowRankUpdated(
      Variable(randomTensor([4, 2], seed: 2)), Variable(randomTensor([2, 3], seed: 3)), scale: 1,
      from: 3)
    for index in 0..<28 {
      #expect((whole.value[index] != changed.value[index]) == (3..<6).contains(index % 7))
    }
  }

  @Test func refusesRanksAndTargetsThatCannotWork() throws {
    let configuration = try SmallTask().model().configuration
    for settings in [
      LowRankAdapter.Settings(rank: 0), LowRankAdapter.Settings(rank: 17),
      LowRankAdapter.Settings(targets: []),
    ] {
      #expect(throws: ConfigurationProblem.self) {
        try LowRankAdapter(settings, for: configuration, stream: RandomStream(seed: 1))
      }
    }
  }
}
