import OctavoBase
import OctavoResults

/// One step: what went wrong if anything did, what it shows, and its source folded under them.
package struct StepView {
  package var record: StepRecord
  package var source: String
  package var context: PageContext

  package init(record: StepRecord, source: String, context: PageContext) {
    self.record = record
    self.source = source
    self.context = context
  }

  package var node: HTMLNode {
    HTMLTag.div(.class("step"), .id(Numbering.identifier(ofStep: record.name))) {
      status
      WarningsView(record.warnings).node
      for (index, item) in record.shownItems.enumerated() {
        node(item, label: context.numbering.label(step: record.name, item: index))
      }
      SourceListing(blocks: [listed]).node
    }
  }

  private var status: HTMLNode {
    switch record.status {
    case .done: .empty
    case .failed(let error):
      HTMLTag.div(.class("notice failed")) {
        HTMLTag.p {
          Icon.fail
          HTMLTag.strong { phrases.stepFailed(record.name) }
        }
        HTMLTag.pre(.tabindex(0)) { error.excerpt(ResultText.passage) }
      }
    case .skipped(let because):
      HTMLTag.div(.class("notice skipped")) {
        HTMLTag.p {
          Icon.skipped
          HTMLTag.strong { phrases.stepSkipped(record.name) }
          phrases.colon
          Caption.words(because.reasonInWordsOfThePage.excerpt(ResultText.value))
        }
      }
    }
  }

  /// Its source, as a listing of several blocks has it.
  package var listed: SourceListing.Block {
    SourceListing.Block(kind: "step", name: record.name, source: source, notes: notes)
  }

  /// Whether there is nothing of the step to see but its source.
  package var isQuiet: Bool {
    record.status == .done && record.warnings.isEmpty && record.shownItems.isEmpty
  }

  private var notes: [String] {
    guard let metadata = context.metadata(ofStep: record.name) else {
      return [record.operation]
    }
    return [record.operation, metadata.timeText]
  }

  private func node(
    _ item: StepRecord.ShownItem, label: Numbering.Label?
  ) -> HTMLNode {
    switch item {
    case .figure(let figure):
      FigureView(figure: figure, label: label, keys: context.keyStyles).node
    case .table(let name, let caption):
      record.shownTable(name).map { $0.writingSettings(of: context.document.run) }.map {
        let text = caption ?? MadeCaption($0).text
        return TableView($0, name: label?.text ?? name).figure(
          caption: Caption(label: label, text: text?.excerpt(ResultText.value)),
          identifier: label?.identifier)
      } ?? .empty
    case .values(let names, let caption):
      .fragment([
        ValuesView(record: record, names: names).node,
        caption.map { text in HTMLTag.p(.class("said")) { text.excerpt(ResultText.value) } }
          ?? .empty,
      ])
    case .verdicts(let verdicts):
      VerdictsView(verdicts: verdicts).node
    case .points:
      PointsView(record: record, run: context.document.run).node
    }
  }
}
