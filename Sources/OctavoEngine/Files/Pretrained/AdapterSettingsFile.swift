import Foundation

/// The `adapter_config.json` of an adapter whose change is (α / r) A B, whatever it was trained with.
struct AdapterSettingsFile {
  let rank: Int
  private let alpha: Double
  /// The change is scaled by α / √r (Kalajdzievski 2023).
  private let isRankStabilized: Bool
  /// α of the modules that a pattern matches; the first one counts.
  private let patterns: [(pattern: Regex<AnyRegexOutput>, alpha: Double)]

  /// - Throws: where the folder has no such file, or one of another kind of adapter.
  init(in folder: URL) throws(PretrainedModelError) {
    let file = try ConfigurationFile(in: folder, name: LowRankAdapter.settingsName, of: "peft")
    try Self.check(file)
    rank = try file.size("r", default: 8)
    alpha = try Self.positive(try file.number("lora_alpha", default: 8), "lora_alpha", file)
    isRankStabilized = try file.bool("use_rslora", default: false)
    var patterns: [(pattern: Regex<AnyRegexOutput>, alpha: Double)] = []
    for member in file.object("alpha_pattern")?.members ?? [] {
      guard let pattern = try? Regex("(.*\\.)?(\(member.key))"), let alpha = member.value.number
      else {
        throw file.problem("alpha_pattern", "“\(member.key)” must be a pattern with a number")
      }
      patterns.append((pattern, try Self.positive(alpha, "alpha_pattern", file)))
    }
    self.patterns = patterns
  }

  /// The α that gives the same scale as α / r, whatever the file's own α is divided by.
  var plainAlpha: Double {
    isRankStabilized ? alpha * Double(rank).squareRoot() : alpha
  }

  /// The scale of a module's change, over that of the adapter as a whole.
  func relativeScale(of module: String, rank moduleRank: Int) -> Float {
    let pattern = patterns.first { (try? $0.pattern.wholeMatch(in: module)) != nil }
    return Float(scale(pattern?.alpha ?? alpha, moduleRank) / scale(alpha, rank))
  }

  private func scale(_ alpha: Double, _ rank: Int) -> Double {
    alpha / (isRankStabilized ? Double(rank).squareRoot() : Double(rank))
  }

  private static func positive(
    _ number: Double, _ key: String, _ file: ConfigurationFile
  ) throws(PretrainedModelError) -> Double {
    guard number > 0, number.isFinite else {
      throw file.problem(key, "must be positive, but is \(number)")
    }
    return number
  }

  private static func check(_ file: ConfigurationFile) throws(PretrainedModelError) {
    _ = try file.choice("peft_type", among: [("LORA", true)].map { (name: $0, value: $1) })
    _ = try file.choice(
      "bias", among: [("none", true)].map { (name: $0, value: $1) }, default: "none")
    try file.require("use_dora", false, "directions and magnitudes are not kept apart here")
    try file.require("lora_bias", false, "factors have no biases here")
    try file.require("use_qalora", false, "inputs are not pooled here")
    for key in ["layer_replication", "alora_invocation_tokens", "use_bdlora"]
    where file.object(key) != nil && file.object(key) != false {
      throw file.problem(key, "is not supported; train the adapter without it")
    }
    // The others make the factors from the model's matrices and take them off these.
    let harmless: [JSONValue] = [true, false, "gaussian", "eva", "orthogonal"]
    if let start = file.object("init_lora_weights"), !harmless.contains(start) {
      throw file.problem(
        "init_lora_weights",
        "\(start.compactText) changes the model itself; save the adapter again as plain LoRA")
    }
  }
}
