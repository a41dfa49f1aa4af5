/// Where the values of a policy method come from: a network of its own, a head on the actor, or
/// nowhere.
public struct Critic: Sendable {
  public internal(set) var network: ScalarModel?
  public internal(set) var head: ScalarHead?

  /// A critic that starts by expecting nothing: its head is zero.
  ///
  /// - Parameter trunk: where a network of its own starts; the actor if nil.
  init(_ settings: ProximalPolicyOptimization.Settings, actor: TunableModel, trunk: GPT?) {
    guard settings.method.hasCritic else { return }
    switch settings.critic {
    case .separate:
      let trunk = trunk ?? actor.merged
      network = ScalarModel(
        trunk: trunk, head: ScalarHead(width: trunk.configuration.width, .zero))
    case .shared:
      head = ScalarHead(width: actor.configuration.width, .zero)
    }
  }

  init(network: ScalarModel?, head: ScalarHead?) {
    self.network = network
    self.head = head
  }

  var isPresent: Bool { network != nil || head != nil }
  /// Whether its gradient reaches the actor.
  var isShared: Bool { head != nil }

  /// The value at each token of the responses, before it was chosen (tokens), and the variables to
  /// differentiate by.
  ///
  /// - Parameter actorHidden: the actor's last hidden state there, (tokens, C).
  func values(
    _ batch: ResponseBatch, actorHidden: Variable, on tape: Tape?, _ dropout: NetworkDropout?
  ) -> (values: Variable, leaves: [Variable])? {
    if let network {
      let weights = network.weights(on: tape)
      let values = network.outputs(
        batch.tokens, at: batch.predictors, weights, dropout: dropout)
      return (values, weights.trunk.variables + weights.head.variables)
    }
    if let head {
      let weights = Weights(head.parameters, on: tape)
      let values = head(actorHidden, weights).reshaped([batch.predictors.count])
      return (values, weights.variables)
    }
    return nil
  }
}

extension Critic: Trainable {
  package var tensors: [Tensor] { network?.tensors ?? head?.parameters.tensors ?? [] }

  package mutating func withTensors(_ body: (inout [Tensor]) -> Void) {
    network?.withTensors(body)
    if head != nil { body(&head!.parameters.tensors) }
  }
}
