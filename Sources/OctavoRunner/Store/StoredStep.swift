import Foundation
import OctavoResults

/// What the store knows of a step that was done: its whole result, with the hashes of its artifacts
/// in their place.
struct StoredStep: Sendable {
  var key: StepKey
  var result: StepResult
  /// Under the names that the operation's outputs declare.
  var artifacts: [String: ContentHash]
  var warnings: [String]
  /// What computing it took.
  var circumstances: RunCircumstances.Step
}

/// The step as JSON, without loss: a number that happens to be whole stays a number.
extension StoredStep: Codable {
  private enum Key: String, CodingKey {
    case key, artifacts, values, tables, figures, verdicts, shown, warnings, circumstances
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(key.hash, forKey: .key)
    try container.encode(artifacts, forKey: .artifacts)
    try container.encode(result.values.mapValues(ExactValue.init), forKey: .values)
    try container.encode(result.tables.mapValues(ExactTable.init), forKey: .tables)
    try container.encode(result.figures, forKey: .figures)
    try container.encode(result.verdicts, forKey: .verdicts)
    try container.encode(result.shown, forKey: .shown)
    try container.encode(warnings, forKey: .warnings)
    try container.encode(circumstances, forKey: .circumstances)
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    key = StepKey(hash: try container.decode(ContentHash.self, forKey: .key))
    artifacts = try container.decode([String: ContentHash].self, forKey: .artifacts)
    result = StepResult()
    result.values = try container.decode([String: ExactValue].self, forKey: .values)
      .mapValues(\.value)
    result.tables = try container.decode([String: ExactTable].self, forKey: .tables)
      .mapValues(\.table)
    result.figures = try container.decode([String: Figure].self, forKey: .figures)
    result.verdicts = try container.decode([Verdict].self, forKey: .verdicts)
    result.shown = try container.decode([String].self, forKey: .shown)
    warnings = try container.decode([String].self, forKey: .warnings)
    circumstances = try container.decode(RunCircumstances.Step.self, forKey: .circumstances)
  }

  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(self)
  }

  init(decoding data: Data) throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    self = try decoder.decode(Self.self, from: data)
  }
}

/// A value whose type survives JSON, which knows one kind of number and none that is not finite:
/// numbers are strings that begin with `#`, texts strings that begin with `'`.
private struct ExactValue: Codable {
  var value: Value

  init(_ value: Value) { self.value = value }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch value {
    case .integer(let integer): try container.encode(integer)
    case .boolean(let boolean): try container.encode(boolean)
    case .number(let number): try container.encode("#\(number)")
    case .text(let text): try container.encode("'\(text)")
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let boolean = try? container.decode(Bool.self) {
      value = .boolean(boolean)
    } else if let integer = try? container.decode(Int.self) {
      value = .integer(integer)
    } else {
      let text = try container.decode(String.self)
      let content = String(text.unicodeScalars.dropFirst())
      if text.unicodeScalars.first == "#", let number = Double(content) {
        value = .number(number)
      } else if text.unicodeScalars.first == "'" {
        value = .text(content)
      } else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "\(text) is no value")
      }
    }
  }
}

private struct ExactTable: Codable {
  struct Column: Codable {
    var name: String
    var unit: String?
    var values: [ExactValue?]
  }

  var columns: [Column]

  init(_ table: Table) {
    columns = table.columns.map {
      Column(name: $0.name, unit: $0.unit, values: $0.values.map { $0.map(ExactValue.init) })
    }
  }

  var table: Table {
    Table(
      columns.map {
        Table.Column($0.name, unit: $0.unit, $0.values.map { $0?.value })
      })
  }
}
