/// A linear layer from a model's last hidden state to one number: a score or a value.
public struct ScalarHead: Sendable {
  /// `head.weight` (C, 1) and `head.bias` (1).
  public internal(set) var parameters: Parameters

  /// How the weight begins; the bias begins at zero.
  public enum Start: Sendable {
    /// Zero, so that a critic starts by expecting nothing.
    case zero
    /// Normal with variance 1/(C + 1), as lm-human-preferences starts a reward model.
    case normal(RandomStream)
  }

  public init(width: Int, _ start: Start) {
    switch start {
    case .zero:
      parameters = Parameters(
        Self.shapes(width: width).map { ($0.name, Tensor(zeros: $0.shape)) })
    case .normal(let stream):
      parameters = Parameters(Self.shapes(width: width), stream: stream)
    }
  }

  init(parameters: Parameters) {
    self.parameters = parameters
  }

  static func shapes(width: Int) -> [ParameterShape] {
    ParameterSource.shapes { layer($0, width: width) }
  }

  private static func layer(_ source: ParameterSource, width: Int) -> Linear {
    Linear(
      source["head"], width, 1, start: .normal(deviation: 1 / Double(width + 1).squareRoot()))
  }

  /// (…, C) → (…, 1)
  func callAsFunction(_ hidden: Variable, _ weights: Weights) -> Variable {
    Self.layer(ParameterSource(weights), width: hidden.value.columns)(hidden)
  }
}

/// A transformer with a scalar head: the network of a critic or of a reward model.
public struct ScalarModel: Sendable {
  public internal(set) var trunk: GPT
  public internal(set) var head: ScalarHead

  public init(trunk: GPT, head: ScalarHead) {
    self.trunk = trunk
    self.head = head
  }

  /// The weights of a pass.
  package func weights(on tape: Tape? = nil) -> (trunk: Weights, head: Weights) {
    (Weights(trunk.parameters, on: tape), Weights(head.parameters, on: tape))
  }

  /// One number at each of the given positions of a batch (its rows laid end to end): (count).
  package func outputs(
    _ batch: TokenBatch, at positions: [Int32], _ weights: (trunk: Weights, head: Weights),
    dropout: NetworkDropout? = nil
  ) -> Variable {
    let hidden = trunk.hiddenStates(batch, weights.trunk, dropout: dropout, at: positions)
    return head(hidden, weights.head).reshaped([positions.count])
  }
}

extension ScalarModel: Trainable {
  /// The trunk's tensors and the head's.
  package var tensors: [Tensor] { trunk.parameters.tensors + head.parameters.tensors }

  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) {
    Parameters.withTensors(of: &trunk.parameters, &head.parameters, body)
  }
}

extension ScalarHead {
  init(width: Int, from queue: inout TensorQueue) throws {
    self.init(parameters: try queue.take(Self.shapes(width: width)))
  }
}

extension ScalarModel {
  init(trunk configuration: GPT.Configuration, from queue: inout TensorQueue) throws {
    let trunk = try GPT(configuration, from: &queue)
    self.init(trunk: trunk, head: try ScalarHead(width: configuration.width, from: &queue))
  }
}
