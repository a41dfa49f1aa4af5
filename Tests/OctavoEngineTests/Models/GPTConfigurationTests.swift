import OctavoEngine
import Testing

@Suite struct GPTConfigurationTests {
  /// Published sizes: GPT-2 small and medium (Hugging Face), nanoGPT's own count for its CPU
  /// experiment, LLaMA 7B.
  @Test func parameterCountsArePublishedOnes() {
    let small = GPT.Configuration(
      vocabularySize: 50257, context: 1024, layers: 12, heads: 12, width: 768)
    #expect(small.parameterCount == 124_439_808)
    let medium = GPT.Configuration(
      vocabularySize: 50257, context: 1024, layers: 24, heads: 16, width: 1024)
    #expect(medium.parameterCount == 354_823_168)
    var llama = GPT.Configuration.llama(
      vocabularySize: 32000, context: 2048, layers: 32, heads: 32, width: 4096)
    #expect(llama.hiddenWidth == 10944)
    llama.hiddenWidth = 11008
    #expect(llama.parameterCount == 6_738_415_616)
  }

  @Test func theModelHasWhatItsConfigurationCounts() throws {
    let configuration = GPT.Configuration.llama(
      vocabularySize: 11, context: 8, layers: 2, heads: 4, keyValueHeads: 2, width: 16)
    let model = try GPT(configuration, stream: RandomStream(seed: 1))
    #expect(model.parameters.count == configuration.parameterCount)
  }

  static let mistakes: [(String, @Sendable (inout GPT.Configuration) -> Void)] = [
    ("width", { $0.width = 10 }),
    ("keyValueHeads", { $0.keyValueHeads = 3 }),
    ("layers", { $0.layers = 0 }),
    ("heads", { $0.heads = -4 }),
    ("vocabularySize", { $0.vocabularySize = .max }),
    ("embeddingDropout", { $0.dropout.embedding = 1 }),
    ("attentionDropout", { $0.dropout.attention = -0.1 }),
    ("residualDropout", { $0.dropout.residual = .nan }),
    ("normalization", { $0.normalization = .layer(epsilon: 0) }),
    ("positions", { $0.positions = .rotary(base: 1, layout: .half) }),
    (
      "width",
      {
        $0.width = 12
        $0.positions = .rotary(base: 10_000, layout: .half)
      }
    ),
  ]

  @Test(arguments: 0..<mistakes.count)
  func mistakesAreNamed(index: Int) {
    let (setting, makeMistake) = Self.mistakes[index]
    var configuration = GPT.Configuration(
      vocabularySize: 11, context: 8, layers: 2, heads: 4, width: 16)
    #expect(configuration.problems.isEmpty)
    makeMistake(&configuration)
    #expect(configuration.problems.map(\.setting) == [setting])
    #expect(throws: ConfigurationProblem.self) {
      _ = try GPT(configuration, stream: RandomStream(seed: 1))
    }
  }

  @Test func memoryGrowsWithTheBatch() {
    let configuration = GPT.Configuration(
      vocabularySize: 65, context: 64, layers: 4, heads: 4, width: 128, biases: false)
    let one = configuration.trainingBytes(batch: 1)
    let twelve = configuration.trainingBytes(batch: 12)
    #expect(one > 16 * configuration.parameterCount)
    #expect(twelve > one)
    #expect(twelve < 100_000_000)
    #expect(configuration.inferenceBytes(batch: 12) < twelve)
    #expect(configuration.trainingBytes(batch: .max) == .max)
  }
  /// Two matrices of 128 · 384 and 128 · 128 in each of four layers, and their factors of rank 4.
  @Test func anAdapterTakesLessMemoryThanTheModel() {
    let configuration = GPT.Configuration(
      vocabularySize: 65, context: 64, layers: 4, heads: 4, width: 128, biases: false)
    let whole = configuration.trainingBytes(batch: 1)
    let adapter = configuration.trainingBytes(batch: 1, adapter: .lowRank(.init(rank: 4)))
    let (adapted, trained) = (4 * 128 * (384 + 128), 4 * 4 * (128 + 384 + 128 + 128))
    #expect(whole - adapter == 4 * (3 * configuration.parameterCount - 2 * adapted - 4 * trained))
  }
  /// A text more is its keys and values, of 64 places in each of four heads, and one row of every
  /// buffer.
  @Test func samplingTakesMemoryByTheText() {
    let configuration = GPT.Configuration(
      vocabularySize: 65, context: 128, layers: 4, heads: 4, width: 128, biases: false)
    let texts = (8...9).map { configuration.samplingBytes(rows: $0, tokens: 50) }
    let row = 4 * 4 * 64 * (32 + 32) + 2 * 512 + 4 * 128 + 65
    #expect(texts[1] - texts[0] == 4 * row)
    #expect(
      configuration.samplingBytes(rows: 1, tokens: 1000)
        == configuration.samplingBytes(rows: 1, tokens: 128))
    #expect(configuration.samplingBytes(rows: .max, tokens: 50) == .max)
  }
}
