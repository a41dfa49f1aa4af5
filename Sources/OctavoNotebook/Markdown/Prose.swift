/// A block of prose: CommonMark's blocks and GitHub's, with raw HTML already dropped.
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

    public init(alignments: [Alignment?], header: [[Inline]], rows: [[[Inline]]]) {
      self.alignments = alignments
      self.header = header
      self.rows = rows
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
  case math(Formula)
  case link(destination: String, title: String?, [Inline])
  case image(source: String, title: String?, alternative: [Inline])
  case softBreak
  case lineBreak
  /// `` `{value} path | format` ``: a number of the run, in its place in the sentence.
  case value(ValueReference)
  /// A link with no text to `#step-name`, which the report words as “Figure 3” or “Table 2”.
  case crossReference(step: String)
  /// - Parameter occurrence: From 1, among the references to this footnote.
  case footnote(number: Int, occurrence: Int)
  case citation(Citation)
}

/// A formula in the language of TeX.
public struct Formula: Hashable, Sendable {
  /// Between its delimiters, as it was written.
  public var source: String
  /// Whether it stands on lines of its own rather than in a sentence.
  public var isDisplayed: Bool

  public init(source: String, isDisplayed: Bool) {
    self.source = source
    self.isDisplayed = isDisplayed
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
