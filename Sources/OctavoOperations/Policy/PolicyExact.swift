import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `policy.exact`: a policy against the best one there is, where all responses can be counted.
struct PolicyExact: Operation {
  static let manual = Manual(
    "policy.exact", "Compares a policy with the exact optimum, by counting all its responses.",
    discussion: """
      RLHF seeks the policy with the largest J(π) = E_π[r] − β KL(π ‖ π_ref). It is known: π* is in \
      proportion to π_ref exp(r/β), and J(π*) = β log E_ref[exp(r/β)] (Peters et al. 2010; Rafailov et \
      al. 2023, appendix A.1). Where responses are short and of few symbols, all of them are \
      gone through, so that nothing here is an estimate. `fraction` is what part of the gain that is \
      possible over the reference, J(π*) − J(π_ref), the policy has made. Best-of-n is exact too: a \
      response is the best where its reward is the highest of n, and ties are decided evenly. \
      Responses are `length` tokens long; no token ends them.

      GRPO's loss has another fixed point than π*: its advantages are divided by their standard \
      deviation σ, and the gradient of its k3 penalty is that of KL(π_ref ‖ π). At every prefix, the \
      fixed point has π(a) = β σ π_ref(a) / (λ − Q(a)), with the mean reward Q(a) of what follows a \
      token and λ such that the probabilities add up to 1. `grpo-coefficient` is its β, and `grpo-kl` \
      and the like describe it, in the limit of large groups.

      With `preferences`, `coverage` is the probability that the optimum gives to responses that \
      occur in them.
      """,
    example: """
      run: policy.exact
      model: ppo
      reference: pretrain
      judge: {by: count, pattern: "ab"}
      coefficient: 0.1
      length: 5
      prompt: a
      """)
  struct Outputs: OutputGroup {
    @Output("The part of the possible gain that the policy has made.", isShare: true) var fraction:
      Double
    @Output("The policy's J = reward − β · kl.") var objective: Double
    @Output("The policy's mean reward.") var reward: Double
    @Output("Its divergence from the reference, in nats per response.") var kl: Double
    @Output("The largest J that any policy has.") var optimalObjective: Double
    @Output("The mean reward of the policy that has it.") var optimalReward: Double
    @Output("Its divergence from the reference.") var optimalKl: Double
    @Output("The standard deviation of its rewards.") var optimalDeviation: Double
    @Output("The reference's mean reward, which is its J too.") var referenceReward: Double
    @Output("The part of the possible gain that GRPO's fixed point has.", isShare: true)
    var grpoFraction: Double?
    @Output("Its mean reward.") var grpoReward: Double?
    @Output("Its divergence from the reference.") var grpoKl: Double?
    @Output("How probable the responses in `preferences` are under the optimum.")
    var coverage: Double?
    @Output("How many responses there are.") var responses: Int
    @Output(
      "Reference, policy, GRPO's fixed point and optimum.",
      columns: ["policy", "reward", "kl", "objective", "fraction"], types: ["policy": .text])
    var policies: Table
    @Output(
      "The best of n responses of the reference; `bound` is log n − (n−1)/n.",
      columns: ["n", "kl", "bound", "reward", "objective", "fraction"]) var bestOfN: Table
    @Output(
      "The optimum for many β: no policy has more reward at its divergence.",
      columns: ["coefficient", "kl", "reward"]) var frontier: Table
    @Output(
      "The likeliest responses of each, with their probabilities.",
      columns: ["response", "reward", "reference", "model", "optimum"], types: ["response": .text])
    var likeliest: Table
    @Output("Reward by divergence, and the most that is possible.") var rewards: Figure

    var shown: [any DeclaredOutput] { [$rewards, $policies, $bestOfN, $likeliest] }
  }

  @Input("The policy.") var model: LanguageModel
  @Input("The reference that it is regularized toward.") var reference: LanguageModel
  @Input("Preferences between responses to the prompt, whose coverage is measured.")
  var preferences: Preferences?
  @Option(judgeHelp, .notEmpty) var judge: [JudgeOptions]
  @Option("What a nat of divergence from the reference costs, β.", .within(1e-6...1e6))
  var coefficient = 0.1
  @Option("β of GRPO's fixed point; without it, `coefficient`.", .within(1e-6...1e6))
  var grpoCoefficient: Double?
  @Option("How many tokens a response has.", .within(1...20)) var length: Int
  @Option("What is responded to.", .notEmpty) var prompt: String
  @Option(
    "Of how many responses the best is chosen, each number in turn.",
    .each(.within(1...100_000), count: 1...100))
  var n = [1, 2, 4, 8, 16, 64]
  @Option("How many of each one's likeliest responses are listed.", .within(1...100))
  var listed = 5

