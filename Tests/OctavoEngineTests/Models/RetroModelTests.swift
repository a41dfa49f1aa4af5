import Foundation
import OctavoBase
import OctavoEngine
import Testing

/// RETRO against a model built from the paper's equations in float64, `make_retro_reference.py`.
@Suite struct RetroModelTests {
  private struct Reference: Decodable {
    let parameters: [String]
    let whole, shifted: Results
  }

  private struct Results: Decodable {
    let likelihoods: [Double]
    let loss: Double
    let gradients: [[Double]]
  }

  private static let tokens: [[Int32]] = [
    [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 1], [2, 7, 1, 8, 2, 8, 10, 0, 4, 5, 9, 0, 1],
  ]
  /// By sequence and chunk, two neighbors of eight tokens.
  private static let neighbors: [[[Int32]]] = [
    [
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 1, -1, -1, -1, -1],
      [4, 4, 2, 1, 0, 3, 3, -1, -1, -1, -1, -1, -1, -1, -1, -1],
      [6, 2, 6, 2, 8, 8, 1, 0, 5, 3, 5, 8, 9, 7, 9, 3],
    ],
    [
      [2, 3, 8, 4, 6, 2, 6, 4, 3, 3, 8, 3, 2, 7, 9, 5],
      [0, 2, 8, 8, 4, 1, 9, 7, 1, 6, 9, 3, -1, -1, -1, -1],
      [9, 3, 7, 5, 1, 0, 5, 8, 2, 0, 9, 7, 4, 9, 4, 4],
    ],
  ]

  private static func model(
    learned: RetroModel.LearnedPart = .all, isTrained: Bool = true, firstBlock: Int = 1
  ) throws -> RetroModel {
    let language = try GPT(
      .init(vocabularySize: 11, context: 12, layers: 3, heads: 2, width: 8),
      stream: RandomStream(seed: 1))
    var model = try RetroModel(
      language, .init(chunk: 4, firstBlock: firstBlock, encoderLayers: 2), learned: learned,
      stream: RandomStream(seed: 2))
    guard isTrained else { return model }
    let names = names(of: model)
    model.withTensors { tensors in
      for (index, name) in names.suffix(tensors.count).enumerated() {
        let phase = index + names.count - tensors.count
        var values = MultimodalModelTests.sines(tensors[index].shape, Double(phase), 0.3)
        if name.contains("orm"), name.hasSuffix("weight") {
          for index in 0..<values.count { values[index] += 1 }
        }
        tensors[index] = values
      }
    }
    return model
  }

  private static func names(of model: RetroModel) -> [String] {
    model.language.parameters.names.map { "language.\($0)" }
      + model.retrieval.names.map { "retrieval.\($0)" }
  }

  private static func batch(
    columns: Int, firstChunk: Int, rows: [Int] = [0, 1],
    tokens: [[Int32]] = tokens, neighbors: [[[Int32]]]? = neighbors
  ) -> RetrievedBatch {
    let chunks = (columns - firstChunk) / 4 + 1
    return RetrievedBatch(
      TokenBatch(
        rows: rows.count, columns: columns, tokens: rows.flatMap { tokens[$0].prefix(columns) }),
      firstChunk: firstChunk,
      neighbors: neighbors.map { all in rows.flatMap { all[$0].prefix(chunks).joined() } })
  }

  private static func targets(_ columns: Int) -> [Int32] {
    tokens.flatMap { $0[1...columns] }
  }

  private static let cases = [(columns: 10, firstChunk: 4), (columns: 11, firstChunk: 3)]

  @Test(arguments: cases) func likelihoodsAndGradientsAreThoseOfThePaper(
    columns: Int, firstChunk: Int
  ) throws {
    let url = try #require(
      Bundle.module.url(forResource: "retro_reference", withExtension: "json"))
    let both = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
    let reference = firstChunk == 4 ? both.whole : both.shifted
    let model = try Self.model()
    #expect(Self.names(of: model) == both.parameters)
    let tape = Tape()
    let pass = RetroModel.Pass(model, on: tape)
    let logits = pass.logits(Self.batch(columns: columns, firstChunk: firstChunk))
    let targets = Self.targets(columns)
    expectClose(logits.logProbabilities(of: targets).value.values, reference.likelihoods)
    let loss = logits.crossEntropy(targets)
    expectClose([loss.value.scalar], [reference.loss])
    for (index, gradient) in tape.gradients(of: loss, by: pass.leaves).enumerated() {
      let projections = [0.0, 1.0].map { phase in
        Float(
          gradient.values.enumerated().reduce(0.0) {
            $0 + Double($1.element) * sin(1.7 * Double($1.offset) + phase)
          })
      }
      expectClose(
        projections, reference.gradients[index], tolerance: 4e-5, "\(both.parameters[index])")
    }
  }

  /// The gradient of every parameter along a direction, against finite differences.
  @Test(arguments: RetroModel.LearnedPart.allCases) func gradientsAreThoseOfDifferences(
    learned: RetroModel.LearnedPart
  ) throws {
    let model = try Self.model(learned: learned)
    let (batch, targets) = (Self.batch(columns: 11, firstChunk: 3), Self.targets(11))
    let tape = Tape()
    let pass = RetroModel.Pass(model, on: tape)
    let gradients = tape.gradients(
      of: pass.logits(batch).crossEntropy(targets), by: pass.leaves)
    #expect(gradients.map(\.shape) == model.tensors.map(\.shape))
    for (index, gradient) in gradients.enumerated() {
      let direction = MultimodalModelTests.sines(gradient.shape, 0.4, 1)
      func loss(at steps: Float) -> Double {
        var moved = model
        moved.withTensors { tensors in
          for place in 0..<gradient.count {
            tensors[index][place] += steps * 0.001 * direction[place]
          }
        }
        let logits = RetroModel.Pass(moved).logits(batch)
        return Double(logits.crossEntropy(targets).value.scalar)
      }
      let expected = (8 * (loss(at: 1) - loss(at: -1)) - (loss(at: 2) - loss(at: -2))) / 0.012
      let actual = zip(gradient.values, direction.values).reduce(0.0) {
        $0 + Double($1.0) * Double($1.1)
      }
      #expect(abs(actual - expected) <= 2e-3 * max(1, abs(expected)), "\(index)")
    }
  }

  @Test func itBeginsAsTheLanguageModel() throws {
    let model = try Self.model(isTrained: false)
    let batch = Self.batch(columns: 11, firstChunk: 3)
    #expect(RetroModel.Pass(model).logits(batch).value == model.language.logits(batch.tokens))
  }

  @Test func withoutNeighborsItIsTheLanguageModel() throws {
    let model = try Self.model()
    let batch = Self.batch(columns: 11, firstChunk: 3, neighbors: nil)
    #expect(RetroModel.Pass(model).logits(batch).value == model.language.logits(batch.tokens))
    let read = RetroModel.Pass(model).logits(Self.batch(columns: 11, firstChunk: 3)).value
    #expect(read != model.language.logits(batch.tokens))
  }

  private static func rows(_ logits: Tensor, _ columns: Int) -> [[Float]] {
    (0..<columns).map { Array(logits.values[$0 * 11..<($0 + 1) * 11]) }
  }

  /// No token's scores depend on a later token.
  @Test(arguments: cases, 1..<11) func laterTokensAreNotSeen(
    shape: (columns: Int, firstChunk: Int), place: Int
  ) throws {
    guard place < shape.columns else { return }
    let pass = RetroModel.Pass(try Self.model(firstBlock: 0))
    func scores(_ tokens: [[Int32]]) -> [[Float]] {
      let batch = Self.batch(
        columns: shape.columns, firstChunk: shape.firstChunk, rows: [0], tokens: tokens)
      return Self.rows(pass.logits(batch).value, shape.columns)
    }
    var changed = Self.tokens
    changed[0][place] = 10
    let (before, after) = (scores(Self.tokens), scores(changed))
    #expect(before[..<place] == after[..<place])
    #expect(before[place] != after[place])
  }

  /// The last token of a chunk is the first whose scores depend on the chunk's neighbors.
  @Test(arguments: cases, 0..<3) func neighborsAreReadFromTheEndOfTheirChunk(
    shape: (columns: Int, firstChunk: Int), chunk: Int
  ) throws {
    let end = shape.firstChunk + 4 * chunk
    guard end <= shape.columns else { return }
    let pass = RetroModel.Pass(try Self.model(firstBlock: 0))
    func scores(_ neighbors: [[[Int32]]]) -> [[Float]] {
      let batch = Self.batch(
        columns: shape.columns, firstChunk: shape.firstChunk, rows: [0], neighbors: neighbors)
      return Self.rows(pass.logits(batch).value, shape.columns)
    }
    var changed = Self.neighbors
    changed[0][chunk][5] = 10
    let (before, after) = (scores(Self.neighbors), scores(changed))
    #expect(before[..<(end - 1)] == after[..<(end - 1)])
    for place in end - 1..<shape.columns { #expect(before[place] != after[place]) }
  }

  /// The cross-attention alone lets the last token of the next chunk read that chunk's neighbors in
  /// place of these: with one block that reads, and reads last, nothing else carries them on.
  @Test func theNextChunkEndsTheReading() throws {
    let pass = RetroModel.Pass(try Self.model(firstBlock: 2))
    func scores(_ neighbors: [[[Int32]]]) -> [[Float]] {
      let batch = Self.batch(columns: 11, firstChunk: 3, rows: [0], neighbors: neighbors)
      return Self.rows(pass.logits(batch).value, 11)
    }
    var changed = Self.neighbors
    changed[0][0][5] = 10
    let (before, after) = (scores(Self.neighbors), scores(changed))
    let places = (0..<11).filter { before[$0] != after[$0] }
    #expect(places == [2, 3, 4, 5])
  }

  @Test func aSequenceDoesNotDependOnItsBatch() throws {
    let pass = RetroModel.Pass(try Self.model())
    let both = pass.logits(Self.batch(columns: 11, firstChunk: 3)).value
    let second = pass.logits(Self.batch(columns: 11, firstChunk: 3, rows: [1])).value
    #expect(Array(both.values.suffix(121)) == second.values)
  }

  /// By prompt and chunk, what a lookup by the chunk's tokens finds.
  private static func lookup(_ chunk: [Int32]) -> [Int32] {
    (0..<16).map { (chunk.reduce(0, +) + 3 * Int32($0)) % 11 }
  }

  @Test(arguments: [3, 4, 6]) func answersAreTheMostLikelyTokens(length: Int) throws {
    let model = try Self.model()
    let prompts = Self.tokens.map { Array($0.prefix(length)) }
    let answers = model.answers(to: prompts, tokens: 5, lookup: Self.lookup)
    for (prompt, answer) in zip(prompts, answers) {
      #expect(answer.count == 5)
      #expect(model.answers(to: [prompt], tokens: 5, lookup: Self.lookup) == [answer])
      for place in answer.indices {
        let candidates = (0..<Int32(11)).map {
          PromptResponse(prompt: prompt, response: answer[..<place] + [$0])
        }
        let scores = model.logProbabilities(of: candidates, lookup: Self.lookup)
        #expect(scores.indices.max { scores[$0] < scores[$1] } == Int(answer[place]))
      }
    }
    let stop = StopTexts(tokens: [answers[0][0]])
    let stopped = model.answers(to: prompts, tokens: 5, stop: stop, lookup: Self.lookup)
    #expect(stopped[0] == [answers[0][0]])
    let long = model.answers(to: prompts, tokens: 99, lookup: nil)
    #expect(long.map(\.count) == [12 - length, 12 - length])
  }

  @Test func problemsAreReported() throws {
    let language = try GPT(
      .init(vocabularySize: 11, context: 12, layers: 3, heads: 2, width: 8),
      stream: RandomStream(seed: 1))
    func setting(_ retrieval: RetroModel.Retrieval) -> String? {
      RetroModel.Configuration(language: language.configuration, retrieval: retrieval)
        .problems.first?.setting
    }
    #expect(setting(.init(chunk: 4)) == nil)
    #expect(setting(.init(chunk: 5)) == "chunk")
    #expect(setting(.init(chunk: 1)) == "chunk")
    #expect(setting(.init(chunk: 4, neighbors: 0)) == "neighbors")
    #expect(setting(.init(chunk: 4, firstBlock: 3)) == "firstBlock")
    #expect(setting(.init(chunk: 4, blockInterval: 0)) == "blockInterval")
    #expect(setting(.init(chunk: 4, encoderLayers: 0)) == "encoderLayers")
    let odd = GPT.Configuration(vocabularySize: 11, context: 12, layers: 1, heads: 2, width: 6)
    let problems = RetroModel.Configuration(language: odd, retrieval: .init(chunk: 4)).problems
    #expect(problems.map(\.setting) == ["width"])
  }

  @Test func aModelIsReadBack() throws {
    try withTemporaryFolder { folder in
      let model = try Self.model(learned: .retrieval)
      var bytes = Data()
      model.write { bytes.append(contentsOf: $0) }
      let file = folder.appending(path: "model.safetensors")
      try bytes.write(to: file)
      let back = try RetroModel(model.description, SafetensorsFile(file.path))
      #expect(back.description == model.description)
      let batch = Self.batch(columns: 11, firstChunk: 3)
      #expect(
        RetroModel.Pass(back).logits(batch).value == RetroModel.Pass(model).logits(batch).value)
    }
  }
}
