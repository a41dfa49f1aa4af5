import Foundation
import OctavoBase
import OctavoResults

/// What `octavo diff --json` prints. `docs/command-line.md` describes it.
struct ComparisonJSON: Encodable {
  private struct Run: Encodable {
    var path: String
    var notebook: String
    var title: String
    var seed: UInt64
    var params: [String: Value]
    /// `nil` of the first run.
    var comparedValues: Int?
    var differences: Int?

    private enum CodingKeys: String, CodingKey {
      case path, notebook, title, seed, params, differences
      case comparedValues = "compared-values"
    }
  }

  private struct Cells: Encodable {
    var different: Int
    var of: Int
    var column: String
    var row: Int
    var before: Value?
    var after: Value?
  }

  private struct Difference: Encodable {
    var finding: String
    var value: Value?
    var change: Double?
    var cells: Cells?

    init(_ difference: Comparison.Difference) {
      finding = difference.finding
      value = difference.after
      change = difference.change
      cells = difference.cells.map {
        Cells(
          different: $0.different, of: $0.count, column: $0.column, row: $0.row,
          before: $0.before, after: $0.after)
      }
    }
  }

  private struct Row: Encodable {
    var path: String
    var value: Value?
    /// One for each of the other runs; `nil` where it does not differ.
    var runs: [Difference?]
  }

  private let format = 1
  private let same: Bool
  private let runs: [Run]
  private let differences: [Row]

  init(_ comparison: RunComparison, of results: [ResultsFile], at paths: [String]) {
    same = comparison.isSame
    let comparisons: [Comparison?] = [nil] + comparison.comparisons
    runs = results.indices.map { index in
      Run(
        path: paths[index], notebook: results[index].notebook, title: results[index].title,
        seed: results[index].seed, params: results[index].params,
        comparedValues: comparisons[index]?.comparedValues,
        differences: comparisons[index]?.differences.count)
    }
    differences = comparison.rows.map { row in
      Row(
        path: row.path, value: row.value,
        runs: row.differences.map { $0.map(Difference.init) })
    }
  }

  func text() throws -> String {
    String(decoding: try JSONEncoder.stable(isIndented: true).encode(self), as: UTF8.self) + "\n"
  }
}
