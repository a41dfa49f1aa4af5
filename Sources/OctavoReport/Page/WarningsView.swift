import OctavoResults

/// What a step warns of: the minor warnings folded, the others in full.
package struct WarningsView {
  package var warnings: [StepWarning]

  package init(_ warnings: [StepWarning]) { self.warnings = warnings }

  private static let limit = 50

  package var node: HTMLNode {
    let shown = warnings.prefix(Self.limit)
    let minor = shown.filter { $0.grade == .minor }
    return .fragment(
      shown.filter { $0.grade != .minor }.map(notice) + [folded(minor), omission])
  }

  private func notice(_ warning: StepWarning) -> HTMLNode {
    let isGrave = warning.grade == .grave
    return HTMLTag.div(.class(isGrave ? "notice grave" : "notice warning")) {
      HTMLTag.p {
        isGrave ? Icon.octagon : Icon.warning
        HTMLTag.strong { isGrave ? phrases.graveWarning : phrases.warning }
        phrases.colon
        warning.text.excerpt(ResultText.value)
      }
    }
  }

  private func folded(_ warnings: [StepWarning]) -> HTMLNode {
    guard !warnings.isEmpty else { return .empty }
    return HTMLTag.details(.class("minor")) {
      HTMLTag.summary { phrases.minorWarnings(warnings.count) }
      HTMLTag.ul {
        for warning in warnings {
          HTMLTag.li { warning.text.excerpt(ResultText.value) }
        }
      }
    }
  }

  private var omission: HTMLNode {
    guard warnings.count > Self.limit else { return .empty }
    return HTMLTag.p(.class("aside")) { phrases.moreWarnings(warnings.count - Self.limit) }
  }
}
