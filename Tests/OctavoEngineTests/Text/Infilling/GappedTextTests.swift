import OctavoEngine
import Testing

@Suite struct GappedTextTests {
  private let text = "one rainy morning, mia met tom."

  @Test func formsTellThePartsInTheirOrder() {
    let gapped = GappedText(prefix: "one", middle: " rainy", suffix: " day.")
    #expect(gapped.prompt(.prefixFirst) == "◀one▶ day.■")
    #expect(gapped.rearranged(.prefixFirst) == "◀one▶ day.■ rainy")
    #expect(gapped.prompt(.suffixFirst) == "◀▶ day.■one")
    #expect(gapped.rearranged(.suffixFirst) == "◀▶ day.■one rainy")
  }

  @Test(arguments: GappedText.Form.allCases, ["one", ""])
  func promptsAreReadAgain(form: GappedText.Form, prefix: String) {
    let gapped = GappedText(prefix: prefix, middle: " rainy", suffix: " day.")
    #expect(GappedText(prompt: gapped.prompt(form), middle: " rainy") == gapped)
    for other in ["one rainy day.", "a◀one▶ day.■", "◀one▶ day."] {
      #expect(GappedText(prompt: other, middle: "") == nil)
    }
  }

  @Test(arguments: GappedText.Grain.allCases) func partsMakeTheText(_ grain: GappedText.Grain) {
    var seen: Set<GappedText> = []
    for index in 0..<300 {
      var stream = RandomStream(seed: 1).derived(for: "cut", index: index)
      let gapped = GappedText(cutting: text, at: grain, using: &stream)
      #expect(gapped.prefix + gapped.middle + gapped.suffix == text)
      seen.insert(gapped)
    }
    // Six words can be cut in 7 · 8 / 2 ways.
    #expect(grain == .words ? seen.count == 28 : seen.count > 100)
  }

  @Test func aMiddleIsNoLongerThanItMayBe() {
    var lengths: [Int: Int] = [:]
    for index in 0..<400 {
      var stream = RandomStream(seed: 6).derived(for: "cut", index: index)
      let gapped = GappedText(cutting: text, at: .words, longest: 3, using: &stream)
      #expect(gapped.prefix + gapped.middle + gapped.suffix == text)
      lengths[gapped.middle.split(separator: " ").count, default: 0] += 1
    }
    #expect(Set(lengths.keys) == [0, 1, 2, 3])
    #expect(lengths.values.allSatisfy { $0 > 70 })
    var stream = RandomStream(seed: 6)
    let whole = GappedText(cutting: "one", at: .characters, longest: 1000, using: &stream)
    #expect(whole.prefix + whole.middle + whole.suffix == "one")
  }

  @Test func cutsBetweenWordsKeepThemWhole() {
    var stream = RandomStream(seed: 2)
    for _ in 0..<100 {
      let gapped = GappedText(cutting: text, at: .words, using: &stream)
      let words = [gapped.prefix, gapped.middle, gapped.suffix].flatMap { $0.split(separator: " ") }
      #expect(words == text.split(separator: " "))
    }
  }

  @Test func masksAnyWordsButTheFirstAndTheLast() {
    var middles: [String: Int] = [:]
    for index in 0..<400 {
      var stream = RandomStream(seed: 3).derived(for: "mask", index: index)
      let gapped = GappedText(masking: 1, of: text, using: &stream)
      middles[gapped?.middle ?? "", default: 0] += 1
      #expect(gapped.map { $0.prefix + $0.middle + $0.suffix } == text)
    }
    #expect(Set(middles.keys) == [" rainy", " morning,", " mia", " met"])
    #expect(middles.values.allSatisfy { $0 > 60 })
  }

  @Test func aTextOfTwoWordsHasNothingToMask() {
    var stream = RandomStream(seed: 4)
    #expect(GappedText(masking: 1, of: "one morning", using: &stream) == nil)
    #expect(GappedText(masking: 1, of: "", using: &stream) == nil)
    #expect(GappedText(masking: 1, of: "one rainy day", using: &stream)?.middle == " rainy")
    #expect(GappedText(masking: 2, of: "one rainy day", using: &stream) == nil)
  }

  @Test func anEmptyTextCanBeCut() {
    var stream = RandomStream(seed: 5)
    for grain in GappedText.Grain.allCases {
      let gapped = GappedText(cutting: "", at: grain, using: &stream)
      #expect(gapped == GappedText(prefix: "", middle: "", suffix: ""))
    }
  }
}
