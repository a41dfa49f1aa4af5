import Foundation
import OctavoBase

/// The diagnostics of one notebook or several as JSON, for other programs.
public struct DiagnosticReport: Encodable, Sendable {
  private struct Item: Encodable {
    var file: String
    var severity: Diagnostic.Severity
    /// Of the range's start, from 1; columns count Unicode scalars.
    var line: Int?
    var column: Int?
    /// Of the place behind the range.
    var endLine: Int?
    var endColumn: Int?
    var message: String
    var help: String?
  }

  /// Grows when a key changes its meaning or goes.
  private let format = 1
  private var diagnostics: [Item] = []

  public init() {}

  public mutating func add(_ diagnostics: [Diagnostic], path: String) {
    self.diagnostics += diagnostics.inOrder.map {
      Item(
        file: path, severity: $0.severity, line: $0.range?.start.line,
        column: $0.range?.start.column, endLine: $0.range?.end.line,
        endColumn: $0.range?.end.column, message: $0.message, help: $0.remedy)
    }
  }

  /// `{"format": 1, "diagnostics": [{"file": …, "severity": "error", "line": …, "column": …,
  /// "endLine": …, "endColumn": …, "message": …, "help": …}]}`, a key left out where it has no
  /// value.
  public var json: String {
    get throws {
      String(decoding: try JSONEncoder.stable(isIndented: true).encode(self), as: UTF8.self) + "\n"
    }
  }
}
