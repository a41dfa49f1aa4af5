import Foundation
import OctavoEngine
import Testing

/// Folders with one thing wrong each: the error says which, without the weights having been read.
@Suite struct PretrainedFolderTests {
  @Test(arguments: [
    (#""model_type": "gpt2""#, #""model_type": "bert""#, "“bert” is no architecture"),
    (#""model_type": "gpt2","#, "", "model_type: is missing"),
    (#""n_layer": 2"#, #""n_layer": "two""#, "n_layer: must be an integer, but is \"two\""),
    (#""n_layer": 2"#, #""n_layer": 0"#, "n_layer: must lie between 1 and"),
    (#""n_layer": 2"#, #""n_layer": 9999999"#, "n_layer: must be at most 4096"),
    (#""n_layer": 2"#, #""n_layer": 3"#, "there is no tensor “transformer.h.2.ln_1.weight”"),
    (#""n_layer": 2"#, #""n_layer": 1"#, "“transformer.h.1.attn.c_attn.bias” has no place"),
    (#""n_embd": 16,"#, "", "n_embd: is missing"),
    (#""n_embd": 16"#, #""n_embd": 18"#, "n_embd: 18 is not divisible by 4 heads"),
    (#""n_inner": 64"#, #""n_inner": 60"#, "[16, 64], but the model needs [16, 60]"),
    (#""n_positions": 24"#, #""n_positions": 25"#, "“transformer.wpe.weight” has the shape"),
    (#""gelu_new""#, #""relu""#, "activation_function: “relu” is not supported; only “gelu_new”"),
    (#""resid_pdrop": 0.0"#, #""resid_pdrop": 1.5"#, "resid_pdrop: must be at least 0"),
    (#""torch_dtype""#, #""scale_attn_weights": false, "x""#, "scale_attn_weights: must be true"),
    (
      #""torch_dtype""#, #""scale_attn_by_inverse_layer_idx": true, "x""#,
      "scale_attn_by_inverse_layer_idx: must be false"
    ),
    (#""torch_dtype""#, #""octavo_biases": false, "x""#, "is not zero, but config.json says"),
    (#""architectures""#, "architectures", "config.json: this is not JSON"),
    ("{", "[{", "config.json: this is not JSON"),
  ])
  func wrongSettingsOfGPT2AreNamed(right: String, wrong: String, problem: String) throws {
    try expectProblem(problem, of: SampleModel.all[0], replacing: right, by: wrong)
  }

  @Test(arguments: [
    (#""rope_scaling": null"#, #""rope_scaling": {"type": "linear", "factor": 2}"#, #"("linear")"#),
    (#""rope_scaling": null"#, #""rope_scaling": {"rope_type": "yarn"}"#, "rope_scaling: scaled"),
    (
      #""rope_scaling": null"#, #""rope_parameters": {"rope_type": "llama3"}"#,
      "rope_parameters: scaled"
    ),
    (
      #""rope_scaling": null"#, #""rope_parameters": {"partial_rotary_factor": 0.5}"#,
      "partial_rotary_factor must be 1"
    ),
    (
      #""rope_scaling": null"#, #""rope_parameters": {"rope_theta": "big"}"#,
      "rope_theta must be a number"
    ),
    (#""rope_theta": 100.0"#, #""rope_theta": 0.5"#, "rope_theta: the rotary base must be above 1"),
    (#""hidden_act": "silu""#, #""hidden_act": "gelu""#, "hidden_act: “gelu” is not supported"),
    (
      #""mlp_bias": false"#, #""mlp_bias": true"#,
      "mlp_bias: is true, but attention_bias is false: biases in feed-forward layers alone"
    ),
    (
      #""attention_bias": false"#, #""attention_bias": true"#,
      "attention_bias: is true, but mlp_bias is false: biases in attention alone"
    ),
    (#""head_dim": 4"#, #""head_dim": 8"#, "head_dim: must be hidden_size / num_attention_heads"),
    (
      #""num_key_value_heads": 2"#, #""num_key_value_heads": 3"#,
      "num_key_value_heads: 4 heads cannot share 3"
    ),
    (
      #""num_key_value_heads": 2"#, #""num_key_value_heads": 4"#,
      "“model.layers.0.self_attn.k_proj.weight” has the shape [8, 16], but the model needs [16, 16]"
    ),
    (
      #""vocab_size": 64"#, #""vocab_size": 65"#,
      "“model.embed_tokens.weight” has the shape"
    ),
    (#""rms_norm_eps": 1e-06"#, #""rms_norm_eps": 0"#, "rms_norm_eps: epsilon must be positive"),
    (#""rms_norm_eps": 1e-06"#, #""rms_norm_eps": 1e-60"#, "must be between 1e-30 and 1e30"),
    (#""rms_norm_eps": 1e-06"#, #""rms_norm_eps": 1e400"#, "a number is too large"),
    (#""rope_theta": 100.0"#, #""rope_theta": 1e300"#, "rope_theta: the rotary base must be"),
    (
      #""rope_scaling": null"#, #""partial_rotary_factor": 0.5"#, "partial_rotary_factor: must be 1"
    ),
    (#""rope_scaling": null"#, #""quantization_config": {}"#, "quantized weights are not read"),
    (#""rope_scaling": null"#, #""rope_theta": 5"#, "rope_theta: stands twice"),
    (#""vocab_size": 64"#, #""vocab_size": 9223372036854775807"#, "vocab_size: must lie between"),
    (
      #""vocab_size": 64"#, #""vocab_size": 99999999999999999999"#,
      "must be an integer, but is 1e+20"
    ),
    (#""num_attention_heads": 4"#, #""num_attention_heads": -4"#, "must lie between 1 and"),
  ])
  func wrongSettingsOfLLaMAAreNamed(right: String, wrong: String, problem: String) throws {
    try expectProblem(problem, of: .interleaved, replacing: right, by: wrong)
  }

  @Test(arguments: [
    (
      #""norm": "layer""#, #""norm": "batch""#,
      "norm: “batch” is not supported; only “layer”, “rms”"
    ),
    (#""biases": true"#, #""biases": 1"#, "biases: must be true or false, but is 1"),
    (#""residual_dropout""#, #""drop""#, "residual_dropout: is missing; it must be a number"),
    (#""rotary_layout": "half""#, #""rotary_layout": null"#, "rotary_layout: is missing"),
  ])
  func wrongSettingsOfMixturesAreNamed(right: String, wrong: String, problem: String) throws {
    let mixture = try #require(SampleModel.all.last)
    try expectProblem(problem, of: mixture, replacing: right, by: wrong)
  }

  @Test func missingFilesAreNamed() throws {
    try withFolder(of: SampleModel.all[0]) { folder in
      let weights = folder.appendingPathComponent("model.safetensors")
      try FileManager.default.removeItem(at: weights)
      expectProblem("the folder has no model.safetensors nor model.safetensors.index", in: folder)
      try Data().write(to: folder.appendingPathComponent("pytorch_model.bin"))
      expectProblem("save it again with safetensors, for pytorch_model.bin is not read", in: folder)
      try FileManager.default.removeItem(at: folder.appendingPathComponent("config.json"))
      expectProblem("the folder has no config.json", in: folder)
    }
  }

  @Test func corruptWeightsAreNamed() throws {
    try withFolder(of: SampleModel.all[0]) { folder in
      let weights = folder.appendingPathComponent("model.safetensors")
      var bytes = try Data(contentsOf: weights)
      try bytes.dropLast().write(to: weights)
      expectProblem("model.safetensors: the tensor “transformer.ln_f.bias” reaches to", in: folder)
      bytes[8] = UInt8(ascii: "[")
      try bytes.write(to: weights)
      expectProblem("its header is not JSON", in: folder)
    }
  }

  @Test func aMissingHeadIsNamed() throws {
    try expectProblem(
      "there is no tensor “lm_head.weight”", of: SampleModel.all[0],
      replacing: #""tie_word_embeddings": true"#, by: #""tie_word_embeddings": false"#)
  }

  /// Settings that change what a model computes may be among those that nobody here knows.
  @Test func settingsThatAreNotKnownAreCounted() throws {
    try withFolder(of: .interleaved) { folder in
      #expect(try PretrainedModel(contentsOf: folder).remarks == [])
      try edit(folder, #""rope_scaling": null"#, #""logit_scale": 0.5, "other": [1], "none": null"#)
      #expect(
        try PretrainedModel(contentsOf: folder).remarks == [
          "2 of the settings of config.json are not known here and not used, such as "
            + "“logit_scale”: 0.5."
        ])
    }
  }

  /// Masks that old versions stored are what a model does anyway; other frequencies are not.
  @Test func constantsBesideTheWeightsAreCompared() throws {
    func add(_ tensors: [Safetensors.Tensor], to folder: URL) throws {
      let path = folder.appendingPathComponent("model.safetensors").path
      let file = try SafetensorsFile(path)
      let weights: [Safetensors.Tensor] = try file.names.map {
        ($0, try file.shape(of: $0), try file.floats(of: $0))
      }
      try Safetensors.write(weights + tensors, to: path)
    }
    try withFolder(of: SampleModel.all[0]) { folder in
      try add([("transformer.h.1.attn.bias", [1], [1])], to: folder)
      #expect(try PretrainedModel(contentsOf: folder).remarks == [])
      try add([("transformer.h.2.attn.bias", [1], [1])], to: folder)
      expectProblem("“transformer.h.2.attn.bias” has no place", in: folder)
    }
    let name = "model.layers.0.self_attn.rotary_emb.inv_freq"
    try withFolder(of: .interleaved) { folder in
      try add([(name, [2], [1, 0.1])], to: folder)
      #expect(try PretrainedModel(contentsOf: folder).remarks == [])
    }
    try withFolder(of: .interleaved) { folder in
      try add([(name, [2], [1, 0.01])], to: folder)
      #expect(
        try PretrainedModel(contentsOf: folder).remarks == [
          "1 stored tensors of rotary frequencies, such as “\(name)”, are not those of config.json. "
            + "They are not used."
        ])
    }
  }

  @Test func aTokenizerOfAnotherModelIsRefused() throws {
    try withFolder(of: SampleModel.all[0]) { folder in
      let alphabet = (0..<65).compactMap { Unicode.Scalar(0x100 + $0) }
      let tokenizer = Tokenizer.characters(CharacterTokenizer(alphabet: alphabet))
      let file = folder.appendingPathComponent("tokenizer.json")
      try Data(tokenizer.json.utf8).write(to: file)
      #expect(
        throws: PretrainedModelError.vocabularyMismatch(
          folder: folder.path, tokenizer: 65, model: 64)
      ) { try PretrainedModel(contentsOf: folder) }
      try Data("{}".utf8).write(to: file)
      #expect {
        try PretrainedModel(contentsOf: folder)
      } throws: { "\($0)".hasPrefix("\(file.path): ") }
    }
  }

  private func expectProblem(
    _ problem: String, of sample: SampleModel, replacing right: String, by wrong: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try withFolder(of: sample) { folder in
      try edit(folder, right, wrong)
      expectProblem(problem, in: folder, sourceLocation: sourceLocation)
    }
  }

  private func expectProblem(
    _ problem: String, in folder: URL, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(sourceLocation: sourceLocation) {
      try PretrainedModel(contentsOf: folder)
    } throws: { error in
      let description = "\(error)"
      return error is PretrainedModelError && description.contains(problem)
        && description.contains(folder.path)
    }
  }

  private func edit(_ folder: URL, _ right: String, _ wrong: String) throws {
    let file = folder.appendingPathComponent("config.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    let range = try #require(text.range(of: right), "\(text) has no \(right)")
    try Data(text.replacingCharacters(in: range, with: wrong).utf8).write(to: file)
  }

  private func withFolder(of sample: SampleModel, _ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try PretrainedModel(try sample.model()).write(to: folder)
      try body(folder)
    }
  }
}
