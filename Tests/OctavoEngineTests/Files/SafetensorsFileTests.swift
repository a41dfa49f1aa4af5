import Foundation
import OctavoEngine
import Testing

@Suite struct SafetensorsFileTests {
  /// Written by Hugging Face's `safetensors`.
  private let reference = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Reference/types.safetensors").path

  @Test func readsEveryTypeOfNumber() throws {
    let file = try SafetensorsFile(reference)
    #expect(file.names == ["bfloat16", "empty", "float16", "float32", "integers", "scalar"])
    #expect(file.metadata == ["format": "pt", "note": "“quoted”"])
    #expect(
      try bits(file.floats(of: "float32", shape: [3, 4]))
        == bits([
          0, -0.0, 1, -2.5, 3.1415927, 65504, 1e-7, 6e-8, 0x1.16C2p-133, .infinity, -.infinity,
          .nan,
        ]))
    #expect(
      try bits(file.floats(of: "float16", shape: [2, 2, 3]))
        == bits([
          0, -0.0, 1, -2.5, 3.140625, 65504, 0x1p-23, 0x1p-24, 0, .infinity, -.infinity, .nan,
        ]))
    #expect(
      try bits(file.floats(of: "bfloat16", shape: [12]))
        == bits([
          0, -0.0, 1, -2.5, 3.140625, 65536, 1.0011717677116394e-07, 6.007030606269836e-08,
          0x1p-133, .infinity, -.infinity, .nan,
        ]))
    #expect(try file.floats(of: "scalar", shape: []) == [7])
    #expect(try file.floats(of: "empty", shape: [0, 5]) == [])
  }

  @Test func copiesIntoMemoryOfTheCaller() throws {
    var floats = [Float](repeating: -1, count: 3)
    try floats.withUnsafeMutableBufferPointer { floats in
      try SafetensorsFile(reference)
        .copyFloats(of: "scalar", shape: [], into: .init(rebasing: floats[1..<2]))
    }
    #expect(floats == [-1, 7, -1])
  }

  @Test func errorsNameTheFileTheTensorAndTheRemedy() throws {
    let file = try SafetensorsFile(reference)
    #expect(
      throws: SafetensorsError.missingTensor(file: reference, tensor: "flaot32", nearest: "float32")
    ) { try file.floats(of: "flaot32") }
    #expect(
      throws: SafetensorsError.wrongShape(
        file: reference, tensor: "float32", expected: [4, 3], found: [3, 4])
    ) { try file.floats(of: "float32", shape: [4, 3]) }
    #expect(
      throws: SafetensorsError.unsupportedType(file: reference, tensor: "integers", type: "I64")
    ) { try file.floats(of: "integers") }
  }

  @Test func aMissingFileIsUnreadable() {
    #expect {
      try SafetensorsFile("/nowhere/model.safetensors")
    } throws: { error in
      "\(error)".hasPrefix("/nowhere/model.safetensors: the file cannot be read:")
    }
  }

  /// The numbers' bits, so that −0 and NaN can be compared.
  private func bits(_ floats: [Float]) -> [UInt32] {
    floats.map { $0.isNaN ? Float.nan.bitPattern : $0.bitPattern }
  }
}
