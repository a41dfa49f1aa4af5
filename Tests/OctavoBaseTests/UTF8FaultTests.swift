import OctavoBase
import Testing

@Suite struct UTF8FaultTests {
  private func fault(_ bytes: [UInt8]) -> UTF8Fault? {
    bytes.withUnsafeBufferPointer { UTF8Fault(in: $0) }
  }

  @Test(
    arguments: [
      ([0x61, 0xE9], 1, true), ([0x61, 0xE9, 0x20], 1, false), ([0xC0, 0x80], 0, false),
      ([0xED, 0xA0, 0x80], 0, false), ([0xF4, 0x90, 0x80, 0x80], 0, false), ([0x80], 0, false),
      ([0xF0, 0x9F, 0x98], 0, true), ([0xE2, 0x82, 0xAC, 0xFF], 3, false),
    ] as [([UInt8], Int, Bool)])
  func namesTheFirstFault(bytes: [UInt8], offset: Int, isAtEnd: Bool) {
    #expect(fault(bytes)?.offset == offset)
    #expect(fault(bytes)?.isAtEnd == isAtEnd)
  }

  /// Swift's own validation and this one agree on random bytes near the edges of the forms.
  @Test func agreesWithTheStandardLibrary() {
    let alphabet: [UInt8] = [
      0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF,
      0xF0,
      0xF3, 0xF4, 0xF5, 0xFF,
    ]
    var random = SplitMix64(seed: 5)
    var valid = 0
    for _ in 0..<50_000 {
      let bytes = (0..<Int.random(in: 0..<5, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      #expect(isValid == (fault(bytes) == nil), "\(bytes)")
      valid += isValid ? 1 : 0
    }
    #expect((1_000..<49_000).contains(valid))
  }
}
