import OctavoEngine

/// The architectures of `transformers` that a model's shape may be, and what keeps it from being one.
struct TransformersCounterpart {
  /// What to say of a shape that no class of `transformers` has; nil where one has it.
  let problem: String?
  let remedy: String?

  init(of model: ModelOptions) {
    guard !model.configuration(vocabularySize: 256).isKnownToTransformers else {
      (problem, remedy) = (nil, nil)
      return
    }
    problem =
      "transformers has no model of this architecture, so only Octavo can read the exported folder"
    let nearest = Self.changes(of: model).min { $0.changes.count < $1.changes.count }
    remedy = nearest.map { "with \($0.changes.joined(separator: ", ")) it would be \($0.name)" }
  }

  /// Problem and remedy as a warning of a step.
  var warning: String? {
    problem.map { problem in
      let sentence = problem.prefix(1).uppercased() + problem.dropFirst()
      return remedy.map { "\(sentence); \($0)." } ?? "\(sentence)."
    }
  }

  /// What would make the shape one of each architecture, as options.
  private static func changes(
    of model: ModelOptions
  ) -> [(name: String, changes: [String])] {
    let isRotary = model.positions == .rotary
    let isRMS = model.normalization == .rms
    let isGated = model.activation == .swiglu
    let isGrouped = (model.keyValueHeads ?? model.heads) != model.heads

    func unless(_ holds: Bool, _ change: String) -> [String] { holds ? [] : [change] }
    let learned = unless(!isRotary, "`positions: learned`")
    let rotary = unless(isRotary, "`positions: rotary`")
    let layer = unless(!isRMS, "`normalization: layer`")
    let rms = unless(isRMS, "`normalization: rms`")
    let gated = unless(isGated, "`activation: swiglu`")
    let plain = unless(!isGated, "`activation: gelu`")
    let ungrouped = unless(!isGrouped, "as many `key-value-heads` as `heads`")
    let dense = unless(model.experts == nil, "no `experts`")
    let mixed =
      unless(model.activeExperts > 1, "`active-experts: 2`")
      + unless(!model.biases, "`biases: false`")

    // Of two that are as near, the one that keeps the experts comes first.
    let sparse: [(String, [String])] =
      model.experts == nil ? [] : [("a Mixtral", rotary + rms + gated + mixed)]
    let architectures: [(String, [String])] =
      sparse + [
        ("a GPT-2", learned + layer + plain + ungrouped + dense),
        ("a LLaMA", rotary + rms + gated + dense),
        ("a StarCoder2", rotary + layer + plain + dense),
        ("an Arcee", rotary + rms + plain + dense),
      ]
    return architectures.map { (name: $0, changes: $1) }
  }
}
