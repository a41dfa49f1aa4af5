import OctavoEngine
import Testing

@Suite struct RandomStreamTests {
  /// The known answers that the authors of Philox publish with Random123 (`kat_vectors`).
  @Test(arguments: [
    (
      (UInt64(0), UInt64(0)), UInt64(0),
      (UInt64(0xe169_c58d_6627_e8d5), UInt64(0x9b00_dbd8_bc57_ac4c))
    ),
    (
      (UInt64.max, UInt64.max), UInt64.max,
      (UInt64(0x41c8_3b0e_408f_276d), UInt64(0x6d54_51fd_a20b_c7c6))
    ),
    (
      (UInt64(0x85a3_08d3_243f_6a88), UInt64(0x0370_7344_1319_8a2e)),
      UInt64(0x299f_31d0_a409_3822),
      (UInt64(0x94fd_cceb_d16c_fe09), UInt64(0x2412_6ea1_5001_e420))
    ),
  ])
  func philoxKnownAnswers(
    counter: (UInt64, UInt64), key: UInt64, expected: (UInt64, UInt64)
  ) {
    #expect(Philox.block(counter: counter, key: key) == expected)
  }

  @Test func streamsOfDifferentPurposesDiffer() {
    let parent = RandomStream(seed: 7)
    var first = parent.derived(for: "batches")
    var second = parent.derived(for: "dropout")
    var third = parent.derived(for: "batches", index: 0)
    #expect(Set([first.next(), second.next(), third.next()]).count == 3)
  }

  @Test func derivingDoesNotDependOnWhatWasDrawn() {
    var parent = RandomStream(seed: 7)
    let before = parent.derived(for: "batches")
    _ = parent.next()
    #expect(parent.derived(for: "batches") == before)
  }

  @Test func normalHasMeanZeroAndVarianceOne() {
    var stream = RandomStream(seed: 11)
    let draws = (0..<20_000).map { _ in stream.normal() }
    let mean = draws.reduce(0, +) / 20_000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    #expect(abs(mean) < 0.03)
    #expect(abs(variance - 1) < 0.05)
  }
}
