import OctavoBase
import OctavoResults

/// What is said under a figure that has no caption: what it shows, in a sentence made from its content.
struct MadeCaption {
  /// `nil` where the content says nothing of itself.
  let text: String?

  private static let listLimit = 4

  init(_ content: Figure.Content) {
    text =
      switch content {
      case .plot(let plot): Self.sentence(plot)
      case .tokens(let strips): Self.sentence(strips)
      case .images(let tiles): Self.count(tiles.count, "image")
      case .imageGrid(let grid):
        Self.count(grid.tiles.reduce(0) { $0 + $1.count }, "image")
      case .passages(let passages): Self.count(passages.count, "text")
      }
  }

  private static func sentence(_ plot: Plot) -> String? {
    let (across, up) = (plot.horizontal.label.inWords, plot.vertical.label.inWords)
    let panels = plot.panels.count > 1 ? ", in \(plot.panels.count) panels" : ""
    guard let content = plot.panels.first?.content else { return nil }
    switch content {
    case .histogram:
      return across.isEmpty ? nil : "Distribution of \(across)\(panels)."
    case .heatmap(let heatmap):
      let names = [up, across].filter { !$0.isEmpty }.joined(separator: " and ")
      let quantity = heatmap.quantity.inWords.beginningSentence
      return names.isEmpty ? "\(quantity)\(panels)." : "\(quantity) by \(names)\(panels)."
    case .series, .bars:
      guard !up.isEmpty else { return nil }
      let subject = up.beginningSentence
      return across.isEmpty ? "\(subject)\(panels)." : "\(subject) by \(across)\(panels)."
    }
  }

  private static func sentence(_ strips: [TokenStrip]) -> String? {
    let names = strips.first?.rows.map(\.name) ?? []
    guard !names.isEmpty else { return nil }
    let listed = names.prefix(Self.listLimit)
    let rest = names.count - listed.count
    let items = Array(listed) + (rest > 0 ? ["\(rest) more"] : [])
    let list =
      items.count == 1
      ? items[0] : items.dropLast().joined(separator: ", ") + " and " + (items.last ?? "")
    return "\(list.beginningSentence) of each token."
  }

  private static func count(_ count: Int, _ noun: String) -> String? {
    count == 0 ? nil : count == 1 ? "One \(noun)." : "\(NumberText.integer(count)) \(noun)s."
  }
}
