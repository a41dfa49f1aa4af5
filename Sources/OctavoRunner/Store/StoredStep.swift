import Foundation
import OctavoBase
import OctavoResults

/// What the store knows of a step that was done: its whole result, with the hashes of its artifacts
/// in their place.
struct StoredStep: Sendable {
  var key: StepKey
  var result: StepResult
  /// Under the names that the operation's outputs declare.
  var artifacts: [String: ContentHash]
  var warnings: [StepWarning]
  /// What computing it took.
  var metadata: RunMetadata.Step
}

/// The step as JSON, without loss: a number that happens to be whole stays a number.
extension StoredStep: Codable {
  private enum Key: String, CodingKey {
    case key, artifacts, values, tables, figures, verdicts, shown, warnings, metadata
    case warningGrades = "warning-grades"
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
    try container.encode(warnings, forKey: .warnings, grades: .warningGrades)
    try container.encode(metadata, forKey: .metadata)
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
    warnings = try container.decodeWarnings(forKey: .warnings, grades: .warningGrades)
    metadata = try container.decode(RunMetadata.Step.self, forKey: .metadata)
  }

  func encoded() throws -> Data {
    try JSONEncoder.stable().encode(self)
  }

  init(decoding data: Data) throws {
    self = try JSONDecoder.stable().decode(Self.self, from: data)
  }
}
