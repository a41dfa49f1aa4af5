import Foundation
import OctavoEngine
import Testing

@Suite struct AdapterFilesTests {
  @Test(arguments: ReferenceAdapter.all)
  func theLogitsAreThoseOfPEFT(reference: ReferenceAdapter) throws {
    let (model, adapter) = (try reference.model(), try reference.adapter())
    let (batch, expected) = try reference.expected()
    let before = model.logits(batch).values
    #expect(greatestDifference(before, expected) > 0.1)
    let logits = adapter.merged(into: model).logits(batch).values
    #expect(greatestDifference(logits, expected) < 1e-4)
    #expect(adapter.problem(for: model.configuration) == nil)
  }

  /// One change of queries, keys and values stays one, though LLaMA's files have them apart.
  @Test(arguments: SampleModel.all)
  func whatIsWrittenIsReadToTheBit(sample: SampleModel) throws {
    let adapter = try sample.adapter()
    try withTemporaryFolder { folder in
      try adapter.write(to: folder)
      for restored in [
        try LowRankAdapter(contentsOf: folder),
        try LowRankAdapter(contentsOf: folder, for: sample.configuration),
      ] {
        #expect(restored.settings == adapter.settings)
        #expect(restored.parameters.names == adapter.parameters.names)
        #expect(restored.parameters.bitPatterns == adapter.parameters.bitPatterns)
        #expect(restored.model == sample.configuration)
      }
    }
  }

