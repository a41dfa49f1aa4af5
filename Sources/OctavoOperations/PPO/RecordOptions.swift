import OctavoEngine
import OctavoRunner

/// Which responses are kept token by token.
struct RecordOptions: OptionGroup {
  @Option("How many of an iteration.", .within(0...1000)) var responses = 4
  @Option("Of the first iteration, of every so many after it, and of the last.", .limit)
  var every = 10

  var settings: ProximalPolicyOptimization.RecordingSettings {
    var settings = ProximalPolicyOptimization.RecordingSettings()
    settings.responses = responses
    settings.interval = every
    return settings
  }
}
