import Foundation
import Testing

/// The rows of `Reference/cases.tsv` of one kind, which `Reference/make_cases.py` computed with SciPy: of
/// each row its cells, of each cell its numbers.
func referenceCases(_ kind: String) throws -> [[[Double]]] {
  let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Reference/cases.tsv")
  let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    .map { $0.split(separator: "\t") }.filter { $0[0] == kind }
  return try rows.map { row in
    try row.dropFirst().map { cell in
      try cell.split(separator: " ").map { try #require(Double($0)) }
    }
  }
}

/// Whether a number is within a part of the other, or of 1e-300.
func isClose(_ number: Double, _ expected: Double, within tolerance: Double) -> Bool {
  abs(number - expected) <= tolerance * max(abs(expected), 1e-300)
}
