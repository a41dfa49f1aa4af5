import Foundation
import OctavoEngine
import Testing

@Suite struct NonFiniteWeightsTests {
  @Test(
    arguments: [
      ("wte.weight", [0, 0]), ("wte.weight", [63, 15]), ("h.1.attn.c_attn.weight", [3, 40]),
      ("ln_f.bias", [7]),
    ], [Float.nan, .infinity, -.infinity])
  func aNumberThatIsNotFiniteIsNamed(tensor: (String, [Int]), number: Float) throws {
    let name = "transformer.\(tensor.0)"
    try expectRefusal("\(name)” holds a number that is not finite", at: tensor.1) { tensors in
      let place = try #require(tensors.firstIndex { $0.name == name })
      let columns = tensors[place].shape.last ?? 1
      let position = tensor.1
      let index = position.count == 1 ? position[0] : position[0] * columns + position[1]
      tensors[place].floats[index] = number
    }
  }

  @Test func llamaAndItsHeadAreChecked() throws {
    for name in ["model.layers.1.self_attn.k_proj.weight", "lm_head.weight"] {
      try expectRefusal("“\(name)” holds", at: [1, 2], of: .interleaved) { tensors in
        let place = try #require(tensors.firstIndex { $0.name == name })
        tensors[place].floats[tensors[place].shape[1] + 2] = .nan
      }
    }
  }

  /// Numbers that only float64 can hold become infinite in float32.
  @Test func numbersTooLargeAreRefused() throws {
    try withTemporaryFolder { folder in
      try PretrainedModel(SampleModel.all[0].model()).write(to: folder, as: .float64)
      let model = try PretrainedModel(contentsOf: folder).model
      #expect(try model.parameters.bitPatterns == SampleModel.all[0].model().parameters.bitPatterns)
      let path = folder.appendingPathComponent("model.safetensors")
      var bytes = try Data(contentsOf: path)
      let huge = withUnsafeBytes(of: 1e300.bitPattern.littleEndian) { Array($0) }
      bytes.replaceSubrange(bytes.count - 8..<bytes.count, with: huge)
      try bytes.write(to: path)
      #expect {
        try PretrainedModel(contentsOf: folder)
      } throws: { "\($0)".contains("ln_f.bias” holds a number that is not finite, ∞ at [15]") }
    }
  }

  @Test func factorsOfAdaptersAreChecked() throws {
    let sample = SampleModel.all[0]
    try withTemporaryFolder { folder in
      var adapter = try sample.adapter()
      let name = try #require(adapter.parameters.names.last)
      var tensor = adapter.parameters[name]
      tensor[0] = .nan
      adapter.parameters[name] = tensor
      try adapter.write(to: folder)
      #expect {
        try LowRankAdapter(contentsOf: folder, for: sample.configuration)
      } throws: {
        "\($0)".contains("lora_B.weight” holds a number that is not finite, NaN at [0, 0]")
      }
    }
  }

  @Test func amergedMatrixThatIsInfiniteIsFound() throws {
    var adapter = try SampleModel.all[0].adapter()
    let model = try SampleModel.all[0].model()
    #expect(adapter.merged(into: model).firstNonFinite == nil)
    for name in adapter.parameters.names.prefix(2) {
      var tensor = adapter.parameters[name]
      for index in 0..<tensor.count { tensor[index] = 3e38 }
      adapter.parameters[name] = tensor
    }
    #expect(
      adapter.merged(into: model).firstNonFinite == "blocks.0.attention.input.weight")
  }

  private func expectRefusal(
    _ message: String, at position: [Int], of sample: SampleModel = .all[0],
    _ change: (inout [Safetensors.Tensor]) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      try PretrainedModel(sample.model()).write(to: folder)
      let path = folder.appendingPathComponent("model.safetensors").path
      let file = try SafetensorsFile(path)
      var tensors: [Safetensors.Tensor] = try file.names.map {
        ($0, try file.shape(of: $0), try file.floats(of: $0))
      }
      try change(&tensors)
      try Safetensors.write(tensors, to: path)
      // The headers are as they were.
      _ = try PretrainedModel.configuration(at: folder)
      #expect {
        try PretrainedModel(contentsOf: folder)
      } throws: { error in
        let text = "\(error)"
        return text.hasPrefix(path) && text.contains(message) && text.contains("at \(position);")
      }
    }
  }
}
