/// An item as JSON: an object with the member `figure`, `table`, `values` or `verdicts`, and the
/// caption of a table or of values.
extension StepRecord.ShownItem: Codable {
  private enum Key: String, CodingKey { case figure, table, values, verdicts, points, caption }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let caption = try container.decodeIfPresent(String.self, forKey: .caption)
    switch try container.onlyKey(besides: [.caption]) {
    case .figure: self = .figure(try container.decode(Figure.self, forKey: .figure))
    case .table:
      self = .table(try container.decode(String.self, forKey: .table), caption: caption)
    case .values:
      self = .values(try container.decode([String].self, forKey: .values), caption: caption)
    case .points: self = .points
    default: self = .verdicts(try container.decode([Verdict].self, forKey: .verdicts))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .figure(let figure): try container.encode(figure, forKey: .figure)
    case .table(let name, let caption):
      try container.encode(name, forKey: .table)
      try container.encodeIfPresent(caption, forKey: .caption)
    case .values(let names, let caption):
      try container.encode(names, forKey: .values)
      try container.encodeIfPresent(caption, forKey: .caption)
    case .verdicts(let verdicts): try container.encode(verdicts, forKey: .verdicts)
    case .points: try container.encode(true, forKey: .points)
    }
  }
}

/// What a figure shows as JSON: an object whose one member is named after its kind.
extension Figure.Content: Codable {
  private enum Key: String, CodingKey {
    case plot, passages, images, tokens
    case imageGrid = "image-grid"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.onlyKey() {
    case .plot: self = .plot(try container.decode(Plot.self, forKey: .plot))
    case .passages: self = .passages(try container.decode([Passage].self, forKey: .passages))
    case .images: self = .images(try container.decode([ImageTile].self, forKey: .images))
    case .imageGrid:
      self = .imageGrid(try container.decode(ImageGrid.self, forKey: .imageGrid))
    case .tokens: self = .tokens(try container.decode([TokenStrip].self, forKey: .tokens))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .plot(let plot): try container.encode(plot, forKey: .plot)
    case .passages(let passages): try container.encode(passages, forKey: .passages)
    case .images(let tiles): try container.encode(tiles, forKey: .images)
    case .imageGrid(let grid): try container.encode(grid, forKey: .imageGrid)
    case .tokens(let strips): try container.encode(strips, forKey: .tokens)
    }
  }
}

/// What a panel shows as JSON: an object whose one member is named after its kind.
extension Plot.Content: Codable {
  private enum Key: String, CodingKey { case series, bars, histogram, heatmap }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.onlyKey() {
    case .series: self = .series(try container.decode([Plot.Series].self, forKey: .series))
    case .bars: self = .bars(try container.decode(Plot.Bars.self, forKey: .bars))
    case .histogram:
      self = .histogram(try container.decode(Plot.Histogram.self, forKey: .histogram))
    case .heatmap: self = .heatmap(try container.decode(Plot.Heatmap.self, forKey: .heatmap))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .series(let series): try container.encode(series, forKey: .series)
    case .bars(let bars): try container.encode(bars, forKey: .bars)
    case .histogram(let histogram): try container.encode(histogram, forKey: .histogram)
    case .heatmap(let heatmap): try container.encode(heatmap, forKey: .heatmap)
    }
  }
}

extension KeyedDecodingContainer where Key: Hashable {
  /// The one known member of an object.
  fileprivate func onlyKey(besides others: Set<Key> = []) throws -> Key {
    let keys = allKeys.filter { !others.contains($0) }
    guard keys.count == 1, let key = keys.first else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: codingPath, debugDescription: "what is shown has no known kind"))
    }
    return key
  }
}
