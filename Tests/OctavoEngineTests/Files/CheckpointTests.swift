import Foundation
import OctavoEngine
import Testing

@Suite struct CheckpointTests {
  @Test func readsOneFileOfAFolder() throws {
    try withTemporaryFolder { folder in
      try Safetensors.write(
        [("w", [2], [1, 2])], to: folder.appendingPathComponent("model.safetensors").path)
      let checkpoint = try SafetensorsCheckpoint(path: folder.path)
      #expect(checkpoint.names == ["w"])
      #expect(try checkpoint.floats(of: "w", shape: [2]) == [1, 2])
    }
  }

  @Test func readsShardsByTheirIndex() throws {
    try withShards(index: #"{"weight_map":{"b":"2.safetensors","a":"1.safetensors"}}"#) { folder in
      let checkpoint = try SafetensorsCheckpoint(path: folder.path)
      #expect(checkpoint.names == ["a", "b"])
      #expect(checkpoint.contains("b") && !checkpoint.contains("c"))
      #expect(try checkpoint.shape(of: "b") == [2])
      #expect(try checkpoint.floats(of: "a") == [1])
      var floats: [Float] = [0, 0]
      try floats.withUnsafeMutableBufferPointer {
        try checkpoint.copyFloats(of: "b", shape: [2], into: $0)
      }
      #expect(floats == [2, 3])
    }
  }

  @Test(arguments: [
    ("{", "the file ends too early"),
    ("{}", "the index has no weight_map"),
    (#"{"weight_map":{}}"#, "the index has no weight_map"),
    (#"{"weight_map":{"a":"1.safetensors","a":"2.safetensors"}}"#, "“a”"),
    ("version https://git-lfs.github.com/spec/v1", "Git LFS pointer"),
    (#"{"weight_map":{"a":3}}"#, "“a” is not assigned to a file"),
    (#"{"weight_map":{"a":"../1.safetensors"}}"#, "“a” is not assigned to a file"),
    (#"{"weight_map":{"a":"3.safetensors"}}"#, "3.safetensors: the file cannot be read"),
    (#"{"weight_map":{"b":"1.safetensors"}}"#, "1.safetensors: there is no tensor “b”"),
  ])
  func brokenIndexesAreNamed(index: String, problem: String) throws {
    try withShards(index: index) { folder in
      #expect {
        try SafetensorsCheckpoint(path: folder.path)
      } throws: { "\($0)".contains(problem) }
    }
  }

  /// `transformers` reads all that the files hold.
  @Test func whatTheIndexDoesNotListIsReadToo() throws {
    try withShards(index: #"{"weight_map":{"b":"2.safetensors","a":"1.safetensors"}}"#) { folder in
      let second = folder.appendingPathComponent("2.safetensors").path
      try Safetensors.write([("b", [2], [2, 3]), ("c", [1], [4])], to: second)
      #expect(try SafetensorsCheckpoint(path: folder.path).names == ["a", "b", "c"])
      try Safetensors.write([("b", [2], [2, 3]), ("a", [1], [4])], to: second)
      #expect {
        try SafetensorsCheckpoint(path: folder.path)
      } throws: { "\($0)".contains("“a” stands in another file of the index too") }
    }
  }

  @Test func aFolderWithoutTensorsAndAMissingTensorAreNamed() throws {
    try withTemporaryFolder { folder in
      #expect {
        try SafetensorsCheckpoint(path: folder.path)
      } throws: { "\($0)".contains("neither model.safetensors nor model.safetensors.index.json") }
      let path = folder.appendingPathComponent("model.safetensors").path
      try Safetensors.write([("lm_head.weight", [1], [0])], to: path)
      #expect(
        throws: SafetensorsError.missingTensor(
          file: path, tensor: "lm_head.wieght", nearest: "lm_head.weight")
      ) { try SafetensorsCheckpoint(path: path).floats(of: "lm_head.wieght") }
    }
  }

  private func withShards(index: String, _ body: (URL) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try Safetensors.write(
        [("a", [1], [1])], to: folder.appendingPathComponent("1.safetensors").path)
      try Safetensors.write(
        [("b", [2], [2, 3])], to: folder.appendingPathComponent("2.safetensors").path)
      try Data(index.utf8).write(
        to: folder.appendingPathComponent("model.safetensors.index.json"))
      try body(folder)
    }
  }
}
