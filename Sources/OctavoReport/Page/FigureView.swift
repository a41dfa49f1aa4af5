import OctavoBase
import OctavoResults

/// A numbered figure: a plot with its numbers folded under it, texts, images or tokens.
package struct FigureView {
  package var figure: Figure
  package var label: Numbering.Label?

  /// The styles of the whole report; `nil` for a figure that stands alone.
  package var keys: KeyStyles?

  package init(figure: Figure, label: Numbering.Label?, keys: KeyStyles? = nil) {
    self.keys = keys
    self.figure = figure
    self.label = label
  }

  private static let dataRowLimit = 100
  private static let dataCellLimit = 2_000

  package var node: HTMLNode {
    HTMLTag.figure(label.map { .id($0.identifier) }) {
      switch figure.content {
      case .plot(let plot):
        let plot = plot.withNumbersOfThePage
        let limits = PlotLimits(plot)
        self.plot(limits.plot)
        caption(([limits.note].compactMap { $0 } + PlotOmissions(plot).sentences).nonEmptyText)
        data(of: plot)
      case .passages(let passages):
        let view = PassagesView(passages: passages)
        view.node
        caption(view.note)
      case .images(let tiles):
        ImagesView(
          tiles: tiles, alternative: figure.alternative, identifier: label?.identifier
        ).node
        caption()
      case .imageGrid(let grid):
        ImageGridView(
          grid: grid, alternative: figure.alternative, name: label?.text ?? phrases.images,
          identifier: label?.identifier
        ).node
        caption()
      case .tokens(let strips):
        let view = TokensView(
          strips: strips, name: label?.text ?? phrases.tokens, identifier: label?.identifier)
        view.node
        caption(view.note)
      }
    }
  }

  /// - Parameter note: What the report has to say beside the figure's own note.
  private func caption(_ note: String? = nil) -> HTMLNode {
    let notes = [figure.noteBesideCaption?.noteInWordsOfThePage.excerpt(ResultText.value), note]
      .compactMap { $0 }
    let made = label == nil ? nil : MadeCaption(figure.content).text
    return Caption(
      label: label,
      text: (figure.caption?.captionInWordsOfThePage ?? made)?.excerpt(ResultText.value)
    )
    .node(note: notes.nonEmptyText)
  }

  private func plot(_ plot: Plot) -> HTMLNode {
    let description = PlotDescription(plot)
    return HTMLTag.div(.class("plot")) {
      for layout in [PlotLayout.wide, .narrow] {
        PlotDrawing(plot, layout: layout, keys: keys).svg(
          identifier: "\(label?.identifier ?? "plot"):\(layout.name)",
          title: figure.alternative?.excerpt(ResultText.value) ?? description.title,
          description: description.details)
      }
    }
  }

  private func data(of plot: Plot) -> HTMLNode {
    let data = PlotData(plot, rows: Self.dataRowLimit, cells: Self.dataCellLimit)
    guard data.rowCount > 0 else { return .empty }
    return HTMLTag.details(.class("data")) {
      HTMLTag.summary { phrases.data }
      if data.table.rowCount < data.rowCount {
        HTMLTag.p(.class("aside")) {
          phrases.rowsAtEvenDistances(data.table.rowCount, of: data.rowCount)
        }
      }
      TableView(data.table, name: phrases.dataOf(label?.text)).scrolling
    }
  }
}

extension Figure {
  /// The figure's note without what its caption says.
  var noteBesideCaption: String? {
    guard let note, let caption, caption.contains("interval"), caption.contains("seed") else {
      return self.note
    }
    let rest = note.replacing(/Mean over [^.]* with its 95 % interval\. ?/, with: "")
    return rest.isEmpty ? nil : rest
  }
}

extension [String] {
  /// One sentence after another; `nil` where there is none.
  var nonEmptyText: String? { isEmpty ? nil : joined(separator: " ") }
}
