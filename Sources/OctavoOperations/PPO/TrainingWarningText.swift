import OctavoEngine
import OctavoResults
import OctavoRunner

extension TrainingWarning {
  /// What is said of it in the report.
  var text: String {
    "\(kind.name) (iteration \(iteration)): \(finding). Usual causes: \(usualCauses)"
  }

  /// Grave where the policy or its measurements are lost; a reader may well want the rest.
  var grade: StepWarning.Grade {
    switch kind {
    case .negativeKL, .klExplosion, .entropyCollapse: .grave
    case .clippedEverywhere, .valueLossNeverFalls, .rewardUpGoldDown: .ordinary
    }
  }
}

extension TrainingWarning.Kind {
  var name: String {
    switch self {
    case .negativeKL: "negative KL estimate"
    case .klExplosion: "KL explosion"
    case .entropyCollapse: "entropy collapse"
    case .clippedEverywhere: "clipped everywhere"
    case .valueLossNeverFalls: "the value loss never falls"
    case .rewardUpGoldDown: "reward up, gold down"
    }
  }
}

extension Table {
  /// Every kind of warning, with its first iteration where it was given.
  static func warnings(_ warnings: [TrainingWarning]) -> Table {
    let kinds = TrainingWarning.Kind.allCases
    let given = kinds.map { kind in warnings.first { $0.kind == kind } }
    return Table([
      .init("warning", texts: kinds.map(\.name)),
      .init("given", integers: given.map { $0 == nil ? 0 : 1 }),
      .init("iteration", given.map { $0.map { .integer($0.iteration) } }),
    ])
  }
}

/// For each kind of warning a value, such as `kl-explosion-warning`: 1 where it was given, else 0.
struct TrainingWarningValues: OutputValue {
  private let given: Set<TrainingWarning.Kind>

  init(_ warnings: [TrainingWarning]) { given = Set(warnings.map(\.kind)) }

  static func outlines(named name: String, help: String) -> [OutputOutline] {
    TrainingWarning.Kind.allCases.map { kind in
      OutputOutline(
        name: kind.valueName, content: .value(.integer),
        summary: "1 where the warning “\(kind.name)” was given, else 0.")
    }
  }

  func add(to result: inout StepResult, as name: String) {
    for kind in TrainingWarning.Kind.allCases {
      result.values[kind.valueName] = .integer(given.contains(kind) ? 1 : 0)
    }
  }
}

extension TrainingWarning.Kind {
  fileprivate var valueName: String {
    switch self {
    case .negativeKL: "negative-kl-warning"
    case .klExplosion: "kl-explosion-warning"
    case .entropyCollapse: "entropy-collapse-warning"
    case .clippedEverywhere: "clipping-warning"
    case .valueLossNeverFalls: "value-loss-warning"
    case .rewardUpGoldDown: "gold-down-warning"
    }
  }
}
