/// A block of prose: CommonMark's blocks and GitHub's, with all raw HTML dropped but for what has
/// a case of its own.
public indirect enum Prose: Hashable, Sendable {
  /// `identifier` is unique in the notebook: what a link within the report goes to.
  case heading(level: Int, identifier: String, [Inline])
  case paragraph([Inline])
  case quote([Prose])
  /// A quotation that opens with `[!NOTE]` or one of its kin.
  case alert(Alert)
  case list(List)
  case code(language: String?, text: String)
  /// A formula on lines of its own.
  case math(Formula)
  case thematicBreak
  case table(PipeTable)
  /// An image that stands alone, with what is written under it.
  case figure(ProseImage, Caption)
  /// Begins a part of the page that is folded under a summary: the blocks of the same list up to the
  /// `endOfDetails` that belongs to it. Steps may stand among them.
  case details(Details)
  case endOfDetails
  /// The notebook's footnotes in the order of their numbers; its last block.
  case footnotes([Footnote])

  public struct Alert: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      case note, tip, important, warning, caution
    }
    public var kind: Kind
    public var content: [Prose]

    public init(_ kind: Kind, _ content: [Prose]) {
      self.kind = kind
      self.content = content
    }
  }

  public struct Details: Hashable, Sendable {
    public var isOpen: Bool
    /// Paragraphs and headings; empty where the notebook gives none.
    public var summary: [Prose]

    public init(isOpen: Bool, summary: [Prose]) {
      self.isOpen = isOpen
      self.summary = summary
    }
  }

  /// What stands under an image or over a table of the notebook's own.
  public struct Caption: Hashable, Sendable {
    /// From `{#fig-name}` or `{#tbl-name}`: what a link without a text refers to it by.
    public var name: String?
    /// Tells it from all others of the notebook.
    public var ordinal: Int
    public var content: [Inline]

    public init(name: String?, ordinal: Int, content: [Inline]) {
      self.name = name
      self.ordinal = ordinal
      self.content = content
    }
  }

  public struct Footnote: Hashable, Sendable {
    /// From 1, in the order in which the text first refers to them.
    public var number: Int
    /// How often the text refers to it.
    public var references: Int
    public var content: [Prose]

    public init(number: Int, references: Int, content: [Prose]) {
      self.number = number
      self.references = references
      self.content = content
    }
  }

  public struct List: Hashable, Sendable {
    /// The first number of an ordered list; `nil` for bullets.
    public var start: Int?
    /// Whether its items stand without space between them.
    public var isTight: Bool
    public var items: [[Prose]]
    /// Of an item that is a task, whether it is done; as many as items, or none.
    public var tasks: [Bool?]

    public init(start: Int?, isTight: Bool, items: [[Prose]], tasks: [Bool?] = []) {
      self.start = start
      self.isTight = isTight
      self.items = items
      self.tasks = tasks
    }
  }

  public struct PipeTable: Hashable, Sendable {
    public enum Alignment: Hashable, Sendable { case left, center, right }
    public var alignments: [Alignment?]
    public var header: [[Inline]]
    public var rows: [[[Inline]]]
    /// A table without one has no number.
    public var caption: Caption?

    public init(
      alignments: [Alignment?], header: [[Inline]], rows: [[[Inline]]], caption: Caption? = nil
    ) {
      self.alignments = alignments
      self.header = header
      self.rows = rows
      self.caption = caption
    }
  }
}

/// A run of text within a block of prose.
public indirect enum Inline: Hashable, Sendable {
  case text(String)
  case code(String)
  case emphasis([Inline])
  case strong([Inline])
  /// `~~struck out~~`.
  case struck([Inline])
  /// `<sub>`, `<sup>` and `<kbd>`.
  case lowered([Inline])
  case raised([Inline])
  case key([Inline])
  case math(Formula)
  case link(destination: String, title: String?, [Inline])
  case image(source: String, title: String?, alternative: [Inline])
  case softBreak
  case lineBreak
  /// `` `{value} path | format` ``: a number of the run, in its place in the sentence.
  case value(ValueReference)
  /// A link with no text to the name of a step, image, table or equation, which the report words as
  /// “Figure 3”, “Table 2” or “Equation 1”.
  case crossReference(step: String)
  /// - Parameter occurrence: From 1, among the references to this footnote.
  case footnote(number: Int, occurrence: Int)
  case citation(Citation)
}

