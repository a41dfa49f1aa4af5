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
    public var warnings: [String]

    private enum Key: String, CodingKey { case operation, values, tables, warnings }

    init(_ record: StepRecord) {
      operation = record.operation
      status = record.status
      values = record.values
      tables = record.tables
      warnings = record.warnings
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      operation = try container.decode(String.self, forKey: .operation)
      values = try container.decode([String: Value].self, forKey: .values)
      tables = try container.decode([String: Table].self, forKey: .tables)
      warnings = try container.decodeIfPresent([String].self, forKey: .warnings) ?? []
      status = try StepRecord.Status(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(operation, forKey: .operation)
      try container.encode(values, forKey: .values)
      try container.encode(tables, forKey: .tables)
      if !warnings.isEmpty { try container.encode(warnings, forKey: .warnings) }
      try status.encode(to: encoder)
    }
  }

  public var format = Self.currentFormat
  public var notebook: String
  public var title: String
  public var seed: UInt64
  public var params: [String: Value]
  public var steps: [String: Step]

  public init(_ run: Run) {
    notebook = run.notebook
    title = run.title
    seed = run.seed
    params = run.params
    steps = Dictionary(uniqueKeysWithValues: run.steps.map { ($0.name, Step($0)) })
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
