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
  @Option("Whether the rewards of an iteration's tokens get variance 1.") var whiten = false

  var settings: ProximalPolicyOptimization.ScoreSettings {
    var settings = ProximalPolicyOptimization.ScoreSettings()
    settings.clip = clip
    settings.areScaled = scale
    settings.unended = unended
    settings.whitensRewards = whiten
    return settings
  }
}
