import Foundation
import OctavoEngine
import Testing

@Suite struct ExpertMixingTests {
  private let scores = Tensor(
    [0.1, 0.6, 0.3, 0.2, 0.2, 0.6, 0.5, 0.3, 0.2, 0.25, 0.35, 0.4], shape: [4, 3])

  @Test func theLikeliestExpertsAreChosen() {
    let choice = ExpertChoice(scores, active: 2)
    #expect(choice.experts == [1, 2, 2, 0, 0, 1, 2, 1])
    #expect(choice.tokens == [[1, 2], [0, 2, 3], [0, 1, 3]])
    #expect(choice.places == [0, 0, 1, 0, 1, 1, 2, 2])
    #expect(choice.slots == [[1, 0], [0, 1, 1], [1, 0, 0]])
    #expect(choice.shares == [0.25, 0.375, 0.375])
  }

  /// Two of six second choices and none of the first ones find their expert full.
  @Test func firstChoicesComeBeforeSecondOnes() {
    let choice = ExpertChoice(scores, active: 2, capacity: 2)
    #expect(choice.experts == [1, 2, 2, 0, 0, 1, 2, 1])
    #expect(choice.tokens == [[1, 2], [0, 2], [1, 3]])
    #expect(choice.places == [0, -1, 0, 0, 1, 1, 1, -1])
    #expect(choice.slots == [[1, 0], [0, 1], [0, 0]])
    #expect(choice.droppedCount == 2)
    #expect(choice.shares == [0.25, 0.375, 0.375])
    let one = ExpertChoice(scores, active: 1, capacity: 1)
    #expect(one.tokens == [[2], [0], [1]])
    #expect(one.places == [0, 0, 0, -1])
  }

  @Test func theCapacityIsAShareOfTheTokens() {
    #expect(ExpertChoice.capacity(1.25, tokens: 64, experts: 8) == 10)
    #expect(ExpertChoice.capacity(1, tokens: 7, experts: 3) == 2)
    #expect(ExpertChoice.capacity(0.1, tokens: 7, experts: 3) == 1)
    #expect(ExpertChoice.capacity(1e300, tokens: 7, experts: 3) == 7)
  }

  @Test func aTokenDroppedEverywhereIsZero() {
    let choice = ExpertChoice(scores, active: 1, capacity: 1)
    let outputs = choice.tokens.map { _ in Variable(Tensor(repeating: 1, shape: [1, 20])) }
    let mixed = Variable(scores).gates(choice).mixed(outputs, choice, columns: 20).value.values
    #expect(mixed[60...].allSatisfy { $0 == 0 })
    #expect(mixed[..<20].allSatisfy { $0 == 0.6 })
  }

  @Test func ofEqualsTheFirstAndOfNoNumbersAny() {
    #expect(ExpertChoice(Tensor(repeating: 0.5, shape: [1, 3]), active: 2).experts == [0, 1])
    #expect(ExpertChoice(Tensor(repeating: .nan, shape: [1, 3]), active: 2).experts == [0, 1])
  }

  @Test func gatesOfSeveralSumToOneAndOneAloneIsItsProbability() {
    let two = Variable(scores).gates(ExpertChoice(scores, active: 2)).value.values
    expectClose(
      two, [2.0 / 3, 1.0 / 3, 0.75, 0.25, 0.625, 0.375, 0.4 / 0.75, 0.35 / 0.75], tolerance: 1e-6)
    let one = Variable(scores).gates(ExpertChoice(scores, active: 1)).value.values
    expectClose(one, [0.6, 0.6, 0.5, 0.4], tolerance: 1e-6)
  }

  @Test(arguments: [1, 2, 3], [nil, 1, 2])
  func gradients(active: Int, capacity: Int?) {
    let choice = ExpertChoice(scores, active: active, capacity: capacity)
    let outputs = choice.tokens.enumerated().map { expert, tokens in
      randomTensor([max(1, tokens.count), 5], seed: UInt64(expert))
    }
    expectGradients(of: [scores] + outputs) { inputs in
      let parts = zip(inputs.dropFirst(), choice.tokens).map { $1.isEmpty ? nil : $0 }
      return inputs[0].gates(choice).mixed(parts, choice, columns: 5)
    }
    expectGradients(of: [scores]) { $0[0].balanceLoss(choice) }
  }

  @Test func gradientsOfTheRouterZLoss() {
    expectGradients(of: [randomTensor([4, 3], seed: 2)]) { $0[0].routerZLoss() }
    let even = Variable(Tensor(repeating: -Float(log(3.0)), shape: [5, 3]))
    #expect(abs(even.routerZLoss().value.scalar) < 1e-12)
  }

  /// More tokens than one block of the parallel loop.
  @Test func manyTokens() {
    let probabilities = Variable(randomTensor([150, 3], seed: 1)).softmax().value
    let choice = ExpertChoice(probabilities, active: 2)
    let outputs = choice.tokens.enumerated().map { expert, tokens in
      randomTensor([tokens.count, 2], seed: UInt64(expert))
    }
    let gates = Variable(probabilities).gates(choice)
    let mixed = gates.mixed(outputs.map { Variable($0) }, choice, columns: 2).value.values
    for token in [0, 63, 64, 149] {
      for column in 0..<2 {
        let expected = (0..<2).reduce(0.0) { sum, slot in
          let index = 2 * token + slot
          let output = outputs[Int(choice.experts[index])]
          return sum + Double(gates.value.values[index])
            * Double(output.values[2 * Int(choice.places[index]) + column])
        }
        #expect(abs(Double(mixed[2 * token + column]) - expected) < 1e-6)
      }
    }
  }

  @Test func theBalanceLossIsOneWhereAllAreUsedAlikeAndTheirNumberWhereOneTakesAll() {
    let even = Tensor([0.4, 0.3, 0.3, 0.3, 0.4, 0.3, 0.3, 0.3, 0.4], shape: [3, 3])
    let evenLoss = Variable(even).balanceLoss(ExpertChoice(even, active: 1)).value.scalar
    #expect(abs(evenLoss - 1) < 1e-6)
    let one = Tensor([1, 0, 0, 1, 0, 0], shape: [2, 3])
    #expect(Variable(one).balanceLoss(ExpertChoice(one, active: 1)).value.scalar == 3)
  }
}
