import OctavoEngine
import OctavoRunner

/// How influence is computed.
struct InfluenceOptions: OptionGroup {
  @Option(
    "What the scores are: `ekfac` or `exact`, influence by an approximate or exact inverse; `gradient` or `cosine`, without curvature; `bm25`, shared words; `random`."
  ) var method = InfluenceChoice.ekfac
  @Option(
    "The matrices of every block whose weights count; without it, all four, or those of attention in a model with experts.",
    .notEmpty) var layers: [AdapterTarget]?
  @Option(
    "What is added to the eigenvalues of the Fisher information matrix, as a multiple of their mean; without it, 0.1.",
    .within(1e-6...1e6)) var damping: Double?
  @Option(
    "How many times labels are drawn for each training example; without it, 1.", .within(1...100))
  var labels: Int?

  func check(for model: LanguageModel.Outline?, _ problems: inout Problems) {
    for (option, name, isGiven, isUsed) in [
      ($damping, "damping", damping != nil, settings?.method.hasCurvature ?? false),
      ($labels, "labels", labels != nil, settings?.method.hasCurvature ?? false),
      ($layers, "layers", layers != nil, settings != nil),
    ] where isGiven && !isUsed {
      problems.report(
        at: option, "`\(name)` has no effect on the method `\(method.rawValue)`",
        remedy: "leave it out, or choose the `method` `ekfac`"
          + (name == "layers" ? "" : " or `exact`"))
    }
    if let layers, Set(layers).count < layers.count {
      problems.report(at: $layers, "a matrix is named twice")
    }
    guard let configuration = model?.configuration, settings != nil else { return }
    if configuration.experts != nil, let target = layers?.first(where: \.isFeedForward) {
      problems.report(
        at: $layers,
        "the influence of `\(target.rawValue)` is not computed in a model with experts",
        remedy: "choose `attention-input` or `attention-output`")
    } else if method == .ekfac, layers(of: configuration).longestSide > Self.longestSide {
      problems.report(
        at: $method,
        "a layer has covariances with \(layers(of: configuration).longestSide.forReading) rows, and at "
          + "most \(Self.longestSide.forReading) can be decomposed",
        remedy: "choose smaller matrices in `layers`, or another `method`")
    }
  }

  /// The decomposition takes minutes from here on.
  private static let longestSide = 1600

  func layers(of configuration: GPT.Configuration) -> InfluenceLayers {
    let usual = AdapterTarget.allCases.filter {
      configuration.experts == nil || !$0.isFeedForward
    }
    return InfluenceLayers((layers ?? usual).map(\.target), of: configuration)
  }

  /// Nil where no gradient is computed.
  var settings: InfluenceMethod.Settings? {
    method.method.map { InfluenceMethod.Settings($0, damping: damping ?? 0.1, rounds: labels ?? 1) }
  }
}

enum InfluenceChoice: String, OptionChoice {
  case ekfac, exact, gradient, cosine, bm25, random

  fileprivate var method: InfluenceMethod? {
    switch self {
    case .ekfac: .ekfac
    case .exact: .exact
    case .gradient: .gradient
    case .cosine: .cosine
    case .bm25, .random: nil
    }
  }
}
