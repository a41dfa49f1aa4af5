import OctavoEngine
import OctavoRunner

/// How advantages are estimated.
struct AdvantageOptions: OptionGroup {
  @Option("The discount factor γ.", .within(0...1)) var discount = 1.0
  @Option("λ of GAE: toward 0, advantages rest on values; toward 1, on rewards.", .within(0...1))
  var lambda = 0.95
  @Option("Whether advantages get mean 0 and variance 1 over an iteration's tokens.")
  var whiten = true
  @Option("Which variance that is.") var variance = Variance.unbiased

  var settings: ProximalPolicyOptimization.AdvantageSettings {
    var settings = ProximalPolicyOptimization.AdvantageSettings()
    settings.estimation = GeneralizedAdvantageEstimation(discount: discount, lambda: lambda)
    settings.areWhitened = whiten
    settings.variance = variance
    return settings
  }
}

extension Variance: OptionChoice {}
