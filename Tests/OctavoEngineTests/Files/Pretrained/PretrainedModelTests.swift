import Foundation
import OctavoBase
import OctavoEngine
import Testing

@Suite struct PretrainedModelTests {
  @Test(arguments: ReferenceModel.names)
  func theLogitsAreThoseOfTransformers(name: String) throws {
    let reference = try ReferenceModel(name)
    let model = try PretrainedModel(contentsOf: reference.folder).model
    let logits = model.logits(reference.batch).values
    #expect(reference.logits.map(abs).max() ?? 0 > 1)
    #expect(greatestDifference(logits, reference.logits) < 1e-4)
  }

  @Test(arguments: ReferenceModel.names)
  func cachedDecodingGivesTheUncachedLogits(name: String) throws {
    let reference = try ReferenceModel(name)
    let model = try PretrainedModel(contentsOf: reference.folder).model
    let expected = model.logits(reference.batch).values
    let (columns, vocabulary) = (reference.batch.columns, model.configuration.vocabularySize)

    // The first row begins with three tokens at once, the second goes one by one.
    var decoder = GPT.Decoder(model, rows: 2)
    var steps: [[GPT.Decoder.Addition]] = [
      [.init(row: 0, tokens: Array(reference.tokens[0][..<3]))]
    ]
    for position in 0..<columns {
      steps.append(
        (position < 3 ? [1] : [1, 0]).map {
          .init(row: $0, tokens: [reference.tokens[$0][position]])
        })
    }
    for step in steps {
      let logits = decoder.append(step).values
      for (index, addition) in step.enumerated() {
        let start = (addition.row * columns + decoder.lengths[addition.row] - 1) * vocabulary
        let difference = greatestDifference(
          Array(logits[index * vocabulary..<(index + 1) * vocabulary]),
          Array(expected[start..<start + vocabulary]))
        #expect(difference < 1e-5)
      }
    }
    #expect(decoder.lengths == [columns, columns])
  }

  @Test(arguments: ReferenceModel.names)
  func theConfigurationIsKnownWithoutTheWeights(name: String) throws {
    let folder = try ReferenceModel(name).folder
    #expect(
      try PretrainedModel.configuration(at: folder)
        == PretrainedModel(contentsOf: folder).model.configuration)
  }

  @Test func everySettingIsRead() throws {
    #expect(
      try PretrainedModel.configuration(at: ReferenceModel("gpt2-untied-bfloat16-sharded").folder)
        == GPT.Configuration(
          vocabularySize: 64, context: 24, layers: 2, heads: 4, width: 16, hiddenWidth: 40,
          normalization: .layer(epsilon: 0.01), activation: .gelu, tiedHead: false, dropout: 0.1))
    #expect(
      try PretrainedModel.configuration(at: ReferenceModel("llama-grouped").folder)
        == GPT.Configuration(
          vocabularySize: 64, context: 24, layers: 2, heads: 4, keyValueHeads: 2, width: 16,
          hiddenWidth: 40, positions: .rotary(base: 500, layout: .half),
          normalization: .rootMeanSquare(epsilon: 0.01), activation: .swiGLU, biases: false,
          tiedHead: false))
  }

  /// GPT-2 has a rate for each of three places; a key that is left out stands for 0.1.
  @Test func theThreeRatesOfDropoutAreRead() throws {
    let reference = try ReferenceModel("gpt2-tied").folder
    let file = try String(
      contentsOf: reference.appendingPathComponent("config.json"), encoding: .utf8)
    try withTemporaryFolder { folder in
      let changed = file.replacingOccurrences(
        of: #""attn_pdrop": 0.1"#, with: #""attn_pdrop": 0.2"#
      ).replacingOccurrences(of: #""embd_pdrop": 0.1"#, with: #""embd_pdrop": null"#)
        .replacingOccurrences(of: #""resid_pdrop": 0.1"#, with: #""resid_pdrop": 0"#)
      #expect(changed != file)
      let place = folder.appendingPathComponent("config.json")
      try FileManager.default.copyItem(
        at: reference.appendingPathComponent("model.safetensors"),
        to: folder.appendingPathComponent("model.safetensors"))
      try Data(changed.utf8).write(to: place)
      #expect(
        try PretrainedModel.configuration(at: folder).dropout
          == DropoutRates(embedding: 0.1, attention: 0.2, residual: 0))
      let wrong = changed.replacingOccurrences(
        of: #""attn_pdrop": 0.2"#, with: #""attn_pdrop": 1.5"#)
      try Data(wrong.utf8).write(to: place)
      let error = #expect(throws: PretrainedModelError.self) {
        try PretrainedModel.configuration(at: folder)
      }
      #expect(error?.description.contains("attn_pdrop: must be at least 0 and below 1") == true)
    }
  }

  @Test func theTokenizerComesWithTheModel() throws {
    let folder = try ReferenceModel("gpt2-tied").folder
    let tokenizer = try #require(try PretrainedModel(contentsOf: folder).tokenizer)
    let expected = try JSON(
      parsing: Data(contentsOf: folder.appendingPathComponent("tokens.json")))
    let text = try #require(expected["text"]?.string)
    #expect(
      try tokenizer.encode(text).map(Int.init) == expected["tokens"]?.elements?.map(\.integer))
    #expect(try PretrainedModel.tokenizer(at: folder) == tokenizer)
    #expect(
      try PretrainedModel(contentsOf: ReferenceModel("llama-grouped").folder).tokenizer == nil)
  }

  /// Folders of GPT-2's first years have no `tokenizer.json`.
  @Test func theTokenizerOfOldFoldersIsRead() throws {
    let trained = try BytePairTrainer(vocabularySize: 257).train(on: ["ab ab"])
    let file = try JSON(parsing: Tokenizer.bytePairs(trained).json.utf8)
    let vocabulary = try #require(file["model"]?["vocab"])
    try withTemporaryFolder { folder in
      try Data(vocabulary.text.utf8).write(to: folder.appendingPathComponent("vocab.json"))
      try Data("#version: 0.2\na b\n".utf8).write(to: folder.appendingPathComponent("merges.txt"))
      let tokenizer = try #require(try PretrainedModel.tokenizer(at: folder))
      #expect(try tokenizer.encode("abba") == trained.encode("abba"))
      #expect(try tokenizer.encode("abba").count == 3)
    }
  }
}
