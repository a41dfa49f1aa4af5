import OctavoEngine
import OctavoRunner

/// How scores become rewards.
struct ScoreOptions: OptionGroup {
  @Option("The largest magnitude of a score.", .positive(upTo: 1e30)) var clip: Double?
  @Option("Whether scores are divided by their deviation so far.") var scale = false
  @Option(
    "The score of a response that was cut off before a `stop`.",
    .within(-1e30...1e30))
  var unended: Double?
  @Option(
    "Takes up to 1 off the score of a response that is nearly cut off, growing over this many last tokens (Yu et al. 2025).",
    .limit) var overlong: Int?
  @Option("Whether the rewards of an iteration's tokens get variance 1.") var whiten = false

  func check(mostTokens: Int, _ problems: inout Problems) {
    guard let overlong, overlong > mostTokens else { return }
    problems.report(
      at: $overlong, "a response has \(mostTokens.forReading) tokens at most",
      remedy: "give a smaller `overlong`, such as a fifth of that, or more `tokens`")
  }

  /// - Parameter mostTokens: of a response.
  func settings(mostTokens: Int) -> ProximalPolicyOptimization.ScoreSettings {
    var settings = ProximalPolicyOptimization.ScoreSettings()
    settings.clip = clip
    settings.areScaled = scale
    settings.unended = unended
    settings.overlong = overlong.map { min($0, mostTokens) }
    settings.whitensRewards = whiten
    return settings
  }
}
