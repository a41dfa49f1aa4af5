import ArgumentParser
import OctavoOperations
import OctavoRunner

/// `octavo operations`: everything that a step can run.
struct OperationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "operations", abstract: "Lists the operations that a step can run.")

  func run() throws {
    let width = Catalogue.octavo.names.map(\.count).max() ?? 0
    var family = ""
    for operation in Catalogue.octavo.operations {
      let manual = operation.manual
      if manual.family != family, !family.isEmpty { try StandardOutput.line("") }
      family = manual.family
      let padding = String(repeating: " ", count: width - manual.name.count + 2)
      try StandardOutput.line(manual.name + padding + manual.summary)
    }
  }
}
