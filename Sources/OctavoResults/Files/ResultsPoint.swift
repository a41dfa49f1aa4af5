extension ResultsFile {
  /// What a step came to at one of its points, under `for`, its coordinates.
  public struct Point: Codable, Sendable {
    public var place: OctavoResults.Point
    public var status: StepRecord.Status
    public var values: [String: Value]
    public var tables: [String: Table]
    public var warnings: [StepWarning]

    private enum Key: String, CodingKey {
      case axes = "for"
      case values, tables, warnings
      case warningGrades = "warning-grades"
    }

    init(
      place: OctavoResults.Point = OctavoResults.Point(), status: StepRecord.Status,
      values: [String: Value], tables: [String: Table], warnings: [StepWarning]
    ) {
      self.place = place
      self.status = status
      self.values = values
      self.tables = tables
      self.warnings = warnings
    }

    init(_ record: PointRecord) {
      self.init(
        place: record.point, status: record.status, values: record.values, tables: record.tables,
        warnings: record.warnings)
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      // JSON has no order of members, so axes stand in alphabetical order.
      let coordinates = try container.decode([String: Value].self, forKey: .axes)
      self.init(
        place: OctavoResults.Point(
          coordinates.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }),
        status: try StepRecord.Status(from: decoder),
        values: try container.decode([String: Value].self, forKey: .values),
        tables: try container.decode([String: Table].self, forKey: .tables),
        warnings: try container.decodeWarnings(forKey: .warnings, grades: .warningGrades))
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(
        Dictionary(
          place.coordinates.map { ($0.axis, $0.value) }, uniquingKeysWith: { first, _ in first }),
        forKey: .axes)
      try container.encode(values, forKey: .values)
      try container.encode(tables, forKey: .tables)
      try container.encode(
        warnings, forKey: .warnings, grades: .warningGrades, evenIfEmpty: false)
      try status.encode(to: encoder)
    }
  }
}
