import OctavoEngine
import OctavoRunner

/// Which tokens NLPO's policy may choose.
struct TokenMaskOptions: OptionGroup {
  @Option("Those that together have this probability in the masking policy.", .share)
  var topP = 0.9
  @Option(
    "After how many iterations the masking policy becomes a copy of the policy as it is then.",
    .limit) var interval = 10

  var settings: ProximalPolicyOptimization.PolicyMaskSettings {
    var settings = ProximalPolicyOptimization.PolicyMaskSettings()
    settings.topP = topP
    settings.interval = interval
    return settings
  }
}
