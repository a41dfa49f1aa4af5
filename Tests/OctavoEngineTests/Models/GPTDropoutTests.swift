import OctavoEngine
import Testing

@Suite struct GPTDropoutTests {
  static let batch = TokenBatch(rows: 2, columns: 5, tokens: [1, 2, 3, 4, 5, 6, 7, 1, 2, 0])

  static func logits(_ rates: DropoutRates, _ change: (inout GPT) -> Void = { _ in }) throws
    -> [Float]
  {
    var model = try SmallTask().model()
    change(&model)
    let dropout = rates.drawn(from: RandomStream(seed: 3))
    return model.logits(batch, Weights(model.parameters), dropout: dropout).value.values
  }

  @Test func eachPlaceHasItsRate() throws {
    let plain = try Self.logits(.zero)
    let one = try [
      DropoutRates(embedding: 0.3), DropoutRates(attention: 0.3), DropoutRates(residual: 0.3),
    ].map { try Self.logits($0) }
    for (index, logits) in one.enumerated() {
      #expect(logits != plain)
      #expect(!one[..<index].contains(logits))
    }
    #expect(try !one.contains(Self.logits(0.3)))
  }

  /// Without attention's and the feed-forward part's last matrices, dropout has nothing to drop there.
  @Test func placesAreThoseOfGPT2() throws {
    func withoutBranches(_ model: inout GPT) {
      for name in model.parameters.names
      where name.contains(".output.weight") || name.contains(".output.bias") {
        model.parameters[name] = Tensor(zeros: model.parameters[name].shape)
      }
    }
    let plain = try Self.logits(.zero, withoutBranches)
    #expect(
      try Self.logits(DropoutRates(attention: 0.3, residual: 0.3), withoutBranches) == plain)
    #expect(try Self.logits(DropoutRates(embedding: 0.3), withoutBranches) != plain)
    // Of the attended values, those of a position that sees one token alone are whole or nothing.
    func withoutEmbeddings(_ model: inout GPT) {
      for name in ["tokenEmbedding.weight", "positionEmbedding.weight"] {
        model.parameters[name] = Tensor(zeros: model.parameters[name].shape)
      }
    }
    let silent = try Self.logits(.zero, withoutEmbeddings)
    #expect(try Self.logits(DropoutRates(embedding: 0.3), withoutEmbeddings) == silent)
  }
}
