extension GPT {
  /// A model's weights as the layers they belong to.
  struct Network {
    struct Block {
      let attentionNorm: NormalizationLayer
      let attentionInput, attentionOutput: LinearLayer
      let feedForwardNorm: NormalizationLayer
      /// Of one part, or of the experts.
      let feedForward: [FeedForwardLayer]
      /// Nil where there is one part.
      let router: Router?

      /// - Parameter routing: takes in where the tokens went.
      func feedForward(_ x: Variable, _ routing: Routing?) -> Variable {
        router?(x, feedForward, routing) ?? feedForward[0](x)
      }
    }

    let tokenEmbedding: Variable
    let positionEmbedding: Variable?
    let blocks: [Block]
    let finalNorm: NormalizationLayer
    /// Nil where the token embedding serves.
    let head: LinearLayer?

    init(_ configuration: Configuration, _ weights: Weights) {
      func linear(_ name: String) -> LinearLayer {
        LinearLayer(weight: weights["\(name).weight"], bias: weights.optional("\(name).bias"))
      }
      func norm(_ name: String) -> NormalizationLayer {
        NormalizationLayer(
          kind: configuration.normalization, gain: weights["\(name).weight"],
          bias: weights.optional("\(name).bias"))
      }
      tokenEmbedding = weights["tokenEmbedding.weight"]
      positionEmbedding = weights.optional("positionEmbedding.weight")
      blocks = (0..<configuration.layers).map { layer in
        let block = "blocks.\(layer)"
        return Block(
          attentionNorm: norm("\(block).attentionNorm"),
          attentionInput: linear("\(block).attention.input"),
          attentionOutput: linear("\(block).attention.output"),
          feedForwardNorm: norm("\(block).feedForwardNorm"),
          feedForward: configuration.feedForwardNames(ofBlock: layer).map { part in
            FeedForwardLayer(
              input: linear("\(part).input"), output: linear("\(part).output"),
              activation: configuration.activation)
          },
          router: configuration.experts.map {
            Router(layer: linear("\(block).router"), active: $0.active)
          })
      }
      finalNorm = norm("finalNorm")
      head = configuration.tiedHead ? nil : linear("head")
    }

    /// (…, C) → (…, V)
    func logits(_ hidden: Variable) -> Variable {
      head?(hidden) ?? hidden.linear(tiedTo: tokenEmbedding)
    }
  }
}

/// A matrix and perhaps a bias.
struct LinearLayer {
  let weight: Variable
  let bias: Variable?

  func callAsFunction(_ x: Variable, activation: Activation? = nil) -> Variable {
    x.linear(weight, bias: bias, activation: activation)
  }
}

/// Two linear layers with a nonlinearity between them.
struct FeedForwardLayer {
  let input, output: LinearLayer
  let activation: GPT.Configuration.FeedForward

  func callAsFunction(_ x: Variable) -> Variable {
    let hidden =
      switch activation {
      case .gelu: input(x, activation: .gelu)
      case .geluTanh: input(x, activation: .geluTanh)
      case .silu: input(x, activation: .silu)
      case .swiGLU: input(x).swiGLU()
      }
    return output(hidden)
  }
}

/// Layer norm or RMS norm.
struct NormalizationLayer {
  let kind: GPT.Configuration.Normalization
  let gain: Variable
  let bias: Variable?

  func callAsFunction(_ x: Variable) -> Variable {
    switch kind {
    case .layer(let epsilon): x.layerNorm(gain: gain, bias: bias, epsilon: Float(epsilon))
    case .rootMeanSquare(let epsilon): x.rootMeanSquareNorm(gain: gain, epsilon: Float(epsilon))
    }
  }
}
