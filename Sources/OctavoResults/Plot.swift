/// A plot as data: what is to be seen, with no word on how it is drawn.
public struct Plot: Hashable, Codable, Sendable {
  /// One panel is an ordinary plot; several are small multiples with shared axes.
  public var panels: [Panel]
  public var horizontal: Axis
  public var vertical: Axis
  /// How many panels belong in a row, as far as there is room; `nil` where none belong together.
  public var columns: Int?

  public init(panels: [Panel], horizontal: Axis, vertical: Axis) {
    self.panels = panels
    self.horizontal = horizontal
    self.vertical = vertical
  }

  public init(_ content: Content, horizontal: Axis, vertical: Axis, rules: [Rule] = []) {
    self.init(
      panels: [Panel(content, rules: rules)], horizontal: horizontal, vertical: vertical)
  }

  public struct Axis: Hashable, Codable, Sendable {
    public enum Scale: String, Hashable, Codable, Sendable, CaseIterable {
      case linear, logarithmic
    }
    public var label: String
    public var unit: String?
    public var scale: Scale
    /// The ends of the axis; `nil` lets the data decide.
    public var lower: Double?
    public var upper: Double?

    public init(
      _ label: String, unit: String? = nil, scale: Scale = .linear, lower: Double? = nil,
      upper: Double? = nil
    ) {
      self.label = label
      self.unit = unit
      self.scale = scale
      self.lower = lower
      self.upper = upper
    }
  }

  public struct Panel: Hashable, Codable, Sendable {
    public var title: String?
    public var content: Content
    public var rules: [Rule]

    public init(title: String? = nil, _ content: Content, rules: [Rule] = []) {
      self.title = title
      self.content = content
      self.rules = rules
    }
  }

  public enum Content: Hashable, Sendable {
    case series([Series])
    case bars(Bars)
    case histogram(Histogram)
    case heatmap(Heatmap)
  }

  /// Points in the plane, joined or not, with an optional band around them.
  public struct Series: Hashable, Codable, Sendable {
    public enum Mark: String, Hashable, Codable, Sendable, CaseIterable {
      case line, points
      case linesAndPoints = "lines-and-points"
    }
    public var name: String
    public var mark: Mark
    public var x: [Double]
    /// NaN breaks a line.
    public var y: [Double]
    /// The band's edges, such as a confidence interval's: as many as points.
    public var lower: [Double]?
    public var upper: [Double]?
    /// The places in `y` where NaN is what was measured; every other NaN is a gap.
    public var notNumbers: [Int]?
    /// What the color stands for.
    public var key: Key?
    /// The single runs that `y` is the mean of, each with as many numbers; NaN where a run has none.
    public var runs: [[Double]]?

    public init(
      _ name: String, mark: Mark = .line, x: [Double], y: [Double], lower: [Double]? = nil,
      upper: [Double]? = nil, notNumbers: [Int]? = nil, key: Key? = nil, runs: [[Double]]? = nil
    ) {
      self.key = key
      self.runs = runs
      self.notNumbers = notNumbers
      self.name = name
      self.mark = mark
      self.x = x
      self.y = y
      self.lower = lower
      self.upper = upper
    }
  }

  /// One bar for each category and group, beside one another.
  public struct Bars: Hashable, Codable, Sendable {
    public struct Group: Hashable, Codable, Sendable {
      public var name: String
      public var values: [Double]
      public var lower: [Double]?
      public var upper: [Double]?
      /// The places in `values` where NaN is what was measured; every other NaN is a gap.
      public var notNumbers: [Int]?
      /// What the color stands for.
      public var key: Key?

      public init(
        _ name: String, values: [Double], lower: [Double]? = nil, upper: [Double]? = nil,
        notNumbers: [Int]? = nil, key: Key? = nil
      ) {
        self.key = key
        self.notNumbers = notNumbers
        self.name = name
        self.values = values
        self.lower = lower
        self.upper = upper
      }
    }
    public enum Mark: String, Hashable, Codable, Sendable, CaseIterable {
      case bars
      /// A dot at the height where the bar would end. The axis need not begin at zero.
      case points
    }
    public var categories: [String]
    public var groups: [Group]
    /// `nil` for bars.
    public var mark: Mark?

    public init(categories: [String], groups: [Group], mark: Mark? = nil) {
      self.mark = mark
      self.categories = categories
      self.groups = groups
    }
  }

  /// Counts between edges: `edges.count == counts.count + 1` in every group.
  public struct Histogram: Hashable, Codable, Sendable {
    public struct Group: Hashable, Codable, Sendable {
      public var name: String
      public var counts: [Double]
      /// How many values were NaN or infinite, and so are in no interval.
      public var notCounted: Int?
      /// What the color stands for.
      public var key: Key?

      public init(
        _ name: String, counts: [Double], notCounted: Int? = nil, key: Key? = nil
      ) {
        self.key = key
        self.notCounted = notCounted
        self.name = name
        self.counts = counts
      }
    }
    public var edges: [Double]
    public var groups: [Group]

    public init(edges: [Double], groups: [Group]) {
      self.edges = edges
      self.groups = groups
    }
  }

  /// A matrix of numbers as colors, `values[row][column]`; `nil` is a cell that is not there.
  public struct Heatmap: Hashable, Codable, Sendable {
    public var rows: [String]
    public var columns: [String]
    public var values: [[Double?]]
    /// What the color stands for.
    public var quantity: String
    /// Whether zero is the middle of the colors.
    public var diverging: Bool

    public init(
      rows: [String], columns: [String], values: [[Double?]], quantity: String,
      diverging: Bool = false
    ) {
      self.rows = rows
      self.columns = columns
      self.values = values
      self.quantity = quantity
      self.diverging = diverging
    }
  }

  /// A line across the plot at one height, such as a target or a baseline.
  public struct Rule: Hashable, Codable, Sendable {
    public var label: String
    public var y: Double

    public init(_ label: String, y: Double) {
      self.label = label
      self.y = y
    }
  }
}
