import Foundation
import OctavoEngine
import Testing

@Suite struct ArchiveTests {
  let model: GPT

  init() throws {
    model = try GPT(
      .llama(vocabularySize: 7, context: 8, layers: 1, heads: 2, width: 8),
      stream: RandomStream(seed: 2))
  }

  @Test func aModelComesBackWithTheSameBytes() throws {
    let data = try model.archive()
    let read = try GPT(archive: data)
    #expect(read.configuration == model.configuration)
    #expect(read.parameters.tensors == model.parameters.tensors)
    #expect(try read.archive() == data)
  }

  @Test func damageIsAnErrorWhereverItIs() throws {
    let data = try model.archive()
    for length in stride(from: 0, to: data.count, by: 37) {
      #expect(throws: (any Error).self) { _ = try GPT(archive: data.prefix(length)) }
    }
    #expect(throws: (any Error).self) { _ = try GPT(archive: data + [0]) }
    var stream = RandomStream(seed: 3)
    for _ in 0..<300 {
      var damaged = data
      for _ in 0..<3 {
        damaged[stream.integer(below: 400)] = UInt8(truncatingIfNeeded: stream.next())
      }
      _ = try? GPT(archive: damaged)
    }
  }
}
