import OctavoNotebook
import OctavoResults

/// Everything a report is made from: the notebook's parts in reading order, each step with what
/// it found.
public struct ReportDocument: Sendable {
  public enum Element: Sendable {
    case prose(Prose)
    /// A `config` block: its name and the lines between its fences.
    case config(name: String, source: String)
    /// A `step` block: what it found, and the lines between its fences.
    case step(StepRecord, source: String)
  }

  public var title: String
  public var subtitle: String?
  public var authors: [String]
  public var date: String?
  public var description: String?
  /// Its paragraphs are separated by empty lines.
  public var abstract: String?
  public var keywords: [String] = []
  /// Whether there is a table of contents; `nil` to decide by the number of headings.
  public var showsContents: Bool?
  public var numbersSections = false
  /// Where the report will be found.
  public var url: String?
  /// The address of an image that stands for the report where a link to it is shared.
  public var card: String?
  public var theme: Theme?
  /// As BCP 47 has it, such as `en`.
  public var language: String
  public var elements: [Element]
  /// The notebook's configs and steps, for the picture of how they depend on one another.
  package var blocks: [Block] = []
  public var run: Run
  public var metadata: RunMetadata?
  /// Without them the page holds nothing that differs between two runs with equal results.
  public var showsTimings: Bool
  /// The works that the prose cites, as far as the bibliography has them.
  public var references: [Reference]
  /// A value that prose quotes, as text; `nil` where the run has no such value, as after a failure.
  public var valueText: @Sendable (ValueReference) -> String?
  /// The image at a relative address in the notebook, to be carried within the page.
  public var image: @Sendable (String) -> EmbeddedImage?
  /// A relative address in the notebook as one that leads from the page.
  public var address: @Sendable (String) -> String
  /// The data that the steps read.
  public var files: [DataFile] = []
  /// What the page carries of its run.
  package var enclosures: Enclosures?
  /// The heading that the title was taken from, if it stands in the title's place.
  package var titleHeading: (identifier: String, content: [Inline])?

  public init(
    title: String, authors: [String] = [], date: String? = nil, description: String? = nil,
    language: String = "en", elements: [Element], run: Run,
    metadata: RunMetadata? = nil, showsTimings: Bool = true,
    references: [Reference] = [],
    valueText: @escaping @Sendable (ValueReference) -> String? = { _ in nil },
    image: @escaping @Sendable (String) -> EmbeddedImage? = { _ in nil },
    address: @escaping @Sendable (String) -> String = { $0 }
  ) {
    self.title = title
    self.authors = authors
    self.date = date
    self.description = description
    self.language = language
    self.elements = elements
    self.run = run
    self.metadata = metadata
    self.showsTimings = showsTimings
    self.references = references
    self.valueText = valueText
    self.image = image
    self.address = address
  }

  package var steps: [StepRecord] {
    elements.compactMap { if case .step(let record, _) = $0 { record } else { nil } }
  }
}
