/// The learning of a policy from rewards of its own responses, as a value: it can be saved between
/// any two iterations, and a restored training continues to the same bits.
///
/// PPO as RLHF has it (Ziegler et al. 2019; Stiennon et al. 2020; Ouyang et al. 2022), in the
/// stages that a survey of it draws: one function each, called in `advance`, and one file each in
/// `Stages`, with the stage's settings and what it makes. Other methods share the rollout: see
/// `PolicyMethod`.
///
/// Two things keep the first ratio of an iteration exactly 1. Old log-probabilities come from the
/// same full forward pass as new ones, never from sampling's cached one, and over the same
/// minibatches as the first epoch's: a matrix product of another shape may round differently. And
/// where dropout is asked for, a response keeps it through an iteration, in the policy and in the
/// reference alike, so that a ratio compares the same thinned networks, instead of two draws of
/// noise. Sampling never drops anything.
public struct ProximalPolicyOptimization: Sendable {
  public let settings: Settings
  public internal(set) var actor: TunableModel
  /// The policy that responses are held close to: the actor as it began, or the base beneath its
  /// adapter.
  public let reference: GPT
  public internal(set) var critic: Critic
  /// NLPO's: an earlier state of the policy, which rules out tokens.
  public internal(set) var maskingPolicy: TunableModel?
  /// β of the next iteration.
  public internal(set) var klCoefficient: Double
  public internal(set) var history: [Iteration] = []
  /// Some responses token by token, by iteration.
  public internal(set) var records: [Record] = []

  var scoreMoments = RunningMoments()
  var actorOptimizer: AdamW
  var criticOptimizer: AdamW
  let stream: RandomStream
  let task: Task

  /// - Parameters:
  ///   - actor: the policy to start from.
  ///   - criticTrunk: where a critic of its own starts; the actor if nil.
  ///   - stream: from which those of sampling, minibatches and dropout are derived.
  /// - Throws: where the prompts do not fit the model or a setting is out of range.
  public init(
    actor: TunableModel, criticTrunk: GPT? = nil, task: Task, settings: Settings,
    stream: RandomStream
  ) throws(TrainingError) {
    try settings.check()
    try task.check(for: actor.configuration, settings)
    if let criticTrunk { try criticTrunk.configuration.check(asCriticOf: actor.configuration) }
    self.settings = settings
    self.actor = actor
    self.task = task
    self.stream = stream
    reference = actor.adapter == nil ? actor.merged : actor.base
    critic = Critic(settings, actor: actor, trunk: criticTrunk)
    maskingPolicy = settings.method == .nlpo ? actor : nil
    klCoefficient = settings.penalty.control.initialCoefficient
    actorOptimizer = AdamW(for: actor, settings.optimization.optimizer)
    criticOptimizer = AdamW(for: critic, settings.optimization.optimizer)
  }

  public var isFinished: Bool { history.count >= settings.iterations }

  /// Makes one iteration.
  ///
  /// - Throws: `TrainingError.notFinite`, or what the reward function throws, leaving everything as
  ///   it was before the iteration.
  /// - Precondition: training is not finished.
  @discardableResult
  public mutating func advance() throws -> Iteration {
    precondition(!isFinished, "training is finished")
    let lastGoodState = self
    do {
      let rollout = try rollout()
      let evaluation = try evaluation(of: rollout)
      let old = try oldPolicySampling(rollout)
      let rewards = klPenalty(rollout, evaluation, old)
      let targets = generalizedAdvantageEstimation(rollout, old, rewards)
      let update = try update(rollout, old, targets)
      return conclude(
        IterationOutcome(
          index: history.count, earlierSamples: history.last?.samples ?? 0, rollout: rollout,
          evaluation: evaluation, old: old, rewards: rewards, targets: targets, update: update,
          klCoefficient: klCoefficient,
          learningRate: learningRate(settings.optimization.learningRate),
          hasCriticNetwork: critic.network != nil))
    } catch {
      self = lastGoodState
      throw error
    }
  }

  /// Keeps what was measured and some responses token by token, and chooses the next β.
  private mutating func conclude(_ outcome: IterationOutcome) -> Iteration {
    let iteration = outcome.measurement
    if settings.recording.includes(history.count, of: settings.iterations) {
      records += records(of: outcome)
    }
    klCoefficient = settings.penalty.control.updated(
      klCoefficient, sequenceKL: iteration.kl, tokenKL: outcome.kl.mean(outcome.mask),
      responses: outcome.mask.rows)
    history.append(iteration)
    refreshMaskingPolicy()
    return iteration
  }

  func requireFinite(_ values: [Double], _ name: String) throws {
    if !values.allSatisfy(\.isFinite) {
      throw TrainingError.notFinite(name, iteration: history.count + 1)
    }
  }
}