  private static let mostResponses = 1_000_000
  private static let otherTokenizers =
    "the models have different tokenizers, so their responses are not the same"

  func check(_ problems: inout Problems) {
    problems.requireDistinct(n, at: $n)
    problems.requireJudgement(judge, at: $judge)
    problems.requireNoReferences(judge)
    if LanguageModel.Outline.haveOtherVocabularies($model.outline, $reference.outline) {
      problems.report(at: $reference.field, Self.otherTokenizers)
      return
    }
    problems.requireWritable(prompt, by: $reference.outline, at: $prompt)
    for outline in [$model.outline, $reference.outline].compactMap({ $0 }) {
      let problem =
        Self.problem(
          symbols: outline.hasExactVocabulary ? outline.configuration.vocabularySize : 1, length)
        ?? Self.problem(
          context: outline.configuration.context,
          (outline.alphabet == nil ? 1 : prompt.unicodeScalars.count) + length)
      if let problem {
        problems.report(at: $length, problem, remedy: "give a smaller `length`")
        return
      }
    }
  }

  private static func problem(symbols: Int, _ length: Int) -> String? {
    guard Double.pow(Double(symbols), Double(length)) > Double(mostResponses) else { return nil }
    return "\(length) tokens of \(symbols) make more than a million responses"
  }

  private static func problem(context: Int, _ tokens: Int) -> String? {
    guard tokens > context else { return nil }
    return "prompt and response are \(tokens) tokens, and the model's context is \(context)"
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    if !$preferences.isGiven { outputs.leaveOut(\.$coverage) }
  }

  func run(in context: StepContext) throws -> Outputs {
    let exact = try exactPolicies(in: context)
    guard exact.gain > 0 else {
      throw OperationError(
        "all responses have the same reward, so there is nothing to gain",
        remedy: "use another `judge`")
    }
    var outputs = Outputs()
    let (policy, optimum) = (exact.measures(of: exact.policy), exact.measures(of: exact.optimum))
    let start = exact.measures(of: exact.reference)
    outputs.fraction = policy.fraction
    outputs.objective = policy.objective
    outputs.reward = policy.reward
    outputs.kl = policy.kl
    outputs.optimalObjective = exact.problem.optimalValue
    outputs.optimalReward = optimum.reward
    outputs.optimalKl = optimum.kl
    outputs.optimalDeviation = optimum.deviation
    outputs.referenceReward = start.reward
    outputs.responses = exact.rewards.count
    if let preferences { outputs.coverage = try coverage(of: exact, by: preferences) }
    var policies = [("reference", start), ("model", policy), ("optimum", optimum)]
    if let grpo = exact.groupRelativeFixedPoint(coefficient: grpoCoefficient ?? coefficient) {
      let measures = exact.measures(of: grpo)
      outputs.grpoFraction = measures.fraction
      outputs.grpoReward = measures.reward
      outputs.grpoKl = measures.kl
      policies.insert(("grpo", measures), at: 2)
    } else {
      context.warn(
        .ordinary, "GRPO has no fixed point that could be found with this coefficient.")
    }
    outputs.policies = Table(
      [.init("policy", texts: policies.map(\.0))] + Self.columns(of: policies.map(\.1)))
    let best = n.sorted().map { ($0, exact.measures(of: exact.bestOf($0))) }
    var bestOfN = Self.columns(of: best.map(\.1))
    bestOfN.swapAt(0, 1)
    bestOfN.insert(
      .init("bound", unit: "nats", numbers: best.map { BestOfN.klBound($0.0) }), at: 1)
    outputs.bestOfN = Table([.init("n", integers: best.map(\.0))] + bestOfN)
    let frontier = exact.frontier()
    outputs.frontier = Table([
      .init("coefficient", numbers: frontier.map(\.coefficient)),
      .init("kl", unit: "nats", numbers: frontier.map(\.kl)),
      .init("reward", numbers: frontier.map(\.reward)),
    ])
    outputs.likeliest = likeliest(of: exact)
    outputs.rewards = Figure(
      .plot(Self.plot(frontier, model: policy, reference: start, bestOfN: best.map(\.1))))
    return outputs
  }

