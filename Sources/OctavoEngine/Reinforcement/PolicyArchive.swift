import Foundation

extension ProximalPolicyOptimization {
  private struct State: Codable {
    let settings: Settings
    let actor: TunableModel.Description
    let critic: GPT.Configuration?
    let klCoefficient: Double
    let scoreMoments: RunningMoments
    let history: PackedRecords<Iteration>
    let records: [Record]
    let stream: RandomStream
    let steps: [Int]
    let prompts: UInt64
  }

  /// Everything but the task, as bytes.
  public func archive() throws -> Data {
    let state = State(
      settings: settings, actor: actor.description, critic: critic.network?.trunk.configuration,
      klCoefficient: klCoefficient, scoreMoments: scoreMoments, history: PackedRecords(history),
      records: records, stream: stream, steps: [actorOptimizer.step, criticOptimizer.step],
      prompts: task.prompts.checksum)
    return try Archive.data(
      of: state,
      actor.archivedTensors + (actor.adapter == nil ? reference.parameters.tensors : [])
        + critic.tensors + (maskingPolicy?.archivedTensors ?? []) + actorOptimizer.moments
        + criticOptimizer.moments)
  }

  /// Goes on from where `archive()` was taken.
  ///
  /// - Parameter task: the same one. That its prompts are is checked; that its rewards are cannot
  ///   be.
  /// - Throws: where the bytes are damaged, or the prompts are others.
  public init(archive data: Data, task: Task) throws {
    let (state, tensors) = try Archive.content(of: data, State.self)
    guard state.prompts == task.prompts.checksum else { throw TrainingError.differentCorpus }
    var queue = TensorQueue(tensors)
    settings = state.settings
    actor = try TunableModel(state.actor, from: &queue)
    reference =
      actor.adapter == nil ? try GPT(state.actor.configuration, from: &queue) : actor.base
    critic = try Critic(
      state.settings, trunk: state.critic, width: state.actor.configuration.width, from: &queue)
    maskingPolicy =
      settings.method == .nlpo ? try TunableModel(state.actor, from: &queue) : nil
    actorOptimizer = try queue.takeOptimizer(
      for: actor, settings.optimization.optimizer, step: state.steps.first ?? 0)
    criticOptimizer = try queue.takeOptimizer(
      for: critic, settings.optimization.optimizer, step: state.steps.last ?? 0)
    try queue.finish()
    klCoefficient = state.klCoefficient
    scoreMoments = state.scoreMoments
    history = state.history.values
    records = state.records
    stream = state.stream
    self.task = task
  }
}

extension Critic {
  fileprivate init(
    _ settings: ProximalPolicyOptimization.Settings, trunk: GPT.Configuration?, width: Int,
    from queue: inout TensorQueue
  ) throws {
    if let trunk {
      self.init(network: try ScalarModel(trunk: trunk, from: &queue), head: nil)
    } else if settings.method.hasCritic {
      self.init(network: nil, head: try ScalarHead(width: width, from: &queue))
    } else {
      self.init(network: nil, head: nil)
    }
  }
}
