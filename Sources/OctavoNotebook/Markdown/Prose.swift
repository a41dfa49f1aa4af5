/// A block of prose: CommonMark's blocks and GitHub's table, with raw HTML already dropped.
public indirect enum Prose: Hashable, Sendable {
  /// `identifier` is unique in the notebook: what a link within the report goes to.
  case heading(level: Int, identifier: String, [Inline])
  case paragraph([Inline])
  case quote([Prose])
  case list(List)
  case code(language: String?, text: String)
  case thematicBreak
  case table(PipeTable)

  public struct List: Hashable, Sendable {
    /// The first number of an ordered list; `nil` for bullets.
    public var start: Int?
    /// Whether its items stand without space between them.
    public var isTight: Bool
    public var items: [[Prose]]

    public init(start: Int?, isTight: Bool, items: [[Prose]]) {
      self.start = start
      self.isTight = isTight
      self.items = items
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
  case link(destination: String, title: String?, [Inline])
  case image(source: String, title: String?, alternative: String)
  case softBreak
  case lineBreak
  /// `` `{value} path | format` ``: a number of the run, in its place in the sentence.
  case value(ValueReference)
  /// A link with no text to `#step-name`, which the report words as “Figure 3” or “Table 2”.
  case crossReference(step: String)
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
  public var plainText: String {
    map { inline in
      switch inline {
      case .text(let text), .code(let text): text
      case .emphasis(let content), .strong(let content), .link(_, _, let content):
        content.plainText
      case .image(_, _, let alternative): alternative
      case .softBreak, .lineBreak: " "
      case .value(let reference): reference.source
      case .crossReference(let step): step
      }
    }.joined()
  }
}
