import OctavoResults

/// A notebook as it was read: what it says of itself, its prose and blocks in order, and every
/// problem that can be seen without knowing what a step does.
public struct Notebook: Sendable {
  public enum Element: Hashable, Sendable {
    case prose(Prose)
    case config(Block)
    case step(Block)
  }

  public internal(set) var source: Source
  public var frontMatter: FrontMatter
  public let elements: [Element]
  /// The values that prose quotes, in order: whether they exist is the runner's to check.
  public let valueReferences: [ValueReference]
  /// The relative addresses of links and images, in order.
  public let linkedFiles: [LinkedFile]
  /// Images that came with the notebook, by the addresses that its prose has for them.
  public package(set) var images: [String: [UInt8]] = [:]
  /// Whether it came within a report: its links lead from a place that is not known.
  public package(set) var isFromReport = false
  /// The line behind the front matter, counted from 1.
  package internal(set) var firstLine = 1
  /// The headings of the prose, in order.
  public package(set) var headings: [HeadingPlace] = []
  /// The names of images, tables and equations, in order.
  public package(set) var labels: [Key] = []
  /// What links to places in the notebook lead to, in order.
  public package(set) var localLinks: [Key] = []
  /// The works that the prose cites, in order.
  public package(set) var citedKeys: [CitedKey] = []
  /// The cited works that the bibliography has; none before it is read.
  public package(set) var references: [Reference] = []
  /// The contents of the files of its bibliography, by their paths in the front matter.
  public package(set) var bibliographyFiles: [String: [UInt8]] = [:]
  /// In the order of their places.
  public internal(set) var diagnostics: [Diagnostic]

  public init(
    source: Source, frontMatter: FrontMatter = FrontMatter(), elements: [Element],
    valueReferences: [ValueReference] = [], linkedFiles: [LinkedFile] = [],
    diagnostics: [Diagnostic] = []
  ) {
    self.source = source
    self.frontMatter = frontMatter
    self.elements = elements
    self.valueReferences = valueReferences
    self.linkedFiles = linkedFiles
    self.diagnostics = diagnostics
  }

  /// The front matter's title, else the first heading, else the file's name.
  public var title: String {
    if let title = frontMatter.title { return title }
    for case .prose(.heading(_, _, let content)) in elements { return content.plainText }
    return source.name
  }

  /// Configs and steps in order.
  public var blocks: [Block] {
    elements.compactMap {
      switch $0 {
      case .config(let block), .step(let block): block
      case .prose: nil
      }
    }
  }

  public var steps: [Block] { blocks.filter { $0.kind == .step } }

  public var configs: [Block] { blocks.filter { $0.kind == .config } }
}
