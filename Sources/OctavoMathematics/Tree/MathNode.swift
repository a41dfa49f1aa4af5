/// A part of a formula.
public indirect enum MathNode: Hashable, Sendable {
  /// Parts side by side that count as one.
  case row([MathNode])
  /// A variable. A single letter is italic unless it is upright; a longer name is upright.
  case identifier(String, isUpright: Bool)
  case number(String)
  case symbol(MathSymbol)
  /// The name of a function, such as `log`.
  case function(String, takesLimits: Bool)
  /// Words, with their spaces.
  case text(String, MathTextFont)
  /// In em; may be negative.
  case space(Double)
  case fraction(MathNode, MathNode, MathFractionForm)
  case root(MathNode, degree: MathNode?)
  case scripts(MathScripts)
  case accent(MathNode, MathAccent)
  /// Something over or under a base, of its size, as `\overset` has it.
  case stacked(MathNode, under: MathNode?, over: MathNode?)
  /// An arrow as long as what stands under and over it.
  case arrow(String, under: MathNode?, over: MathNode?)
  /// Delimiters that grow with what stands between them; an empty one is not seen.
  case fenced(left: String, [MathNode], right: String)
  /// A delimiter within a fence that grows with it.
  case middle(String)
  /// A delimiter of a size of its own, in em.
  case delimiter(String, MathClass, height: Double)
  case table(MathTable)
  case styled(MathStyle, MathNode)
  /// A part that counts as another class than its own.
  case classed(MathClass, MathNode)
  case phantom(MathNode)
  case boxed(MathNode)
}

/// A single sign.
public struct MathSymbol: Hashable, Sendable {
  public var text: String
  public var mathClass: MathClass
  /// Whether its limits stand over and under it in a formula of its own.
  public var takesLimits: Bool

  public init(_ text: String, _ mathClass: MathClass, takesLimits: Bool = false) {
    self.text = text
    self.mathClass = mathClass
    self.takesLimits = takesLimits
  }
}

/// The size of what is set.
public enum MathStyle: Hashable, Sendable {
  /// A formula on lines of its own.
  case display
  case text
  case script
}

public enum MathTextFont: String, Hashable, Sendable {
  case roman, bold, italic, sans, mono
}

public struct MathFractionForm: Hashable, Sendable {
  public var hasLine: Bool
  /// `nil` where it is that of its surroundings.
  public var style: MathStyle?

  public init(hasLine: Bool = true, style: MathStyle? = nil) {
    self.hasLine = hasLine
    self.style = style
  }
}

/// What stands below and above at the right of a base, or under and over it.
public struct MathScripts: Hashable, Sendable {
  public enum Placement: Hashable, Sendable {
    /// Under and over a large operator in a formula of its own; else beside the base.
    case automatic
    case beside
    case stacked
  }
  public var base: MathNode
  public var lower: MathNode?
  public var upper: MathNode?
  public var placement: Placement

  public init(_ base: MathNode, lower: MathNode?, upper: MathNode?, _ placement: Placement) {
    self.base = base
    self.lower = lower
    self.upper = upper
    self.placement = placement
  }
}

/// A sign over or under a base.
public struct MathAccent: Hashable, Sendable {
  public var text: String
  public var isStretched: Bool
  public var isUnder: Bool
  /// Whether further scripts stand over or under it, as a brace has them.
  public var takesLimits: Bool

  public init(
    _ text: String, isStretched: Bool = false, isUnder: Bool = false, takesLimits: Bool = false
  ) {
    self.text = text
    self.isStretched = isStretched
    self.isUnder = isUnder
    self.takesLimits = takesLimits
  }
}

/// Rows and columns, as of a matrix.
public struct MathTable: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case matrix, small, cases, aligned, gathered, array, substack
  }
  public enum Alignment: String, Hashable, Sendable { case left, center, right }

  public var kind: Kind
  public var rows: [[MathNode]]
  /// Of the columns; those without one are centered.
  public var alignments: [Alignment]
  /// The columns with a line before them; their count for one behind the last.
  public var columnLines: Set<Int>
  /// The rows with a line above them; their count for one below the last.
  public var rowLines: Set<Int>

  public init(
    _ kind: Kind, rows: [[MathNode]], alignments: [Alignment] = [],
    columnLines: Set<Int> = [], rowLines: Set<Int> = []
  ) {
    self.kind = kind
    self.rows = rows
    self.alignments = alignments
    self.columnLines = columnLines
    self.rowLines = rowLines
  }
}