  @Test(arguments: ReferenceAdapter.all)
  func whatPEFTWroteIsWrittenAgainToTheBit(reference: ReferenceAdapter) throws {
    let adapter = try reference.adapter()
    try withTemporaryFolder { folder in
      try adapter.write(to: folder)
      let restored = try LowRankAdapter(contentsOf: folder)
      #expect(restored.settings == adapter.settings)
      #expect(restored.parameters.names == adapter.parameters.names)
      #expect(restored.parameters.bitPatterns == adapter.parameters.bitPatterns)
      let files = ["adapter_model.safetensors", "adapter_config.json"]
      let bytes = try files.map { try Data(contentsOf: folder.appendingPathComponent($0)) }
      try restored.write(to: folder)
      #expect(
        try files.map { try Data(contentsOf: folder.appendingPathComponent($0)) } == bytes)
    }
  }

  @Test func factorsHaveTheNamesAndShapesOfPEFT() throws {
    try withTemporaryFolder { folder in
      try SampleModel.interleaved.adapter().write(to: folder)
      let file = try SafetensorsFile(
        folder.appendingPathComponent("adapter_model.safetensors").path)
      let attention = "base_model.model.model.layers.1.self_attn"
      #expect(try file.shape(of: "\(attention).q_proj.lora_A.weight") == [3, 16])
      #expect(try file.shape(of: "\(attention).q_proj.lora_B.weight") == [16, 3])
      #expect(try file.shape(of: "\(attention).v_proj.lora_B.weight") == [8, 3])
      #expect(
        try file.floats(of: "\(attention).q_proj.lora_A.weight")
          == file.floats(of: "\(attention).k_proj.lora_A.weight"))
      #expect(file.names.count == 2 * 2 * 7)
    }
  }

  /// What only one of the parts has learned is a change of it alone.
  @Test func partsOfAMatrixAreChangedAlone() throws {
    let reference = ReferenceAdapter.all[2]
    let (model, adapter) = (try reference.model(), try reference.adapter())
    #expect(
      adapter.parameters.names.prefix(4) == [
        "blocks.0.attention.input.query.A", "blocks.0.attention.input.query.B",
        "blocks.0.attention.input.value.A", "blocks.0.attention.input.value.B",
      ])
    let (before, after) = (model.parameters, adapter.merged(into: model).parameters)
    for name in before.names {
      let columns = before[name].columns
      for index in 0..<before[name].count where before[name][index] != after[name][index] {
        // Queries have 16 columns, keys and values 8 each.
        let isKey = (16..<24).contains(index % columns)
        #expect(name.hasSuffix("attention.input.weight") && !isKey)
      }
    }
    var other = model.configuration
    other.keyValueHeads = 4
    #expect(adapter.problem(for: other) != nil)
    other = model.configuration
    other.layers = 1
    #expect(adapter.problem(for: other) != nil)
  }

  @Test(arguments: [
    (#""LORA""#, #""LOHA""#, "peft_type: “LOHA” is not supported"),
    (#""bias": "none""#, #""bias": "all""#, "bias: “all” is not supported"),
    (#""bias": "none""#, #""use_dora": true"#, "use_dora: must be false"),
    (#""r": 3"#, #""r": 0"#, "r: must lie between 1 and"),
    (#""lora_alpha": 5"#, #""lora_alpha": 0"#, "lora_alpha: must be positive"),
    (#""lora_alpha": 5"#, #""lora_alpha": 1e308"#, "lora_alpha: 1e+308 over a rank of 3 scales"),
    (#""lora_alpha": 5"#, #""lora_alpha": 1e-300"#, "which must be between 1e-6 and 1e6"),
    (
      #""lora_alpha": 5"#, #""use_rslora": true, "lora_alpha": 1e9"#, "over the root of a rank of 3"
    ),
    (#""lora_alpha": 5"#, #""lora_alpha": 1e400"#, "a number is too large"),
    (#""alpha_pattern": {}"#, #""alpha_pattern": {"c_attn": 1e308}"#, "alpha_pattern: 1e+308 over"),
    (#""alpha_pattern": {}"#, #""alpha_pattern": {"(a+)+": 2}"#, "alpha_pattern: “(a+)+” must be"),
    (#""bias": "none""#, #""modules_to_save": ["wte"]"#, "modules_to_save: [\"wte\"] were trained"),
    (#""alpha_pattern": {}"#, #""alpha_pattern": {"(": 2}"#, "alpha_pattern: “(” must be a"),
    (#""bias": "none""#, #""init_lora_weights": "pissa""#, #""pissa" changes the model itself"#),
    (#""bias": "none""#, #""layer_replication": [[0, 2]]"#, "layer_replication: is not supported"),
    ("{", "[{", "adapter_config.json: this is not JSON"),
  ])
  func wrongSettingsAreNamed(right: String, wrong: String, problem: String) throws {
    let sample = SampleModel.all[0]
    try withTemporaryFolder { folder in
      try sample.adapter().write(to: folder)
      let path = folder.appendingPathComponent("adapter_config.json")
      let text = try String(contentsOf: path, encoding: .utf8)
      let first = try #require(text.range(of: right))
      try Data(text.replacingCharacters(in: first, with: wrong).utf8).write(to: path)
      expectProblem(problem, in: folder, for: sample.configuration)
    }
  }

  @Test func patternsOfNoModuleAreCounted() throws {
    let sample = SampleModel.all[0]
    try withTemporaryFolder { folder in
      try sample.adapter().write(to: folder)
      #expect(try LowRankAdapter.read(folder, for: sample.configuration).remarks == [])
      let path = folder.appendingPathComponent("adapter_config.json")
      let text = try String(contentsOf: path, encoding: .utf8).replacing(
        #""alpha_pattern": {}"#, with: #""alpha_pattern": {"c_attn": 5, "q_proj": 7}"#)
      try Data(text.utf8).write(to: path)
      #expect(
        try LowRankAdapter.read(folder, for: sample.configuration).remarks == [
          "1 of the entries of alpha_pattern match no module that is changed, such as “q_proj”."
        ])
    }
  }

  @Test func aScaleWithoutMeaningIsNoSetting() {
    for alpha in [1e308, 1e-300, .infinity, .nan, -1] {
      #expect(throws: ConfigurationProblem.self) {
        try LowRankAdapter(
          LowRankAdapter.Settings(rank: 2, alpha: alpha), for: SampleModel.all[0].configuration,
          stream: RandomStream(seed: 1))
      }
    }
  }

  @Test func adaptersOfOtherModelsAreRefused() throws {
    var wide = SampleModel.all[0].configuration
    wide.width = 32
    expectProblem(
      "needs [2, 32]", in: ReferenceAdapter.all[0].folder, for: wide)
    expectProblem(
      "“base_model.model.transformer.h.1.", in: ReferenceAdapter.all[1].folder,
      for: SampleModel.interleaved.configuration)
    try withTemporaryFolder { folder in
      expectProblem("has no adapter_config.json", in: folder, for: wide)
      try SampleModel.all[0].adapter().write(to: folder)
      try FileManager.default.removeItem(
        at: folder.appendingPathComponent("adapter_model.safetensors"))
      expectProblem("has no adapter_model.safetensors", in: folder, for: wide)
    }
  }

  /// What PEFT wrote does not say which model it changes.
  @Test func withoutAModelOnlyOctavosOwnAreRead() {
    #expect(throws: PretrainedModelError.self) {
      try LowRankAdapter(contentsOf: ReferenceAdapter.all[0].folder)
    }
  }

  private func expectProblem(
    _ problem: String, in folder: URL, for model: GPT.Configuration
  ) {
    #expect { try ModelAdapter.settings(in: folder, for: model) } throws: { error in
      let message = String(describing: error)
      return message.contains(problem)
    }
    #expect(throws: PretrainedModelError.self) {
      try LowRankAdapter(contentsOf: folder, for: model)
    }
  }
}
