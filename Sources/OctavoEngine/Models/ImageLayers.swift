/// The layers that networks on images share, by the names of their weights.
struct ImageLayers {
  let weights: Weights
  let groups: Int

  init(_ weights: Weights, groups: Int) {
    self.weights = weights
    self.groups = groups
  }

  /// A convolution that keeps an image's size, or divides it by the stride.
  func convolution(_ name: String, _ x: Variable, stride: Int = 1) -> Variable {
    x.convolution(
      weights["\(name).weight"], bias: weights["\(name).bias"], stride: stride, padding: 1)
  }

  func linear(_ name: String, _ x: Variable, activation: Activation? = nil) -> Variable {
    x.linear(weights["\(name).weight"], bias: weights["\(name).bias"], activation: activation)
  }

  func norm(_ name: String, _ x: Variable, isSiLU: Bool = false) -> Variable {
    x.groupNorm(
      gain: weights["\(name).weight"], bias: weights["\(name).bias"], groups: groups,
      isSiLU: isSiLU)
  }

  func layerNorm(_ name: String, _ x: Variable) -> Variable {
    x.layerNorm(gain: weights["\(name).weight"], bias: weights["\(name).bias"])
  }

  /// x + f(x), where f is norm, SiLU and convolution twice, the time added between (Ho et al. 2020).
  ///
  /// - Parameter time: (B, timeWidth).
  func residualBlock(_ name: String, _ x: Variable, time: Variable? = nil) -> Variable {
    var y = convolution("\(name).input", norm("\(name).inputNorm", x, isSiLU: true))
    if let time { y = y.adding(toEveryPosition: linear("\(name).time", time)) }
    y = convolution("\(name).output", norm("\(name).outputNorm", y, isSiLU: true))
    return (weights.optional("\(name).skip.weight") == nil ? x : linear("\(name).skip", x)) + y
  }

  /// An image's positions attend to one another and then to the text, and a feed-forward layer
  /// follows (Rombach et al. 2022, appendix E.2.1).
  func transformerBlock(
    _ name: String, _ x: Variable, text: Variable?, heads: Int
  ) -> Variable {
    let width = x.value.columns
    var y = x.reshaped([x.shape[0], x.shape[1] * x.shape[2], width])
    func attend(_ layer: String, _ queries: Variable, _ context: Variable) -> Variable {
      linear(
        "\(layer).output",
        linear("\(layer).query", queries)
          .attention(to: linear("\(layer).keyValue", context), heads: heads))
    }
    let normal = norm("\(name).norm", y)
    y = y + attend("\(name).self", normal, normal)
    if let text {
      y = y + attend("\(name).cross", layerNorm("\(name).crossNorm", y), text)
    }
    let hidden = linear(
      "\(name).feedForward.input", layerNorm("\(name).feedForwardNorm", y), activation: .gelu)
    return (y + linear("\(name).feedForward.output", hidden)).reshaped(x.shape)
  }
}

/// The parameters of a network on images, collected layer by layer under the names that
/// `ImageLayers` reads them by. Weights begin normal with variance 1 / fan-in, biases at zero.
struct ImageLayout {
  private(set) var parameters: [ParameterShape] = []

  private mutating func weight(_ name: String, _ shape: [Int], isZero: Bool) {
    let fanIn = shape.dropLast().reduce(1, *)
    parameters.append(
      ParameterShape(
        "\(name).weight", shape,
        isZero ? .constant(0) : .normal(deviation: 1 / Double(fanIn).squareRoot())))
    parameters.append(ParameterShape("\(name).bias", [shape.last!], .constant(0)))
  }

  mutating func convolution(
    _ name: String, _ inputs: Int, _ outputs: Int, isZero: Bool = false
  ) {
    weight(name, [3, 3, inputs, outputs], isZero: isZero)
  }

  mutating func linear(_ name: String, _ inputs: Int, _ outputs: Int, isZero: Bool = false) {
    weight(name, [inputs, outputs], isZero: isZero)
  }

  mutating func norm(_ name: String, _ width: Int) {
    parameters.append(ParameterShape("\(name).weight", [width], .constant(1)))
    parameters.append(ParameterShape("\(name).bias", [width], .constant(0)))
  }

  mutating func residualBlock(_ name: String, _ inputs: Int, _ outputs: Int, time: Int? = nil) {
    norm("\(name).inputNorm", inputs)
    convolution("\(name).input", inputs, outputs)
    if let time { linear("\(name).time", time, outputs) }
    norm("\(name).outputNorm", outputs)
    convolution("\(name).output", outputs, outputs, isZero: true)
    if inputs != outputs { linear("\(name).skip", inputs, outputs) }
  }

  mutating func transformerBlock(_ name: String, _ width: Int, text: Int?) {
    norm("\(name).norm", width)
    attention("\(name).self", width, width)
    if let text {
      norm("\(name).crossNorm", width)
      attention("\(name).cross", width, text)
    }
    norm("\(name).feedForwardNorm", width)
    linear("\(name).feedForward.input", width, 4 * width)
    linear("\(name).feedForward.output", 4 * width, width, isZero: true)
  }

  private mutating func attention(_ name: String, _ width: Int, _ context: Int) {
    linear("\(name).query", width, width)
    linear("\(name).keyValue", context, 2 * width)
    linear("\(name).output", width, width, isZero: true)
  }
}
