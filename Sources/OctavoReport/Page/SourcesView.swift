/// The sources of all blocks, one after another: an appendix on paper, and on a screen shown when
/// its box is ticked.
struct SourcesView {
  var context: PageContext

  var node: HTMLNode {
    let blocks = blocks
    guard !blocks.isEmpty else { return .empty }
    return HTMLTag.section(.class("sources"), .ariaLabel(phrases.sources)) {
      HTMLTag.heading(2)() { phrases.sources }
      HTMLTag.label {
        HTMLTag.input(.checkbox, .name("sources"))
        HTMLTag.span { phrases.showAllSources }
      }
      HTMLTag.div(.class("listings")) {
        for block in blocks {
          HTMLTag.p(.class("listed")) { block.heading() }
          // Without colors, which would make up most of the page.
          HTMLTag.pre(.tabindex(0)) { HTMLTag.code { block.source } }
        }
      }
    }
  }

  private var blocks: [SourceListing.Block] {
    context.document.elements.compactMap { element in
      switch element {
      case .prose: nil
      case .config(let name, let source):
        SourceListing.Block(kind: "config", name: name, source: source)
      case .step(let record, let source):
        SourceListing.Block(kind: "step", name: record.name, source: source)
      }
    }
  }
}
