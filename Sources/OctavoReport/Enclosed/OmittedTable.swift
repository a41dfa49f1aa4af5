import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults

/// A table that a page does not show: its hash says whether another run gives the same.
package struct OmittedTable: Hashable, Codable, Sendable {
  package var step: String
  /// The place among the step's points, where it has axes.
  package var point: Int?
  package var name: String
  package var cells: Int
  package var sha256: String

  /// Takes tables out of a run.
  static func taken(
    from run: Run, where isOmitted: (_ table: String, _ step: String) -> Bool
  ) -> (run: Run, omitted: [OmittedTable]) {
    var (run, omitted) = (run, [OmittedTable]())
    func take(_ tables: inout [String: Table], _ step: String, _ point: Int?) {
      for (name, table) in tables.sorted(by: { $0.key < $1.key }) where isOmitted(name, step) {
        guard let hash = hash(of: table) else { continue }
        omitted.append(
          OmittedTable(
            step: step, point: point, name: name, cells: table.columns.count * table.rowCount,
            sha256: hash))
        tables[name] = nil
      }
    }
    for index in run.steps.indices {
      let step = run.steps[index].name
      take(&run.steps[index].tables, step, nil)
      for point in run.steps[index].points.indices {
        take(&run.steps[index].points[point].tables, step, point)
      }
    }
    return (run, omitted)
  }

  private static func hash(of table: Table) -> String? {
    (try? JSONEncoder.stable().encode(ExactTable(table)))
      .map { ContentHash(of: $0).description }
  }
}

extension Comparison {
  /// Compares what a page has of a run with another run.
  ///
  /// - Parameters:
  ///   - omitted: the tables of which the page has but hashes.
  ///   - tolerance: where there is one, tables that differ and cannot be compared are left out.
  /// - Returns: with the names of the tables that could not be compared.
  package static func of(
    _ recorded: Run, omitting omitted: [OmittedTable], with other: Run, tolerance: Double
  ) -> (comparison: Comparison, left: [String]) {
    let places = Set(omitted.map { [$0.step, $0.name] })
    let (rest, found) = OmittedTable.taken(from: other) { places.contains([$1, $0]) }
    var comparison = Comparison(
      of: ResultsFile(recorded), with: ResultsFile(rest), tolerance: tolerance)
    var left: [String] = []
    for table in omitted {
      let path = "\(table.step).\(table.name)"
      let same = found.first {
        ($0.step, $0.point, $0.name) == (table.step, table.point, table.name)
      }
      if same?.sha256 == table.sha256 {
        comparison.noteTable(at: path, cells: table.cells, finding: nil)
      } else if tolerance > 0, same != nil {
        left.append(path)
      } else {
        comparison.noteTable(
          at: path, cells: 0,
          finding: same == nil
            ? "is gone" : "differs; the page does not show this table, and has its hash alone")
      }
    }
    return (comparison, left)
  }
}

/// The tables that a page needs to be drawn.
struct UsedTables {
  private var names: Set<[String]> = []

  init(of saved: SavedRun) {
    for step in saved.run.steps {
      for case .table(let name, _) in step.shownItems { names.insert([step.name, name]) }
    }
    let notebook = Notebook.read(Source(path: saved.notebook.path, text: saved.notebook.text))
    let paths =
      notebook.valueReferences.flatMap(\.expression.paths)
      + notebook.configs.flatMap { $0.body?.paths ?? [] }
    for path in paths where path.names.count > 1 {
      names.insert(path.names.prefix(2).map(\.text))
    }
  }

  func contains(_ table: String, of step: String) -> Bool { names.contains([step, table]) }
}
