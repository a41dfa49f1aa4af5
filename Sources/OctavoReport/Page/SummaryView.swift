import OctavoResults

/// The lines at the top that say how the run went: what failed, what did not hold and what is
/// gravely wrong, or that all expectations did hold.
package struct SummaryView {
  package var context: PageContext

  package init(context: PageContext) { self.context = context }

  /// How many steps with grave warnings stand here.
  private static let mostFindings = 6
  /// Characters of each warning.
  private static let findingLength = 160

  package var node: HTMLNode {
    .fragment([verdicts, graveWarnings])
  }

  private var verdicts: HTMLNode {
    let steps = context.document.steps
    let failed = steps.filter { if case .failed = $0.status { true } else { false } }
    let skipped = steps.filter { if case .skipped = $0.status { true } else { false } }
    let verdicts = steps.flatMap { step in step.verdicts.map { (step: step, verdict: $0) } }
    let broken = verdicts.filter { !$0.verdict.holds }
    if failed.isEmpty && skipped.isEmpty && broken.isEmpty {
      guard !verdicts.isEmpty else { return .empty }
      return HTMLTag.p(.class("summary good")) {
        Icon.pass
        phrases.allHold(verdicts.count, narrowly: verdicts.count(where: \.verdict.holdsNarrowly))
      }
    }
    var doubtful: [StepRecord] = []
    for one in broken where !doubtful.contains(where: { $0.name == one.step.name }) {
      doubtful.append(one.step)
    }
    return HTMLTag.div(.class("summary bad")) {
      line(Icon.fail, failed, phrases.failed(failed.count))
      line(Icon.skipped, skipped, phrases.skipped(skipped.count))
      line(Icon.fail, doubtful, phrases.doNotHold(broken.count, of: verdicts.count))
    }
  }

  private func line(_ icon: HTMLNode, _ steps: [StepRecord], _ text: String) -> HTMLNode {
    guard !steps.isEmpty else { return .empty }
    return HTMLTag.p {
      icon
      text
      phrases.colon
      for (index, step) in steps.enumerated() {
        if index > 0 { ", " }
        link(to: step)
      }
    }
  }

  private func link(to step: StepRecord) -> HTMLNode {
    HTMLTag.a(.href(LinkTarget(fragment: Numbering.identifier(ofStep: step.name)))) {
      step.name
    }
  }

  /// The first sentence of each step's first one: a number that is NaN often makes many others so.
  private var graveWarnings: HTMLNode {
    let findings = context.document.steps.compactMap { step in
      let grave = step.warnings.filter { $0.grade == .grave }
      return grave.first.map { (step: step, text: $0.text, others: grave.count - 1) }
    }
    guard !findings.isEmpty else { return .empty }
    return HTMLTag.div(.class("summary bad")) {
      for finding in findings.prefix(Self.mostFindings) {
        HTMLTag.p {
          Icon.octagon
          HTMLTag.strong { phrases.graveWarning }
          phrases.colon
          link(to: finding.step)
          " "
          HTMLTag.span(.class("finding")) {
            finding.text.firstSentence.shortened(Self.findingLength)
          }
          if finding.others > 0 { " (\(phrases.graveWarnings(finding.others + 1)))" }
        }
      }
      if findings.count > Self.mostFindings {
        HTMLTag.p { phrases.more(findings.count - Self.mostFindings) }
      }
    }
  }
}

extension String {
  fileprivate var firstSentence: String {
    ranges(of: ". ").first.map { String(self[..<$0.lowerBound]) + "." } ?? self
  }
}
