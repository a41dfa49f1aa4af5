import OctavoEngine
import Testing

@Suite struct GPTDecoderTests {
  private static let learned = GPT.Configuration(
    vocabularySize: 23, context: 40, layers: 2, heads: 4, width: 32)
  private static let llama = GPT.Configuration.llama(
    vocabularySize: 23, context: 40, layers: 2, heads: 4, keyValueHeads: 2, width: 32)

  static let configurations = [
    learned,
    GPT.Configuration(
      vocabularySize: 23, context: 40, layers: 3, heads: 2, width: 16, activation: .geluTanh,
      biases: false, tiedHead: false),
    llama,
    GPT.Configuration(
      vocabularySize: 23, context: 40, layers: 2, heads: 4, keyValueHeads: 1, width: 32,
      positions: .rotary(base: 500, layout: .interleaved)),
    withExperts(count: 4, active: 1), withExperts(count: 5, active: 3),
    withVirtualTokens(.prompt, learned), withVirtualTokens(.prefix, learned),
    withVirtualTokens(.prompt, llama), withVirtualTokens(.prefix, llama),
  ]

  private static func withExperts(count: Int, active: Int) -> GPT.Configuration {
    var configuration = active == 1 ? learned : llama
    configuration.experts = .init(count: count, active: active)
    return configuration
  }

  private static func withVirtualTokens(
    _ kind: VirtualTokens.Kind, _ model: GPT.Configuration
  ) -> GPT.Configuration {
    var configuration = model
    configuration.virtualTokens = VirtualTokens(kind, count: 5)
    return configuration
  }

  static func model(_ index: Int) throws -> GPT {
    var model = try GPT(configurations[index], stream: RandomStream(seed: 5))
    for (name, tensor) in zip(model.parameters.names, model.parameters.tensors) {
      let noise = randomTensor(tensor.shape, seed: UInt64(name.count), scale: 0.1)
      model.parameters[name] = Tensor(zip(tensor.values, noise.values).map(+), shape: tensor.shape)
    }
    return model
  }

  static let texts: [[Int32]] = (0..<5).map { row in
    (0..<[40, 7, 1, 23, 12][row]).map { Int32(($0 * 7 + row * 5) % 23) }
  }

  /// Prompts of different length, then token by token until each text is read.
  @Test(arguments: configurations.indices)
  func cachedLogitsAreThoseOfTheWholePass(index: Int) throws {
    let model = try Self.model(index)
    let whole = Self.texts.map {
      model.logits(TokenBatch(rows: 1, columns: $0.count, tokens: $0)).values.chunks(of: 23)
    }
    var decoder = GPT.Decoder(model, rows: Self.texts.count)
    var read = Self.texts.map { ($0.count + 2) / 3 }
    var additions = Self.texts.indices.map {
      GPT.Decoder.Addition(row: $0, tokens: Array(Self.texts[$0].prefix(read[$0])))
    }
    while !additions.isEmpty {
      let logits = decoder.append(additions).values.chunks(of: 23)
      for (addition, scores) in zip(additions, logits) {
        let position = read[addition.row] - 1
        expectClose(
          scores, whole[addition.row][position].map(Double.init), tolerance: 1e-5,
          "row \(addition.row) at \(position)")
      }
      additions = Self.texts.indices.filter { read[$0] < Self.texts[$0].count }.map { row in
        defer { read[row] += 1 }
        return GPT.Decoder.Addition(row: row, tokens: [Self.texts[row][read[row]]])
      }
    }
    #expect(decoder.lengths == Self.texts.map(\.count))
  }

  @Test(arguments: configurations.indices, [2, 3, 17, 64, 65, 130])
  func aRowHasTheSameBitsAloneAndInABatch(index: Int, batch: Int) throws {
    let model = try Self.model(index)
    func logits(rows: Int) -> [[Float]] {
      var decoder = GPT.Decoder(model, rows: rows)
      let prompts = (0..<rows).map { row in
        GPT.Decoder.Addition(
          row: row, tokens: Array(Self.texts[(row + 3) % 5].prefix(1 + (row + 4) % 7)))
      }
      return [prompts, (0..<rows).map { .init(row: $0, tokens: [Int32($0 % 23)]) }].map {
        Array(decoder.append($0).values.prefix(23))
      }
    }
    #expect(logits(rows: 1) == logits(rows: batch))
  }

  @Test func aClearedRowBeginsAgain() throws {
    let model = try Self.model(0)
    var decoder = GPT.Decoder(model, rows: 2)
    let first = decoder.append([.init(row: 1, tokens: [4, 5, 6])])
    decoder.clear(row: 1)
    #expect(decoder.append([.init(row: 1, tokens: [4, 5, 6])]) == first)
  }

  /// The scores after every token of a block have the bits of those token by token.
  @Test(arguments: configurations.indices)
  func aBlockIsScoredAsItsTokensOneByOne(index: Int) throws {
    let model = try Self.model(index)
    let text = Self.texts[0]
    var (one, block) = (GPT.Decoder(model, rows: 1), GPT.Decoder(model, rows: 2))
    let scores = text.flatMap { one.append([.init(row: 0, tokens: [$0])]).values }
    let inBlocks = [text[..<7], text[7..<8], text[8...]].flatMap { part in
      block.append([
        .init(row: 1, tokens: Array(part), scored: part.count),
        .init(row: 0, tokens: Array(part.prefix(2)), scored: 1),
      ]).values.prefix(part.count * 23)
    }
    #expect(inBlocks == scores)
  }

  @Test(arguments: configurations.indices)
  func tokensTakenBackLeaveNothing(index: Int) throws {
    let model = try Self.model(index)
    var (straight, wavering) = (GPT.Decoder(model, rows: 2), GPT.Decoder(model, rows: 2))
    let start = [GPT.Decoder.Addition(row: 0, tokens: [4, 5, 6]), .init(row: 1, tokens: [7, 8])]
    _ = straight.append(start)
    _ = wavering.append(start)
    _ = wavering.append([.init(row: 0, tokens: [9, 9, 9, 9])])
    wavering.truncate(row: 0, to: 3)
    #expect(wavering.lengths == [3, 2])
    let next = [GPT.Decoder.Addition(row: 0, tokens: [1, 2]), .init(row: 1, tokens: [3])]
    #expect(wavering.append(next) == straight.append(next))
  }
}
