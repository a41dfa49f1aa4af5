import Foundation

/// Something to look at, with its caption: what a report numbers as “Figure 3”.
public struct Figure: Hashable, Codable, Sendable {
  public var content: Content
  /// Said under the figure; may hold no markup.
  public var caption: String?
  /// Said in place of the figure to whoever cannot see it; without it one is made from the data.
  public var alternative: String?
  /// Said after the caption and set apart from it: how many seeds a mean is of, what is left out.
  public var note: String?

  public init(
    _ content: Content, caption: String? = nil, alternative: String? = nil, note: String? = nil
  ) {
    self.note = note
    self.content = content
    self.caption = caption
    self.alternative = alternative
  }

  public enum Content: Hashable, Sendable {
    case plot(Plot)
    case passages([Passage])
    case images([ImageTile])
    case imageGrid(ImageGrid)
    case tokens([TokenStrip])
  }
}

/// A text to read in the report, such as one sample of a model.
public struct Passage: Hashable, Codable, Sendable {
  public var label: String?
  /// What was given to the model; set apart from what it wrote.
  public var prompt: String
  public var text: String

  public init(label: String? = nil, prompt: String = "", text: String) {
    self.label = label
    self.prompt = prompt
    self.text = text
  }
}

/// One raster image, already encoded as PNG.
public struct ImageTile: Hashable, Codable, Sendable {
  public var label: String?
  public var png: [UInt8]
  public var width: Int
  public var height: Int

  public init(label: String? = nil, png: [UInt8], width: Int, height: Int) {
    self.label = label
    self.png = png
    self.width = width
    self.height = height
  }
}

/// The file stands as base64 in JSON; a list of numbers, as was written before, is read too.
extension ImageTile {
  private enum Key: String, CodingKey { case label, png, width, height }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    label = try container.decodeIfPresent(String.self, forKey: .label)
    if let data = try? container.decode(Data.self, forKey: .png) {
      png = [UInt8](data)
    } else {
      png = try container.decode([UInt8].self, forKey: .png)
    }
    width = try container.decode(Int.self, forKey: .width)
    height = try container.decode(Int.self, forKey: .height)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(label, forKey: .label)
    try container.encode(Data(png), forKey: .png)
    try container.encode(width, forKey: .width)
    try container.encode(height, forKey: .height)
  }
}

/// Images by row and column, each of which has a name or none.
public struct ImageGrid: Hashable, Codable, Sendable {
  public var rows: [String]
  public var columns: [String]
  /// `tiles[row][column]`; a row may be shorter than the others.
  public var tiles: [[ImageTile]]

  public init(rows: [String], columns: [String], tiles: [[ImageTile]]) {
    self.rows = rows
    self.columns = columns
    self.tiles = tiles
  }
}

/// A text token by token, with quantities aligned to the tokens, one row a quantity.
public struct TokenStrip: Hashable, Codable, Sendable {
  public struct Row: Hashable, Codable, Sendable {
    public enum Scale: String, Codable, Sendable {
      /// From nothing to much, as a surprise.
      case sequential
      /// Either side of zero, as an advantage.
      case diverging
      /// Not colored.
      case plain
    }
    public var name: String
    public var unit: String?
    public var scale: Scale
    /// One number a token; `nil` where the quantity is not defined.
    public var values: [Double?]
    /// What it measures together with other rows, such as the value that the critic predicts and
    /// the return that it learns: they share a scale. `nil` for a quantity of its own.
    public var measure: String?

    public init(
      _ name: String, unit: String? = nil, scale: Scale, values: [Double?], measure: String? = nil
    ) {
      self.measure = measure
      self.name = name
      self.unit = unit
      self.scale = scale
      self.values = values
    }
  }

  public var title: String?
  /// What stands before the first token.
  public var prompt: String?
  public var tokens: [String]
  /// With one row the text flows as prose with colored tokens; several make a table.
  public var rows: [Row]

  public init(title: String? = nil, prompt: String? = nil, tokens: [String], rows: [Row]) {
    self.title = title
    self.prompt = prompt
    self.tokens = tokens
    self.rows = rows
  }
}
