import OctavoEngine
import Testing

@Suite struct ExponentialMovingAverageTests {
  /// The decays of diffusers’ `EMAModel(parameters, decay=0.7)`: 0 first, then (1 + n) / (10 + n)
  /// until that comes to the decay.
  @Test func warmsUpByUpdates() {
    var average = ExponentialMovingAverage(
      of: [Tensor([5], shape: [1])], decay: 0.7, warmUp: .byUpdates)
    var decays: [Double] = []
    for _ in 0..<30 {
      decays.append(average.nextDecay)
      average.update([Tensor([1], shape: [1])])
    }
    #expect(decays[0] == 0)
    #expect(decays[1] == 2.0 / 11)
    #expect(decays[2] == 3.0 / 12)
    #expect(decays[19] == 20.0 / 29)
    #expect(decays[20] == 0.7)
    #expect(decays[29] == 0.7)
    // The initialisation is gone with the first update.
    #expect(average.tensors[0].values == [1])
  }

  /// Taken up again in the middle, it goes on as before.
  @Test func goesOn() {
    func updated(_ average: ExponentialMovingAverage, _ values: [Float]) -> ExponentialMovingAverage
    {
      values.reduce(into: average) { $0.update([Tensor([$1], shape: [1])]) }
    }
    let start = ExponentialMovingAverage(
      of: [Tensor([5], shape: [1])], decay: 0.999, warmUp: .byUpdates)
    let half = updated(start, [1, 2, 3])
    let resumed = ExponentialMovingAverage(
      of: half.tensors, decay: 0.999, warmUp: .byUpdates, updates: half.updates)
    #expect(
      updated(resumed, [4, 5]).tensors.map(\.values)
        == updated(start, [1, 2, 3, 4, 5]).tensors.map(\.values))
  }

  @Test func withoutAWarmUpTheDecayIsConstant() {
    var average = ExponentialMovingAverage(of: [Tensor([8], shape: [1])], decay: 0.5)
    average.update([Tensor([0], shape: [1])])
    average.update([Tensor([0], shape: [1])])
    #expect(average.tensors[0].values == [2])
  }
}
