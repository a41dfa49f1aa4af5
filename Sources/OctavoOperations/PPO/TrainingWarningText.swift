import OctavoEngine
import OctavoResults

extension TrainingWarning {
  /// What is said of it in the report.
  var text: String {
    "\(name) (iteration \(iteration)): \(finding). Usual causes: \(usualCauses)"
  }

  /// Grave where the policy or its measurements are lost; a reader may well want the rest.
  var grade: StepWarning.Grade {
    switch kind {
    case .negativeKL, .klExplosion, .entropyCollapse: .grave
    case .clippedEverywhere, .valueLossNeverFalls, .rewardUpGoldDown: .ordinary
    }
  }

  private var name: String {
    switch kind {
    case .negativeKL: "negative KL estimate"
    case .klExplosion: "KL explosion"
    case .entropyCollapse: "entropy collapse"
    case .clippedEverywhere: "clipped everywhere"
    case .valueLossNeverFalls: "the value loss never falls"
    case .rewardUpGoldDown: "reward up, gold down"
    }
  }
}
