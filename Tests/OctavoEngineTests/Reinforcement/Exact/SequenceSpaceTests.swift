import Foundation
import OctavoEngine
import Testing

@Suite struct SequenceSpaceTests {
  let space = SequenceSpace(symbols: 3, length: 3)

  func model() throws -> GPT {
    var model = try GPT(
      GPT.Configuration(vocabularySize: 3, context: 4, layers: 1, heads: 1, width: 8),
      stream: RandomStream(seed: 4))
    for index in model.parameters.names.indices
    where model.parameters.names[index].contains("mbedding") {
      let name = model.parameters.names[index]
      let tensor = model.parameters[name]
      model.parameters[name] = Tensor(tensor.values.map { 20 * $0 }, shape: tensor.shape)
    }
    return model
  }

  @Test func listsEverySequenceOnce() {
    #expect(space.count == 27)
    #expect(space.sequences.first == [0, 0, 0] && space.sequences[5] == [0, 1, 2])
    #expect(Set(space.sequences).count == 27)
  }

  @Test func agreesWithWhatIsSampled() throws {
    let model = try model()
    let distribution = space.distribution(of: model, prompt: [1])
    #expect(abs(distribution.probabilities.reduce(0, +) - 1) < 1e-6)
    #expect(distribution.entropy < 0.95 * log(27))
    let count = 20_000
    let samples = try model.sample(
      prompts: Array(repeating: [1], count: count), settings: SamplingSettings(maximumTokens: 3),
      stream: RandomStream(seed: 6))
    var observed = [Double](repeating: 0, count: 27)
    for sample in samples { observed[sample.tokens.reduce(0) { $0 * 3 + Int($1) }] += 1 }
    // Pearson's χ² with 26 degrees of freedom exceeds 54 once in a thousand times.
    let statistic = zip(observed, distribution.probabilities).reduce(0) {
      let expected = Double(count) * $1.1
      return $0 + ($1.0 - expected) * ($1.0 - expected) / expected
    }
    #expect(statistic < 54)
  }

  @Test(arguments: [1, 2, 4, 16, 64, 1000])
  func bestOfNStaysUnderItsBound(n: Int) throws {
    let distribution = space.distribution(of: try model(), prompt: [1])
    // Ties among some, none among others.
    for rewards in [
      space.sequences.map { Double(Set($0).count) },
      space.sequences.indices.map { Double($0 * 7 % 27) },
    ] {
      let best = Categorical(
        probabilities: BestOfN.distribution(distribution.probabilities, rewards: rewards, n: n))
      #expect(abs(best.probabilities.reduce(0, +) - 1) < 1e-6)
      let kl = best.klDivergence(to: distribution)
      #expect(kl <= BestOfN.klBound(n) + 1e-6)
      #expect(kl >= -1e-9)
    }
  }
}
