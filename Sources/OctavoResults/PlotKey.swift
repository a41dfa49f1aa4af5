extension Plot {
  /// What a color stands for: a value of an axis of the comparison. Equal keys have one color in the
  /// whole report.
  public struct Key: Hashable, Sendable {
    public var axis: String
    public var value: Value

    public init(_ axis: String, _ value: Value) {
      self.axis = axis
      self.value = value
    }
  }
}

/// Numbers keep their type, so that the key reads the same once it was saved.
extension Plot.Key: Codable {
  private enum CodingKeys: String, CodingKey { case axis, value }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    axis = try container.decode(String.self, forKey: .axis)
    value = try container.decode(ExactValue.self, forKey: .value).value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(axis, forKey: .axis)
    try container.encode(ExactValue(value), forKey: .value)
  }
}
