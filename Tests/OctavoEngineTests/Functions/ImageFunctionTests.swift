import OctavoEngine
import Testing

/// The functions of images against finite differences, and against plain loops.
@Suite struct ImageFunctionTests {
  struct Shape: CustomTestStringConvertible {
    let image: [Int]
    let kernel, outputs, stride, padding: Int
    var testDescription: String { "\(image), \(kernel), \(outputs), \(stride), \(padding)" }
  }

  static let shapes = [
    Shape(image: [2, 4, 4, 3], kernel: 3, outputs: 2, stride: 1, padding: 1),
    Shape(image: [1, 5, 4, 2], kernel: 3, outputs: 3, stride: 2, padding: 1),
    Shape(image: [3, 4, 6, 1], kernel: 2, outputs: 2, stride: 2, padding: 0),
    Shape(image: [2, 5, 5, 2], kernel: 3, outputs: 1, stride: 3, padding: 2),
    Shape(image: [2, 3, 3, 2], kernel: 1, outputs: 4, stride: 1, padding: 0),
    Shape(image: [1, 6, 7, 1], kernel: 4, outputs: 2, stride: 2, padding: 1),
  ]

  @Test(arguments: shapes) func convolutionGradients(_ shape: Shape) {
    let inputs = shape.inputs
    expectGradients(of: inputs) {
      $0[0].convolution($0[1], bias: $0[2], stride: shape.stride, padding: shape.padding)
    }
    let image = Variable(inputs[0])
    expectGradients(of: [inputs[1]]) {
      image.convolution($0[0], stride: shape.stride, padding: shape.padding)
    }
  }

  /// Also with many images, many channels, and widths that fill registers.
  @Test(
    arguments: shapes + [
      Shape(image: [9, 8, 8, 16], kernel: 3, outputs: 40, stride: 1, padding: 1),
      Shape(image: [17, 6, 6, 20], kernel: 3, outputs: 16, stride: 2, padding: 1),
      Shape(image: [2, 17, 9, 4], kernel: 5, outputs: 32, stride: 1, padding: 2),
    ]) func convolutionIsItsDefinition(_ shape: Shape)
  {
    let inputs = shape.inputs
    let y = Variable(inputs[0]).convolution(
      Variable(inputs[1]), bias: Variable(inputs[2]), stride: shape.stride,
      padding: shape.padding)
    expectClose(y.value, shape.definition(inputs), tolerance: 1e-4)
    // The weights enter linearly: Σ dw · w is Σ upstream · (y − b).
    let tape = Tape()
    let weight = tape.variable(inputs[1])
    let bare = Variable(inputs[0]).convolution(
      weight, stride: shape.stride, padding: shape.padding)
    let upstream = randomTensor(bare.shape, seed: 5)
    let loss = (bare * Variable(upstream)).sum()
    let dw = tape.gradients(of: loss, by: [weight])[0]
    let product = zip(dw.values, inputs[1].values).reduce(0.0) { $0 + Double($1.0 * $1.1) }
    #expect(abs(product - Double(loss.value.scalar)) < 1e-3 * max(1, abs(product)))
  }

  @Test(arguments: [true, false]) func groupNorm(isSiLU: Bool) {
    let inputs = [
      randomTensor([2, 2, 3, 6], seed: 1), randomTensor([6], seed: 2), randomTensor([6], seed: 3),
    ]
    for groups in [1, 2, 6] {
      expectGradients(of: inputs, step: 0.01, tolerance: 4e-3) {
        $0[0].groupNorm(gain: $0[1], bias: $0[2], groups: groups, isSiLU: isSiLU)
      }
    }
    let x = Variable(inputs[0])
    expectGradients(of: Array(inputs.dropFirst())) {
      x.groupNorm(gain: $0[0], bias: $0[1], groups: 3, isSiLU: isSiLU)
    }
  }

  @Test func groupNormThenSiLUIsOnePass() {
    let x = Variable(randomTensor([2, 3, 3, 32], seed: 1))
    let (gain, bias) = (randomTensor([32], seed: 2), randomTensor([32], seed: 3))
    func norm(_ isSiLU: Bool) -> Variable {
      x.groupNorm(gain: Variable(gain), bias: Variable(bias), groups: 8, isSiLU: isSiLU)
    }
    expectClose(norm(true).value, norm(false).activated(by: .silu).value)
  }

