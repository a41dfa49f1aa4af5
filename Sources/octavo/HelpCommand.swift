import ArgumentParser
import OctavoBase
import OctavoNotebook
import OctavoOperations
import OctavoRunner

/// `octavo help [TOPIC]`: an operation's inputs, options and outputs from its own declaration, a
/// command, or a topic of the language.
struct HelpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Explains an operation, a topic, a command, or Octavo.",
    discussion: HelpTopic.list)

  @Argument(
    help: "An operation, such as `gpt.train`, a topic, such as `notebook`, or a command.",
    completion: .list(Catalogue.octavo.names + HelpTopic.allCases.map(\.rawValue)))
  var topic: String?

  @Flag(help: "Print the JSON Schema of the operation, or of all.")
  var schema = false

  func run() throws {
    guard let topic else {
      try StandardOutput.line(
        schema
          ? Catalogue.octavo.schema.text
          : "\(Octavo.helpMessage())\n\n\(HelpTopic.list)")
      return
    }
    if let operation = Catalogue.octavo[topic] {
      let document = OperationDocument(of: operation)
      try StandardOutput.write(
        schema ? document.schema.text : document.text())
      return
    }
    let commands = Octavo.configuration.subcommands
    let commandNames = commands.map { $0.configuration.commandName ?? "" }
    if let index = commandNames.firstIndex(of: topic) {
      try StandardOutput.line(Octavo.helpMessage(for: commands[index]))
      return
    }
    if let page = HelpTopic(rawValue: topic) {
      try StandardOutput.write(page.text)
      return
    }
    let known = Catalogue.octavo.names + HelpTopic.allCases.map(\.rawValue) + commandNames
    let hint =
      nearest(to: topic, among: known).map { "did you mean `\($0)`?" }
      ?? "`octavo operations` lists the operations, and `octavo help` the rest."
    throw ValidationError("There is no operation, topic or command `\(topic)`; \(hint)")
  }
}
