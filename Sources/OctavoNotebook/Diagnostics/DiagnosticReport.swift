import Foundation
import OctavoBase

/// The diagnostics of one notebook or several as JSON, for other programs.
public struct DiagnosticReport: Encodable, Sendable {
  private struct Item: Encodable {
    var file: String
    var identifier: DiagnosticIdentifier
    var severity: Diagnostic.Severity
    var place: Place?
    var message: String
    var help: String?
    var notes: [Note]?
    var replacement: Change?

    enum CodingKeys: CodingKey {
      case file, identifier, severity, message, help, notes, replacement
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(file, forKey: .file)
      try container.encode(identifier, forKey: .identifier)
      try container.encode(severity, forKey: .severity)
      try place?.encode(to: encoder)
      try container.encode(message, forKey: .message)
      try container.encodeIfPresent(help, forKey: .help)
      try container.encodeIfPresent(notes, forKey: .notes)
      try container.encodeIfPresent(replacement, forKey: .replacement)
    }
  }

  private struct Note: Encodable {
    var place: Place?
    var message: String

    enum CodingKeys: CodingKey { case message }

    func encode(to encoder: any Encoder) throws {
      try place?.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(message, forKey: .message)
    }
  }

  private struct Change: Encodable {
    var place: Place
    var text: String

    enum CodingKeys: CodingKey { case text }

    func encode(to encoder: any Encoder) throws {
      try place.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(text, forKey: .text)
    }
  }

  /// Its keys stand beside those of what it is the place of.
  private struct Place: Encodable {
    /// Of the range's start, from 1; columns count Unicode scalars.
    var line: Int
    var column: Int
    /// Of the place behind the range.
    var endLine: Int
    var endColumn: Int

    init(_ range: SourceRange) {
      (line, column) = (range.start.line, range.start.column)
      (endLine, endColumn) = (range.end.line, range.end.column)
    }
  }

  /// Grows when a key changes its meaning or goes.
  private let format = 1
  private var diagnostics: [Item] = []

  public init() {}

  public mutating func add(_ diagnostics: [Diagnostic], path: String) {
    self.diagnostics += diagnostics.inOrder.map { diagnostic in
      let notes = diagnostic.notes.map {
        Note(place: $0.range.map(Place.init), message: $0.message)
      }
      return Item(
        file: path, identifier: diagnostic.identifier, severity: diagnostic.severity,
        place: diagnostic.range.map(Place.init), message: diagnostic.message,
        help: diagnostic.remedy, notes: notes.isEmpty ? nil : notes,
        replacement: diagnostic.replacement.map {
          Change(place: Place($0.range), text: $0.text)
        })
    }
  }

  /// `{"format": 1, "diagnostics": [{"file": …, "identifier": "unknown-option",
  /// "severity": "error", "line": …, "column": …, "endLine": …, "endColumn": …, "message": …,
  /// "help": …, "notes": […], "replacement": {…}}]}`, a key left out where it has no value.
  public var json: String {
    get throws {
      String(decoding: try JSONEncoder.stable(isIndented: true).encode(self), as: UTF8.self) + "\n"
    }
  }
}
