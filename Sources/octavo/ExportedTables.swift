import OctavoReport
import OctavoResults
import OctavoRunner

/// The tables of a run, each in a file of its own.
enum ExportedTables {
  /// - Returns: Files in the order of the steps; empty where no step has a table.
  static func csv(of run: Run) -> ExportedFiles {
    ExportedFiles(
      document: [],
      files: tables(of: run).map { ("\($0.step).\($0.name).csv", Array($0.table.csv.utf8)) })
  }

  static func parquet(of run: Run) throws -> ExportedFiles {
    ExportedFiles(
      document: [],
      files: try tables(of: run).map { step, name, table in
        let metadata = [
          ("octavo.notebook", run.notebook), ("octavo.step", step), ("octavo.table", name),
          ("octavo.seed", "\(run.seed)"),
        ]
        do {
          return ("\(step).\(name).parquet", try table.parquet(metadata: metadata))
        } catch {
          throw CommandError("There is not enough memory to compress `\(step).\(name)`.")
        }
      })
  }

  private static func tables(of run: Run) -> [(step: String, name: String, table: Table)] {
    run.steps.flatMap { step in
      step.allTableNames.compactMap { name in
        step.exportedTable(name).map { (step.name, name, $0) }
      }
    }
  }
}

extension StepRecord {
  /// Also those that only points have.
  fileprivate var allTableNames: [String] {
    let own = Set(tables.keys).union(points.flatMap(\.tables.keys))
    return own.sorted() + (points.isEmpty ? [] : [Self.pointsTableName])
  }

  fileprivate func exportedTable(_ name: String) -> Table? {
    name == Self.pointsTableName && !points.isEmpty ? pointsTable : table(name)
  }
}
