import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// What a notebook without a file comes to.
func runNotebook(_ text: String) -> Run {
  let plan = Plan(
    Notebook.read(Source(path: "notebook.md", text: text)), catalogue: .octavo,
    folder: .temporaryDirectory)
  return Runner.run(plan, options: Runner.Options(), outputWriter: nil).run
}

extension StepRecord {
  func number(_ name: String) throws -> Double {
    try #require(values[name]?.double, "\(self.name).\(name)")
  }

  func column(_ name: String, of table: String) throws -> [Double] {
    try #require(tables[table]?[column: name], "\(self.name).\(table).\(name)").values.map {
      $0?.double ?? .nan
    }
  }

  func texts(_ name: String, of table: String) throws -> [String] {
    try #require(tables[table]?[column: name]).values.map { value in
      guard case .text(let text)? = value else { return "" }
      return text
    }
  }
}
