import OctavoEngine
import Testing

@Suite struct DropoutTests {
  let ones = Tensor(repeating: 1, shape: [100, 100])

  @Test(arguments: [0.1, 0.5])
  func dropsItsShareAndScalesTheRest(rate: Double) {
    let dropout = Dropout(rate: rate, stream: RandomStream(seed: 3))
    let values = Variable(ones).dropout(dropout, "here").value.values
    let kept = values.filter { $0 != 0 }
    #expect(kept.allSatisfy { abs($0 - Float(1 / (1 - rate))) < 1e-6 })
    #expect(abs(Double(kept.count) / 10_000 - (1 - rate)) < 0.02)
  }

  @Test func placesAndStreamsDiffer() {
    func values(_ seed: UInt64, _ place: String) -> [Float] {
      let dropout = Dropout(rate: 0.5, stream: RandomStream(seed: seed))
      return Variable(ones).dropout(dropout, place).value.values
    }
    #expect(values(1, "a") == values(1, "a"))
    #expect(values(1, "a") != values(1, "b"))
    #expect(values(1, "a") != values(2, "a"))
  }

  @Test func theGradientIsDroppedAlike() {
    let dropout = Dropout(rate: 0.4, stream: RandomStream(seed: 3))
    expectGradients(of: [randomTensor([5, 7], seed: 1)]) { $0[0].dropout(dropout, "here") }
  }

  @Test func withoutARateNothingChanges() {
    let dropout = Dropout(rate: 0, stream: RandomStream(seed: 3))
    #expect(Variable(ones).dropout(dropout, "here").value == ones)
  }
}
