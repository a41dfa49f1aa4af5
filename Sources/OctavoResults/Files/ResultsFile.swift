import Foundation
import OctavoBase

/// A run as `results.json` holds it: the same bytes for the same results.
public struct ResultsFile: Codable, Sendable {
  public static let currentFormat = 1

  public struct Step: Codable, Sendable {
    public var operation: String
    public var status: StepRecord.Status
    public var values: [String: Value]
    public var tables: [String: Table]
    public var warnings: [StepWarning]
    /// Of a step with axes, which has its values and tables here; else empty.
    public var points: [Point]

    /// The points; of a step without axes the one that it has.
    public var everyPoint: [Point] {
      points.isEmpty
        ? [Point(status: status, values: values, tables: tables, warnings: warnings)] : points
    }

    private enum Key: String, CodingKey {
      case operation, values, tables, warnings, points
      case warningGrades = "warning-grades"
    }

    init(_ record: StepRecord) {
      operation = record.operation
      status = record.status
      values = record.values
      tables = record.tables
      warnings = record.warnings
      points = record.points.map(Point.init)
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      operation = try container.decode(String.self, forKey: .operation)
      values = try container.decodeIfPresent([String: Value].self, forKey: .values) ?? [:]
      tables = try container.decodeIfPresent([String: Table].self, forKey: .tables) ?? [:]
      warnings = try container.decodeWarnings(forKey: .warnings, grades: .warningGrades)
      status = try StepRecord.Status(from: decoder)
      points = try container.decodeIfPresent([Point].self, forKey: .points) ?? []
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(operation, forKey: .operation)
      if points.isEmpty {
        try container.encode(values, forKey: .values)
        try container.encode(tables, forKey: .tables)
      } else {
        try container.encode(points, forKey: .points)
      }
      try container.encode(
        warnings, forKey: .warnings, grades: .warningGrades, evenIfEmpty: false)
      try status.encode(to: encoder)
    }
  }

  public var format = Self.currentFormat
  public var notebook: String
  public var title: String
  public var seed: UInt64
  public var params: [String: Value]
  /// The axes that the command line gave to the notebook.
  public var axes: [Run.Axis] = []
  public var steps: [String: Step]

  public init(_ run: Run) {
    notebook = run.notebook
    title = run.title
    seed = run.seed
    params = run.params
    axes = run.axes
    steps = Dictionary(uniqueKeysWithValues: run.steps.map { ($0.name, Step($0)) })
  }

  private enum Key: String, CodingKey {
    case format, notebook, title, seed, params, axes, steps
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    format = try container.decode(Int.self, forKey: .format)
    notebook = try container.decode(String.self, forKey: .notebook)
    title = try container.decode(String.self, forKey: .title)
    seed = try container.decode(UInt64.self, forKey: .seed)
    params = try container.decode([String: Value].self, forKey: .params)
    axes = try container.decodeIfPresent([Run.Axis].self, forKey: .axes) ?? []
    steps = try container.decode([String: Step].self, forKey: .steps)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(format, forKey: .format)
    try container.encode(notebook, forKey: .notebook)
    try container.encode(title, forKey: .title)
    try container.encode(seed, forKey: .seed)
    try container.encode(params, forKey: .params)
    if !axes.isEmpty { try container.encode(axes, forKey: .axes) }
    try container.encode(steps, forKey: .steps)
  }

  /// The file's bytes, with sorted keys and a final newline.
  public func encoded() throws -> Data { try sortedJSON(self) }

  public init(decoding data: Data) throws {
    self = try JSONDecoder().decode(Self.self, from: data)
    guard format == Self.currentFormat else {
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: [],
          debugDescription: "results of format \(format); this version reads \(Self.currentFormat)"
        ))
    }
  }
}

extension RunMetadata {
  /// The bytes of `run.json`, with sorted keys and a final newline.
  public func encoded() throws -> Data { try sortedJSON(self) }

  public init(decoding data: Data) throws {
    self = try JSONDecoder().decode(Self.self, from: data)
  }
}

private func sortedJSON(_ value: some Encodable) throws -> Data {
  try JSONEncoder.stable(isIndented: true).encode(value) + Data("\n".utf8)
}
