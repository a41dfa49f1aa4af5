import OctavoEngine
import OctavoRunner

/// Which tokens NLPO's policy may choose.
struct TokenMaskOptions: OptionGroup {
  @Option(
    "The probability that the allowed tokens, the most likely ones, reach together in the masking policy.",
    .share)
  var topP = 0.9
  @Option(
    "The number of iterations after which a copy of the policy becomes the masking policy.",
    .limit) var interval = 10

  var settings: ProximalPolicyOptimization.PolicyMaskSettings {
    var settings = ProximalPolicyOptimization.PolicyMaskSettings()
    settings.topP = topP
    settings.interval = interval
    return settings
  }
}
