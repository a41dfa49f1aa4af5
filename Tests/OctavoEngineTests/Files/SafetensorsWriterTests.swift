import Foundation
import OctavoEngine
import Testing

@Suite struct SafetensorsWriterTests {
  private let tensors: [Safetensors.Tensor] = [
    ("weight", [2, 3], [1, 2, 3, 4, 5, 6.5]), ("scalar", [], [7]), ("empty", [0], []),
  ]

  @Test func theBytesAreThoseOfTheFormat() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("x.safetensors")
      try Safetensors.write([("w", [2], [1, -2])], to: file.path)
      let header =
        #"{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
      let padding = String(repeating: " ", count: 8 - header.utf8.count % 8)
      let expected: [UInt8] =
        [88, 0, 0, 0, 0, 0, 0, 0] + Array((header + padding).utf8)
        + [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]
      #expect(Array(try Data(contentsOf: file)) == expected)
    }
  }

  @Test(arguments: FloatFormat.allCases)
  func whatIsWrittenIsReadAgain(format: FloatFormat) throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("x.safetensors").path
      try Safetensors.write(tensors, metadata: ["b": "2", "a": "1"], as: format, to: path)
      let first = try Data(contentsOf: URL(fileURLWithPath: path))
      try Safetensors.write(tensors, metadata: ["a": "1", "b": "2"], as: format, to: path)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == first)
      let file = try SafetensorsFile(path)
      #expect(file.names == ["empty", "scalar", "weight"])
      #expect(file.metadata == ["a": "1", "b": "2"])
      for tensor in tensors {
        #expect(try file.type(of: tensor.name) == format.rawValue)
        #expect(try file.floats(of: tensor.name, shape: tensor.shape) == tensor.floats)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }
  }

  /// Halves are rounded to the even neighbour, and NaN stays NaN.
  @Test(
    arguments: [
      (FloatFormat.float16, [1 + 0x1p-11, 1 + 0x3p-11, 65520, 0x1p-25, 0x1.8p-25, .nan]),
      (.bfloat16, [1 + 0x1p-8, 1 + 0x3p-8, .greatestFiniteMagnitude, 0x1p-134, 0x1.8p-134, .nan]),
    ] as [(FloatFormat, [Float])])
  func narrowingRoundsToNearestEven(format: FloatFormat, floats: [Float]) throws {
    let step: Float = format == .float16 ? 0x1p-10 : 0x1p-7
    let least: Float = format == .float16 ? 0x1p-24 : 0x1p-133
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("x.safetensors").path
      try Safetensors.write([("x", [6], floats)], as: format, to: path)
      let read = try SafetensorsFile(path).floats(of: "x")
      #expect(Array(read.prefix(5)) == [1, 1 + 2 * step, .infinity, 0, least])
      #expect(read[5].isNaN)
    }
  }

  @Test func aFolderThatIsNotThereIsNamed() {
    #expect {
      try Safetensors.write(tensors, to: "/nowhere/x.safetensors")
    } throws: { "\($0)".hasPrefix("/nowhere/x.safetensors: the file cannot be written:") }
  }
}
