/// A language model that learns the value of every next token beside the tokens' probabilities.
package struct ActionValueModel: Sendable {
  /// The model of the responses' tokens, whose last hidden states the heads read.
  package private(set) var policy: GPT
  /// Two heads of Q and one of V.
  package private(set) var heads: Parameters

  /// - Parameter stream: that of the heads' initialization.
  package init(_ policy: GPT, stream: RandomStream) {
    self.init(
      policy: policy, heads: Parameters(Self.shapes(policy.configuration), stream: stream))
  }

  private init(policy: GPT, heads: Parameters) {
    self.policy = policy
    self.heads = heads
  }

  private struct Heads {
    let actions: ActionValueHeads
    let state: ValueHead

    init(_ source: ParameterSource, _ configuration: GPT.Configuration) {
      actions = ActionValueHeads(source["actionValues"], configuration)
      state = ValueHead(source["stateValue"], width: configuration.width, outputs: 1)
    }
  }

  private static func shapes(_ configuration: GPT.Configuration) -> [ParameterShape] {
    ParameterSource.shapes { Heads($0, configuration) }
  }

  /// How many of the heads' tensors are those of Q, which stand first.
  private var actionTensors: Int {
    ParameterSource.shapes { ActionValueHeads($0["actionValues"], policy.configuration) }.count
  }

  /// The tensors of the heads of Q, of which a slow average serves as the target.
  var actionValueTensors: [Tensor] { Array(heads.tensors.prefix(actionTensors)) }

  struct Pass {
    let values: TokenActionValues
    /// The variables to differentiate by.
    let leaves: [Variable]
  }

  /// - Parameter targets: the tensors of the target heads.
  func pass(
    _ batch: ResponseBatch, targets: [Tensor], dropout: NetworkDropout?, on tape: Tape?
  ) -> Pass {
    let weights = Weights(policy.parameters, on: tape)
    let headWeights = Weights(heads, on: tape)
    let configuration = policy.configuration
    let hidden = policy.hiddenStates(
      batch.tokens, weights, dropout: dropout, at: batch.predictors)
    let own = Heads(ParameterSource(headWeights), configuration)
    let target = ActionValueHeads(
      ParameterSource(Weights(parameters(ofTargets: targets)))["actionValues"], configuration)
    return Pass(
      values: TokenActionValues(
        logits: policy.logits(ofHidden: hidden, weights),
        actionValues: [own.actions.first(hidden), own.actions.second(hidden)],
        stateValues: own.state(hidden).reshaped([batch.labels.count]),
        targets: target(Variable(hidden.value)).chosen(batch.labels).value.values
          .map(Double.init)),
      leaves: weights.variables + headWeights.variables)
  }

  private func parameters(ofTargets tensors: [Tensor]) -> Parameters {
    Parameters(zip(heads.names, tensors).map { ($0, $1) })
  }

  /// The language model that chooses tokens by π exp(β (Q − V)).
  ///
  /// - Parameters:
  ///   - targets: the tensors of the heads of Q.
  ///   - coefficient: β
  func steered(by targets: [Tensor], coefficient: Double) throws(ConfigurationProblem) -> GPT {
    var configuration = policy.configuration
    configuration.actionValues = ActionValues(coefficient: coefficient)
    let values = parameters(ofTargets: targets)
    let parameters = configuration.parameters.map { shape in
      (shape.name, (values.contains(shape.name) ? values : policy.parameters)[shape.name])
    }
    return try GPT(configuration, parameters: Parameters(parameters))
  }
}

extension Variable {
  /// The number of each row that its label says: (…, V) → (…).
  func chosen(_ labels: [Int32]) -> Variable {
    let (rows, columns) = (value.rows, value.columns)
    precondition(labels.count == rows)
    return reshaped([rows * columns, 1])
      .embedding(labels.indices.map { Int32($0 * columns) + labels[$0] }, shape: [rows])
      .reshaped([rows])
  }
}

extension ActionValueModel: ArchivedModel {
  package var tensors: [Tensor] { policy.parameters.tensors + heads.tensors }

  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) {
    Parameters.withTensors(of: &policy.parameters, &heads, body)
  }

  package var description: GPT.Configuration { policy.configuration }

  package init(_ configuration: GPT.Configuration, from queue: inout TensorQueue) throws {
    let policy = try GPT(configuration, from: &queue)
    self.init(policy: policy, heads: try queue.take(Self.shapes(configuration)))
  }
}
