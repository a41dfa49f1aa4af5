import OctavoResults

/// The line at the top that says how the run went: what failed and what did not hold, or that all
/// expectations did.
package struct SummaryView {
  package var context: PageContext

  package init(context: PageContext) { self.context = context }

  package var node: HTMLNode {
    let steps = context.document.steps
    let failed = steps.filter { if case .failed = $0.status { true } else { false } }
    let skipped = steps.filter { if case .skipped = $0.status { true } else { false } }
    let verdicts = steps.flatMap { step in step.verdicts.map { (step: step, holds: $0.holds) } }
    let broken = verdicts.filter { !$0.holds }
    if failed.isEmpty && skipped.isEmpty && broken.isEmpty {
      guard !verdicts.isEmpty else { return .empty }
      return HTMLTag.p(.class("summary good")) {
        Icon.pass
        verdicts.count == 1
          ? "The expectation holds." : "All \(verdicts.count) expectations hold."
      }
    }
    var doubtful: [StepRecord] = []
    for one in broken where !doubtful.contains(where: { $0.name == one.step.name }) {
      doubtful.append(one.step)
    }
    return HTMLTag.div(.class("summary bad")) {
      line(Icon.fail, failed, one: "One step failed", many: "\(failed.count) steps failed")
      line(
        Icon.skipped, skipped, one: "One step was skipped",
        many: "\(skipped.count) steps were skipped")
      line(
        Icon.fail, doubtful,
        one: Self.claim(broken.count, of: verdicts.count),
        many: Self.claim(broken.count, of: verdicts.count))
    }
  }

  private static func claim(_ broken: Int, of count: Int) -> String {
    if count == 1 { return "The expectation does not hold" }
    return broken == 1
      ? "One of \(count) expectations does not hold"
      : "\(broken) of \(count) expectations do not hold"
  }

  private func line(
    _ icon: HTMLNode, _ steps: [StepRecord], one: String, many: String
  ) -> HTMLNode {
    guard !steps.isEmpty else { return .empty }
    return HTMLTag.p {
      icon
      steps.count == 1 ? one : many
      ": "
      for (index, step) in steps.enumerated() {
        if index > 0 { ", " }
        HTMLTag.a(.href(LinkTarget(fragment: Numbering.identifier(ofStep: step.name)))) {
          step.name
        }
      }
    }
  }
}

extension StepRecord {
  fileprivate var verdicts: [Verdict] {
    shownItems.flatMap { item -> [Verdict] in
      if case .verdicts(let verdicts) = item { verdicts } else { [] }
    }
  }
}
