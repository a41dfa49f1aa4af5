import OctavoEngine
import OctavoRunner

/// How the experts and routers of a sparse model are trained, as Switch (Fedus et al. 2022) and ST-MoE
/// (Zoph et al. 2022) train them.
struct ExpertTrainingOptions: OptionGroup {
  @Option var balance: Double
  @Option(
    "The weight of the router z-loss of a model with experts (equation 5 of Zoph et al. 2022). With "
      + "0 it is measured and not added.",
    .within(0...1000)) var routerZLoss: Double?
  @Option(
    "The capacity factor: in training an expert takes at most this multiple of an even share of the "
      + "batch's tokens, and further choices are dropped; without it, none are.",
    .positive(upTo: 1e6)) var capacity: Double?
  @Option("The share of activations dropped inside the experts in this training.", .within(0..<1))
  var expertDropout = 0.0

  private let usualBalance: Double

  init() { self.init(balance: 0) }

  /// - Parameter balance: the default.
  init(balance: Double) {
    _balance = Option(
      wrappedValue: balance,
      "The weight of the load-balancing loss of a model with experts (α of Fedus et al. 2022).",
      .within(0...1000))
    usualBalance = balance
  }

  var settings: ExpertTraining {
    ExpertTraining(
      balance: balance, zLoss: routerZLoss, capacity: capacity, dropout: expertDropout)
  }

  /// Whether a training of this model measures its routers.
  func measuresRouting(of model: GPT.Configuration?) -> Bool {
    model?.experts != nil && (routerZLoss != nil || capacity != nil)
  }

  /// Reports options that do not apply to a model without experts.
  func check(for model: GPT.Configuration?, _ problems: inout Problems) {
    guard let model, model.experts == nil else { return }
    let given = [
      ($balance, balance > usualBalance), ($routerZLoss, routerZLoss != nil),
      ($capacity, capacity != nil), ($expertDropout, expertDropout > 0),
    ]
    for (option, isGiven) in given where isGiven {
      problems.report(
        at: option, "the model has no experts to which this could apply",
        remedy: "leave it out, or train a model that has `experts`")
    }
  }
}