  @Test func resampling() {
    expectGradients(of: [randomTensor([2, 2, 3, 2], seed: 1)]) { $0[0].upsampled() }
    let x = Variable(randomTensor([1, 2, 1, 2], seed: 1))
    let (a, b) = (Array(x.value.values[..<2]), Array(x.value.values[2...]))
    #expect(
      x.upsampled(by: 3).value.values
        == [a, a, a, a, a, a, a, a, a, b, b, b, b, b, b, b, b, b].flatMap { $0 })
  }

  @Test func channels() {
    let inputs = [randomTensor([2, 3, 2], seed: 1), randomTensor([2, 3, 3], seed: 2)]
    expectGradients(of: inputs) { $0[0].joined($0[1]) }
    // One of them is already differentiated when the other's turn comes.
    expectGradients(of: inputs) { ($0[0] * 2).joined($0[1]).joined($0[0]) }
    expectGradients(of: [inputs[0], randomTensor([2, 2], seed: 3)]) {
      $0[0].adding(toEveryPosition: $0[1])
    }
  }

  /// A row may come in twice, and others not at all.
  @Test func replacedRows() {
    let inputs = [randomTensor([2, 3, 4], seed: 1), randomTensor([3, 4], seed: 2)]
    expectGradients(of: inputs) { $0[0].replacingRows([4, 1, 0], with: [2, 0, 2], of: $0[1]) }
    let y = Variable(inputs[0]).replacingRows([4], with: [1], of: Variable(inputs[1])).value
    #expect(y.shape == [2, 3, 4])
    let (old, new) = (inputs[0].values, inputs[1].values)
    #expect(y.values == Array(old[..<16]) + Array(new[4..<8]) + Array(old[20...]))
  }

  @Test(arguments: [(3, 5, 1), (17, 18, 2), (33, 1, 2)])
  func attention(queries: Int, keys: Int, heads: Int) {
    let inputs = [
      randomTensor([2, queries, 4], seed: 1), randomTensor([2, keys, 8], seed: 2),
    ]
    expectGradients(of: inputs) { $0[0].attention(to: $0[1], heads: heads) }
  }

  /// What a later position attends to has no weight if it is the only one: equal keys give a mean.
  @Test func attentionToEqualKeysIsAMean() {
    let values = randomTensor([1, 5, 4], seed: 1)
    let keysValues = Variable(Tensor(zeros: [1, 5, 4])).joined(Variable(values))
    let y = Variable(randomTensor([1, 2, 4], seed: 2)).attention(to: keysValues, heads: 2)
    for channel in 0..<4 {
      let mean = (0..<5).reduce(Float(0)) { $0 + values[$1 * 4 + channel] } / 5
      #expect(abs(y.value[channel] - mean) < 1e-6 && abs(y.value[4 + channel] - mean) < 1e-6)
    }
  }

  @Test func gaussianLatents() {
    let noise = randomTensor([2, 3, 2], seed: 4)
    let x = randomTensor([2, 3, 4], seed: 1)
    expectGradients(of: [x]) { $0[0].gaussianSample(noise: noise) }
    expectGradients(of: [x]) { $0[0].gaussianKL() }
  }

  @Test func squaredErrors() {
    let target = randomTensor([3, 4], seed: 1)
    expectGradients(of: [randomTensor([3, 4], seed: 2)]) { $0[0].meanSquaredError(target) }
    expectGradients(of: [randomTensor([3, 4], seed: 2)]) {
      $0[0].meanSquaredError(target, weights: [1, 0, 2.5])
    }
  }

  @Test func threadsDoNotChangeTheResult() {
    let results = [1, 2, 3].map { count in
      Parallel.withThreads(count) {
        let tape = Tape()
        let x = tape.variable(randomTensor([11, 8, 8, 6], seed: 1))
        let w = tape.variable(randomTensor([3, 3, 6, 16], seed: 2, scale: 0.1))
        let b = tape.variable(randomTensor([16], seed: 3))
        let y = x.convolution(w, bias: b, padding: 1)
          .groupNorm(gain: b, bias: b, groups: 4, isSiLU: true).upsampled()
        let heads = y.reshaped([11, 256, 16])
        let loss = heads.attention(to: heads.joined(heads), heads: 2).sum()
        return [y.value] + tape.gradients(of: loss, by: [x, w, b])
      }
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }
}

extension ImageFunctionTests.Shape {
  var inputs: [Tensor] {
    [
      randomTensor(image, seed: 1), randomTensor([kernel, kernel, image[3], outputs], seed: 2),
      randomTensor([outputs], seed: 3),
    ]
  }

  /// Number by number.
  func definition(_ inputs: [Tensor]) -> Tensor {
    let (x, w, b) = (inputs[0], inputs[1], inputs[2])
    let (height, width, channels) = (image[1], image[2], image[3])
    let rows = (height + 2 * padding - kernel) / stride + 1
    let columns = (width + 2 * padding - kernel) / stride + 1
    var values: [Float] = []
    for (n, i, j) in (0..<image[0]).flatMap({ n in
      (0..<rows).flatMap { i in (0..<columns).map { (n, i, $0) } }
    }) {
      var sums = b.values
      for (k, l) in (0..<kernel).flatMap({ k in (0..<kernel).map { (k, $0) } }) {
        let (row, column) = (i * stride + k - padding, j * stride + l - padding)
        guard 0..<height ~= row, 0..<width ~= column else { continue }
        for c in 0..<channels {
          let pixel = x[((n * height + row) * width + column) * channels + c]
          for out in 0..<outputs {
            sums[out] += pixel * w[((k * kernel + l) * channels + c) * outputs + out]
          }
        }
      }
      values += sums
    }
    return Tensor(values, shape: [image[0], rows, columns, outputs])
  }
}
