import ArgumentParser
import OctavoNotebook
import OctavoOperations
import OctavoRunner

/// `octavo help [OPERATION]`: an operation's inputs, options and outputs, from its own declaration.
struct HelpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Explains an operation, or Octavo.")

  @Argument(help: "An operation, such as `gpt.train`, or a command.")
  var topic: String?

  @Flag(help: "Print the JSON Schema of the operation, or of all.")
  var schema = false

  func run() throws {
    guard let topic else {
      try StandardOutput.line(
        schema ? Catalogue.octavo.schema.text(indented: true) : Octavo.helpMessage())
      return
    }
    if let operation = Catalogue.octavo[topic] {
      let document = OperationDocument(of: operation)
      try StandardOutput.write(
        schema ? document.schema.text(indented: true) + "\n" : document.text())
      return
    }
    let commands = Octavo.configuration.subcommands
    let commandNames = commands.map { $0.configuration.commandName ?? "" }
    if let index = commandNames.firstIndex(of: topic) {
      try StandardOutput.line(Octavo.helpMessage(for: commands[index]))
      return
    }
    let known = Catalogue.octavo.names + commandNames
    let hint = suggestion(for: topic, among: known) ?? "`octavo operations` lists them."
    throw ValidationError("There is no operation or command `\(topic)`; \(hint)")
  }
}
