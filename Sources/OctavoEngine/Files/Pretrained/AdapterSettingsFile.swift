import Foundation
import OctavoBase

/// The `adapter_config.json` of an adapter whose change is (α / r) A B, whatever it was trained with.
struct AdapterSettingsFile {
  let rank: Int
  private let alpha: Double
  /// The change is scaled by α / √r (Kalajdzievski 2023).
  private let isRankStabilized: Bool
  /// α of the modules that a pattern matches; the first one counts.
  private let patterns: [Pattern]
  private let file: ConfigurationFile

  private typealias Pattern = (key: String, pattern: ModulePattern, alpha: Double)

  /// - Throws: where the folder has no such file, or one of another kind of adapter.
  init(in folder: URL) throws(PretrainedModelError) {
    let file = try LowRankAdapter.settingsFile(in: folder)
    try Self.check(file)
    rank = try file.size("r", default: 8)
    alpha = try file.number("lora_alpha", default: 8)
    isRankStabilized = try file.bool("use_rslora", default: false)
    var patterns: [Pattern] = []
    for member in file.object("alpha_pattern")?.members ?? [] {
      guard let pattern = ModulePattern(member.key), let alpha = member.value.number else {
        throw file.problem(
          "alpha_pattern",
          "\(member.key.quotedForDisplay) must be a module's name, or a regular expression of "
            + "at most \(ModulePattern.mostRepetitions) repetitions, with a number")
      }
      patterns.append((member.key, pattern, alpha))
    }
    self.patterns = patterns
    self.file = file
    _ = try checked(scale(alpha, rank), alpha, "lora_alpha", rank)
  }

  /// The α that gives the same scale as α / r, whatever the file's own α is divided by.
  var plainAlpha: Double {
    isRankStabilized ? alpha * Double(rank).squareRoot() : alpha
  }

  /// The scale of a module's change, over that of the adapter as a whole.
  ///
  /// - Throws: where the scale is no number that means something.
  func relativeScale(
    of module: String, rank moduleRank: Int
  ) throws(PretrainedModelError) -> Float {
    let pattern = patterns.first { $0.pattern.matches(module) }
    let alpha = pattern?.alpha ?? alpha
    let key = pattern == nil ? "lora_alpha" : "alpha_pattern"
    let scale = try checked(scale(alpha, moduleRank), alpha, key, moduleRank)
    return Float(scale / self.scale(self.alpha, rank))
  }

  /// What to say of patterns that none of the modules has, and so are not used.
  func remark(onPatternsBeyond modules: [String]) -> String? {
    let idle = patterns.filter { pattern in !modules.contains { pattern.pattern.matches($0) } }
    return idle.first.map { first in
      "\(idle.count) of the entries of alpha_pattern match no module that is changed, such as "
        + "\(first.key.quotedForDisplay)."
    }
  }

  private func scale(_ alpha: Double, _ rank: Int) -> Double {
    alpha / (isRankStabilized ? Double(rank).squareRoot() : Double(rank))
  }

  private func checked(
    _ scale: Double, _ alpha: Double, _ key: String, _ rank: Int
  ) throws(PretrainedModelError) -> Double {
    guard alpha > 0 else { throw file.problem(key, "must be positive, but is \(alpha)") }
    let divisor = isRankStabilized ? "the root of a rank" : "a rank"
    if let problem = LowRankAdapter.problem(ofScale: scale, "\(alpha) over \(divisor) of \(rank)") {
      throw file.problem(key, problem)
    }
    return scale
  }

  private static func check(_ file: ConfigurationFile) throws(PretrainedModelError) {
    let types = ["LORA"] + VirtualTokens.Kind.allCases.map(\.peftName)
    let type = try file.choice("peft_type", among: types.map { (name: $0, value: $0) })
    guard type == types[0] else {
      throw file.problem("peft_type", "\(type) is no low-rank change")
    }
    _ = try file.choice(
      "bias", among: [("none", true)].map { (name: $0, value: $1) }, default: "none")
    try file.require("use_dora", false, "directions and magnitudes are not kept apart here")
    try file.require("lora_bias", false, "factors have no biases here")
    try file.require("use_qalora", false, "inputs are not pooled here")
    if let saved = file.object("modules_to_save"), saved != [] {
      throw file.problem(
        "modules_to_save",
        "\(saved.compactText.shownForDisplay) were trained besides the factors, which is not "
          + "supported; merge the adapter into its model with peft")
    }
    let unsupported = [
      "layer_replication", "alora_invocation_tokens", "use_bdlora", "target_parameters",
      "trainable_token_indices",
    ]
    for key in unsupported {
      guard let value = file.object(key), value != false, value != [] else { continue }
      throw file.problem(key, "is not supported; train the adapter without it")
    }
    // The others make the factors from the model's matrices and take them off these.
    let harmless: [JSON] = [true, false, "gaussian", "eva", "orthogonal"]
    if let start = file.object("init_lora_weights"), !harmless.contains(start) {
      throw file.problem(
        "init_lora_weights",
        "\(start.compactText.shownForDisplay) changes the model itself; "
          + "save the adapter again as plain LoRA")
    }
  }
}

extension LowRankAdapter {
  /// The `adapter_config.json` of a folder.
  static func settingsFile(in folder: URL) throws(PretrainedModelError) -> ConfigurationFile {
    try ConfigurationFile(
      in: folder, name: settingsName,
      whereMissing: FolderContents(of: folder).remedyWithoutAdapterConfiguration)
  }
}
