import Foundation
import OctavoEngine
import Testing

@Suite struct VirtualTokenFilesTests {
  @Test(arguments: ReferenceAdapter.virtualTokens)
  func theLogitsAreThoseOfPEFT(reference: ReferenceAdapter) throws {
    let model = try reference.model()
    let adapter = try ModelAdapter.read(reference.folder, for: model.configuration).adapter
    let (batch, expected) = try reference.expected()
    #expect(greatestDifference(model.logits(batch).values, expected) > 0.1)
    let logits = adapter.merged(into: model).logits(batch).values
    #expect(greatestDifference(logits, expected) < 1e-5)
  }

  @Test(arguments: SampleModel.all, VirtualTokens.Kind.allCases)
  func whatIsWrittenIsReadToTheBit(sample: SampleModel, kind: VirtualTokens.Kind) throws {
    let adapter = try sample.virtualTokens(kind)
    try withTemporaryFolder { folder in
      try adapter.write(to: folder)
      for restored in [
        try ModelAdapter(contentsOf: folder),
        try ModelAdapter.read(folder, for: sample.configuration).adapter,
      ] {
        #expect(restored.settings == adapter.settings)
        #expect(restored.parameters.bitPatterns == adapter.parameters.bitPatterns)
        #expect(restored.model == sample.configuration)
      }
    }
  }

  /// The model with its virtual tokens is a folder of Octavo's own, whatever it was without them.
  @Test(arguments: SampleModel.all, VirtualTokens.Kind.allCases)
  func modelsAreReadToTheBit(sample: SampleModel, kind: VirtualTokens.Kind) throws {
    let model = try sample.virtualTokens(kind).merged(into: sample.model())
    try withTemporaryFolder { folder in
      try PretrainedModel(model).write(to: folder)
      let restored = try PretrainedModel(contentsOf: folder).model
      #expect(restored.configuration == model.configuration)
      #expect(restored.parameters.bitPatterns == model.parameters.bitPatterns)
    }
  }

  @Test(arguments: [
    (#""num_virtual_tokens": 3"#, #""num_virtual_tokens": 24"#, "no room for text in a context"),
    (#""num_virtual_tokens": 3"#, #""num_virtual_tokens": 2"#, "prompt_embeddings"),
    (#""token_dim": 16"#, #""token_dim": 8"#, "token_dim: must be 16 for this model, but is 8"),
    (#""num_layers": 2"#, #""num_layers": 3"#, "num_layers: must be 2 for this model"),
    (#""PREFIX_TUNING""#, #""PROMPT_TUNING""#, "prompt_embeddings"),
    (#""PREFIX_TUNING""#, #""P_TUNING""#, "peft_type: “P_TUNING” is not supported"),
    (#""PREFIX_TUNING""#, #""LORA""#, "“prompt_embeddings” has no place"),
  ])
  func wrongSettingsAreNamed(right: String, wrong: String, problem: String) throws {
    let sample = SampleModel.all[0]
    try withTemporaryFolder { folder in
      try sample.virtualTokens(.prefix).write(to: folder)
      let path = folder.appendingPathComponent("adapter_config.json")
      let text = try String(contentsOf: path, encoding: .utf8)
      let first = try #require(text.range(of: right))
      try Data(text.replacingCharacters(in: first, with: wrong).utf8).write(to: path)
      #expect {
        try ModelAdapter.settings(in: folder, for: sample.configuration)
      } throws: {
        "\($0)".contains(problem)
      }
    }
  }

  @Test func otherTensorsAreNamed() throws {
    let sample = SampleModel.all[0]
    try withTemporaryFolder { folder in
      try sample.virtualTokens(.prompt).write(to: folder)
      let path = folder.appendingPathComponent("adapter_model.safetensors").path
      let numbers = try SafetensorsFile(path).floats(of: "prompt_embeddings")
      try Safetensors.write(
        [("prompt_embeddings", [3, 16], numbers), ("other", [1], [0])], to: path)
      #expect {
        try ModelAdapter.settings(in: folder, for: sample.configuration)
      } throws: {
        "\($0)".contains("“other” has no place: virtual tokens are one tensor")
      }
    }
  }

  /// Virtual tokens are no low-rank change.
  @Test func areNotReadAsFactors() throws {
    #expect {
      try LowRankAdapter(
        contentsOf: ReferenceAdapter.virtualTokens[0].folder,
        for: ReferenceAdapter.virtualTokens[0].model().configuration)
    } throws: {
      "\($0)".contains("PROMPT_TUNING is no low-rank change")
    }
  }
}
