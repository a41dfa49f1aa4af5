import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// Measures of the routers of a sparse model during training.
struct RoutingOutputs: OutputGroup {
  @Output(
    "Measures of the routers, given a `router-z-loss` or a `capacity`: means over the blocks and the "
      + "iterations since the row before, but for `largest-logit` the maximum.",
    columns: Self.columns) var routing: Table?
  @Output(
    "The largest magnitude of a router's logit in the training, given a `router-z-loss` or a "
      + "`capacity`.") var largestRouterLogit: Double?
  @Output(
    "The share of tokens' choices that were dropped because the expert was full, in the last tenth "
      + "of the iterations, given a `router-z-loss` or a `capacity`.", isShare: true)
  var dropped: Double?

  private static let columns = [
    "iteration", "router-z-loss", "log-sum-exp", "largest-logit", "entropy", "balance", "dropped",
  ]
}

extension RoutingOutputs {
  /// - Parameters:
  ///   - iterations: of the training; empty where the routers are not measured.
  ///   - summary: of the same iterations.
  init(_ iterations: [RoutingMeasures], _ summary: TrainingSummary) {
    guard let whole = RoutingMeasures(joining: iterations) else { return }
    let stretches = summary.stretches.compactMap { stretch in
      RoutingMeasures(joining: iterations[stretch.startIndex..<stretch.endIndex])
    }
    routing = Table([
      .init("iteration", integers: summary.stretches.compactMap(\.last?.iteration)),
      .init("router-z-loss", numbers: stretches.map(\.zLoss)),
      .init("log-sum-exp", numbers: stretches.map(\.logSumExp)),
      .init("largest-logit", numbers: stretches.map(\.largestLogit)),
      .init("entropy", unit: "nats", numbers: stretches.map(\.entropy)),
      .init("balance", numbers: stretches.map(\.balance)),
      .init("dropped", numbers: stretches.map(\.dropped)),
    ])
    largestRouterLogit = whole.largestLogit
    dropped = iterations.suffix(max(1, iterations.count / 10)).map(\.dropped).mean
  }
}

extension ExpectedOutputs {
  /// Leaves out these outputs where the routers are not measured.
  mutating func expect(
    routing outputs: KeyPath<Outputs, RoutingOutputs>, _ options: ExpertTrainingOptions,
    _ model: GPT.Configuration?
  ) {
    guard let model, !options.measuresRouting(of: model) else { return }
    leaveOut(outputs.appending(path: \.$routing))
    leaveOut(outputs.appending(path: \.$largestRouterLogit))
    leaveOut(outputs.appending(path: \.$dropped))
  }
}
