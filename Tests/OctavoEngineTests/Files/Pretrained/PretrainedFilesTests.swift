import Foundation
import OctavoBase
import OctavoEngine
import Testing

@Suite struct PretrainedFilesTests {
  @Test(arguments: SampleModel.all)
  func whatIsWrittenIsReadAgainToTheBit(sample: SampleModel) throws {
    let model = try sample.model()
    try withTemporaryFolder { folder in
      try PretrainedModel(model).write(to: folder)
      let read = try PretrainedModel(contentsOf: folder)
      #expect(read.model.configuration == model.configuration)
      #expect(read.model.parameters.names == model.parameters.names)
      #expect(read.model.parameters.bitPatterns == model.parameters.bitPatterns)
      #expect(try settings(in: folder)["model_type"]?.string == sample.modelType)
    }
  }

  @Test func theFilesInMemoryAreThoseWritten() throws {
    let pretrained = PretrainedModel(
      try SampleModel.all[0].model(), tokenizer: .characters(CharacterTokenizer(of: "abc")))
    try withTemporaryFolder { folder in
      try pretrained.write(to: folder)
      let files = try pretrained.files()
      #expect(
        files.map(\.name) == [
          "model.safetensors", "tokenizer.json", "tokenizer_config.json", "config.json",
        ])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 4)
      for file in files {
        var bytes = Data()
        try file.produce { bytes.append(contentsOf: $0) }
        #expect(try bytes == Data(contentsOf: folder.appendingPathComponent(file.name)))
      }
      #expect(try PretrainedModel(contentsOf: folder).tokenizer == pretrained.tokenizer)
    }
  }

  /// What `transformers` wrote must come out again under the same names, in the same shapes.
  @Test(arguments: [
    ("gpt2-tied", FloatFormat.float32), ("gpt2-untied-bfloat16-sharded", .bfloat16),
    ("llama-grouped", .float32), ("llama-tied-float16-sharded", .float16),
    ("llama-biases-bfloat16", .bfloat16),
  ])
  func theTensorsAreThoseOfTransformers(name: String, format: FloatFormat) throws {
    let original = try ReferenceModel(name).folder
    try withTemporaryFolder { folder in
      try PretrainedModel(contentsOf: original).write(to: folder, as: format)
      let (expected, written) = (
        try SafetensorsCheckpoint(path: original.path), try SafetensorsCheckpoint(path: folder.path)
      )
      let names = expected.names.filter { !$0.hasSuffix("inv_freq") }
      #expect(written.names == names)
      for name in names {
        let shape = try expected.shape(of: name)
        #expect(try written.floats(of: name, shape: shape) == expected.floats(of: name))
      }
      // The ids of special tokens belong to the tokenizer, which most of these folders lack.
      let before = try settings(in: original)
      for member in try settings(in: folder).members ?? [] where !member.key.hasSuffix("token_id") {
        guard let value = before[member.key], !value.isNull else { continue }
        #expect(value == member.value, "\(member.key)")
      }
    }
  }

  /// Interleaved channels are stored in halves: a reader that knows only halves gets the same
  /// model.
  @Test func interleavedRotationsAreStoredInHalves() throws {
    let model = try SampleModel.interleaved.model()
    let batch = TokenBatch(rows: 1, columns: 9, tokens: [3, 1, 4, 1, 5, 9, 2, 6, 5])
    try withTemporaryFolder { folder in
      try PretrainedModel(model).write(to: folder)
      let path = folder.appendingPathComponent("config.json")
      let plain = try settings(in: folder).members?
        .filter { $0.key != "octavo_rotary_layout" }
      try Data(JSON.object(plain ?? []).text.utf8).write(to: path)
      let read = try PretrainedModel(contentsOf: folder).model
      #expect(read.configuration.positions == .rotary(base: 100, layout: .half))
      #expect(read.parameters.bitPatterns != model.parameters.bitPatterns)
      #expect(greatestDifference(read.logits(batch).values, model.logits(batch).values) < 1e-5)
    }
  }

  @Test func theEndOfATextIsSaid() throws {
    let tokenizer = try BytePairTrainer(vocabularySize: 260, specialTokens: ["<|endoftext|>"])
      .train(on: ["the cat and the hat"])
    let end = try #require(tokenizer.specialTokens.first?.token)
    var configuration = SampleModel.all[0].configuration
    configuration.vocabularySize = 260
    let model = try GPT(configuration, stream: RandomStream(seed: 1))
    try withTemporaryFolder { folder in
      try PretrainedModel(model, tokenizer: .bytePairs(tokenizer)).write(to: folder)
      #expect(try settings(in: folder)["eos_token_id"]?.integer == Int(end))
      let file = folder.appendingPathComponent("tokenizer_config.json")
      #expect(
        try JSON(parsing: Data(contentsOf: file))["eos_token"]?.string == "<|endoftext|>")
    }
  }

  @Test func moreTokensThanEmbeddingsAreRefused() throws {
    let alphabet = (0..<70).compactMap { Unicode.Scalar(0x100 + $0) }
    let pretrained = PretrainedModel(
      try SampleModel.all[0].model(),
      tokenizer: .characters(CharacterTokenizer(alphabet: alphabet)))
    #expect(
      throws: PretrainedModelError.vocabularyMismatch(
        folder: "a model with its tokenizer", tokenizer: 70, model: 64)
    ) { try pretrained.files() }
  }

  @Test func aPlaceThatCannotBeWrittenIsNamed() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("file")
      try Data().write(to: file)
      let pretrained = PretrainedModel(try SampleModel.all[0].model())
      #expect {
        try pretrained.write(to: file.appendingPathComponent("model"))
      } throws: { "\($0)".hasPrefix("\(file.path)/model: the file cannot be written:") }
    }
  }

  private func settings(in folder: URL) throws -> JSON {
    try JSON(parsing: Data(contentsOf: folder.appendingPathComponent("config.json")))
  }
}