/// An image in a block of its own.
public struct ProseImage: Hashable, Sendable {
  public var source: String
  public var alternative: [Inline]

  public init(source: String, alternative: [Inline]) {
    self.source = source
    self.alternative = alternative
  }
}

/// A formula in the language of TeX.
public struct Formula: Hashable, Sendable {
  /// Between its delimiters, as it was written.
  public var source: String
  /// Whether it stands on lines of its own rather than in a sentence.
  public var isDisplayed: Bool
  /// By which the text refers to it; a formula with a name has a number.
  public var name: String?

  public init(source: String, isDisplayed: Bool, name: String? = nil) {
    self.source = source
    self.isDisplayed = isDisplayed
    self.name = name
  }

  /// With the dollars around it.
  public var written: String { isDisplayed ? "$$\(source)$$" : "$\(source)$" }
}

/// A value that prose quotes.
public struct ValueReference: Hashable, Sendable {
  public var expression: Expression
  /// Such as `.3f`, `d`, `%`, `.1e`; `nil` for the value as it is.
  public var format: ValueFormat?
  /// As written, for messages and for a place where there is no value to show.
  public var source: String
  public var range: SourceRange

  public init(expression: Expression, format: ValueFormat?, source: String, range: SourceRange) {
    self.expression = expression
    self.format = format
    self.source = source
    self.range = range
  }
}

extension [Inline] {
  /// The words alone, as a title or an image's alternative has them.
  public var plainText: String { plainText { $0.source } }

  /// The words alone, with values as text.
  public func plainText(
    value: (ValueReference) -> String, citation: (Citation) -> String = { $0.source }
  ) -> String {
    map { inline in
      switch inline {
      case .text(let text), .code(let text): text
      case .math(let formula): formula.written
      case .emphasis(let content), .strong(let content), .struck(let content),
        .lowered(let content), .raised(let content), .key(let content),
        .link(_, _, let content), .image(_, _, let content):
        content.plainText(value: value, citation: citation)
      case .softBreak, .lineBreak: " "
      case .value(let reference): value(reference)
      case .crossReference(let step): step
      case .footnote: ""
      case .citation(let cited): citation(cited)
      }
    }.joined()
  }
}

extension Inline {
  /// What it has within it.
  package var content: [Inline] {
    switch self {
    case .emphasis(let content), .strong(let content), .struck(let content),
      .lowered(let content), .raised(let content), .key(let content),
      .link(_, _, let content), .image(_, _, let content):
      content
    default: []
    }
  }

  /// The same with other content, if it has any.
  package func mapContent(_ transform: ([Inline]) -> [Inline]) -> Inline {
    switch self {
    case .emphasis(let content): .emphasis(transform(content))
    case .strong(let content): .strong(transform(content))
    case .struck(let content): .struck(transform(content))
    case .lowered(let content): .lowered(transform(content))
    case .raised(let content): .raised(transform(content))
    case .key(let content): .key(transform(content))
    case .link(let destination, let title, let content):
      .link(destination: destination, title: title, transform(content))
    case .image(let source, let title, let alternative):
      .image(source: source, title: title, alternative: transform(alternative))
    default: self
    }
  }
}

extension Prose {
  /// The texts directly in it, in reading order.
  package var texts: [[Inline]] {
    switch self {
    case .heading(_, _, let content), .paragraph(let content): [content]
    case .figure(_, let caption): [caption.content]
    case .table(let table):
      table.header + table.rows.joined() + (table.caption.map { [$0.content] } ?? [])
    default: []
    }
  }

  /// The blocks directly in it, in reading order.
  package var innerBlocks: [Prose] {
    switch self {
    case .quote(let content): content
    case .alert(let alert): alert.content
    case .list(let list): list.items.flatMap(\.self)
    case .footnotes(let notes): notes.flatMap(\.content)
    case .details(let details): details.summary
    default: []
    }
  }
}
