import Foundation
import OctavoEngine
import Testing

/// The network against PyTorch's results in float64, which `make_unet_reference.py` wrote.
@Suite struct DenoisingUNetTests {
  private struct Reference: Decodable {
    let parameters: [String]
    let output: [Double]
    let gradients: [[Double]]
    let states: [Double]
    let multiplyAdds: Double
  }

  private static func sines(_ shape: [Int], _ phase: Double, _ scale: Double) -> Tensor {
    let values = (0..<shape.reduce(1, *)).map { Float(scale * sin(1.7 * Double($0) + phase)) }
    return Tensor(values, shape: shape)
  }

  @Test func outputAndGradientsAreThoseOfPyTorch() throws {
    let url = try #require(Bundle.module.url(forResource: "unet_reference", withExtension: "json"))
    let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url))
    var model = try DenoisingUNet(
      .init(
        channels: 2, width: 8, multipliers: [1, 2], blocks: 1, attentionLevels: 2, heads: 2,
        groups: 4, textWidth: 8), stream: RandomStream(seed: 1))
    #expect(model.parameters.names.map { "network.\($0)" } == reference.parameters)
    for (index, name) in model.parameters.names.enumerated() {
      let shape = model.parameters[name].shape
      var values = Self.sines(shape, Double(index), 0.3)
      if shape.count == 1, name.hasSuffix("weight") {
        for index in 0..<values.count { values[index] += 1 }
      }
      model.parameters[name] = values
    }
    #expect(
      model.configuration.multiplyAdds(height: 4, width: 4, words: 3) == reference.multiplyAdds)
    let tape = Tape()
    let weights = Weights(model.parameters, on: tape)
    let states = tape.variable(Self.sines([2, 3, 8], 0.3, 1))
    let noisy = Variable(Self.sines([2, 4, 4, 2], 0.9, 1))
    let out = model(noisy, steps: [3, 700], text: states, weights)
    expectClose(out.value.values, reference.output, tolerance: 1e-4)

    let loss = (out * Variable(Self.sines(out.shape, 2.1, 1))).sum()
    let gradients = tape.gradients(of: loss, by: weights.variables + [states])
    expectClose(gradients.last!.values, reference.states, tolerance: 1e-3)
    for (index, gradient) in gradients.dropLast().enumerated() {
      let projections = [0.0, 1.0].map { phase in
        zip(gradient.values, Self.sines([gradient.count], phase, 1).values).reduce(Float(0)) {
          $0 + $1.0 * $1.1
        }
      }
      expectClose(
        projections, reference.gradients[index], tolerance: 2e-3,
        "\(reference.parameters[index])")
    }
  }

  @Test func beginsByPredictingNothing() throws {
    let model = try DenoisingUNet(
      .init(channels: 3, width: 8, groups: 4), stream: RandomStream(seed: 1))
    let out = model(
      Variable(randomTensor([2, 8, 8, 3], seed: 1)), steps: [0, 9], Weights(model.parameters))
    #expect(out.value == Tensor(zeros: [2, 8, 8, 3]))
  }
}
