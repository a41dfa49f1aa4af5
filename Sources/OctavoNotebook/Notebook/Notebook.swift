/// A notebook as it was read: what it says of itself, its prose and blocks in order, and every
/// problem that can be seen without knowing what a step does.
public struct Notebook: Sendable {
  public enum Element: Hashable, Sendable {
    case prose(Prose)
    case config(Block)
    case step(Block)
  }

  public let source: Source
  public let frontMatter: FrontMatter
  public let elements: [Element]
  /// In the order of their places.
  public let diagnostics: [Diagnostic]

  /// Configs and steps in order.
  public var blocks: [Block] {
    elements.compactMap {
      switch $0 {
      case .config(let block), .step(let block): block
      case .prose: nil
      }
    }
  }

  public var steps: [Block] {
    elements.compactMap { if case .step(let block) = $0 { block } else { nil } }
  }

  public var configs: [Block] {
    elements.compactMap { if case .config(let block) = $0 { block } else { nil } }
  }
}