  private func exactPolicies(in context: StepContext) throws -> ExactPolicies {
    guard model.tokenizer == reference.tokenizer else {
      throw OperationError(Self.otherTokenizers)
    }
    let tokens = try reference.tokenizer.encode(prompt)
    let symbols = reference.tokenizer.vocabularySize
    let narrowest = min(model.model.configuration.context, reference.model.configuration.context)
    if let problem = Self.problem(symbols: symbols, length)
      ?? Self.problem(context: narrowest, tokens.count + length)
    {
      throw OperationError(problem, remedy: "give a smaller `length`")
    }
    let space = SequenceSpace(symbols: symbols, length: length)
    let sequences = space.sequences
    let score = try judge.scorer(reference.tokenizer)
    let rewards = try context.inBatches(of: 4096, sequences, unit: "responses") { batch in
      try score(batch.map { _ in tokens }, Array(batch))
    }
    return ExactPolicies(
      space: space, responses: sequences, rewards: rewards, coefficient: coefficient,
      reference: try space.distribution(
        of: reference.model, prompt: tokens,
        progress: context.progress(of: space.count, unit: "responses of the reference")),
      policy: try space.distribution(
        of: model.model, prompt: tokens,
        progress: context.progress(of: space.count, unit: "responses of the policy")))
  }

  private func coverage(of exact: ExactPolicies, by preferences: Preferences) throws -> Double {
    let ranked = (preferences.training + preferences.validation).filter { $0.prompt == prompt }
    guard !ranked.isEmpty else {
      throw OperationError(
        "the preferences have no responses to this prompt", remedy: "give the `prompt` of theirs")
    }
    let seen = Set(try ranked.flatMap(\.responses).map(reference.tokenizer.encode))
    return exact.optimum.expectation { seen.contains(exact.responses[$0]) ? 1 : 0 }
  }

  private static func columns(of measures: [ExactPolicies.PolicyMeasures]) -> [Table.Column] {
    [
      .init("reward", numbers: measures.map(\.reward)),
      .init("kl", unit: "nats", numbers: measures.map(\.kl)),
      .init("objective", numbers: measures.map(\.objective)),
      .init("fraction", numbers: measures.map(\.fraction)),
    ]
  }

  private func likeliest(of exact: ExactPolicies) -> Table {
    let policies = [exact.reference, exact.policy, exact.optimum]
    let chosen = Set(policies.flatMap { $0.likeliest(listed) }).sorted {
      (-exact.optimum.logProbabilities[$0], $0) < (-exact.optimum.logProbabilities[$1], $1)
    }
    func probabilities(_ name: String, _ policy: Categorical) -> Table.Column {
      .init(name, numbers: chosen.map { Double.exp(policy.logProbabilities[$0]) })
    }
    return Table([
      .init(
        "response", texts: chosen.map { reference.tokenizer.decode(exact.responses[$0]) }),
      .init("reward", numbers: chosen.map { exact.rewards[$0] }),
      probabilities("reference", exact.reference), probabilities("model", exact.policy),
      probabilities("optimum", exact.optimum),
    ])
  }

  private static func plot(
    _ frontier: [(coefficient: Double, kl: Double, reward: Double)],
    model: ExactPolicies.PolicyMeasures, reference: ExactPolicies.PolicyMeasures,
    bestOfN: [ExactPolicies.PolicyMeasures]
  ) -> Plot {
    func points(_ name: String, _ measures: [ExactPolicies.PolicyMeasures]) -> Plot.Series {
      Plot.Series(name, mark: .points, x: measures.map(\.kl), y: measures.map(\.reward))
    }
    return Plot(
      .series([
        Plot.Series("optimum", x: frontier.map(\.kl), y: frontier.map(\.reward)),
        points("best of n", bestOfN), points("reference", [reference]), points("model", [model]),
      ]),
      horizontal: Plot.Axis("KL to the reference", unit: "nats"), vertical: Plot.Axis("reward"))
  }
}
