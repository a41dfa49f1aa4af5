import ArgumentParser
import Foundation

/// A command as its declaration describes it, in the form that ArgumentParser gives out.
struct CommandDescription: Decodable {
  struct Argument: Decodable {
    enum Kind: String, Decodable {
      case positional, option, flag
    }

    struct Name: Decodable {
      enum Kind: String, Decodable {
        case long, short, longWithSingleDash
      }

      var kind: Kind
      var name: String

      var text: String { (kind == .long ? "--" : "-") + name }
    }

    var kind: Kind
    var names: [Name]?
    var preferredName: Name?
    var valueName: String?
    var abstract: String?
    var discussion: String?
    var defaultValue: String?
    var allValues: [String]?
    var isOptional: Bool
    var isRepeating: Bool
    var shouldDisplay: Bool
  }

  private struct Document: Decodable {
    var command: CommandDescription
  }

  var commandName: String
  var abstract: String?
  var discussion: String?
  var shouldDisplay: Bool
  var arguments: [Argument]?
  var subcommands: [CommandDescription]?

  /// Octavo's.
  static func octavo() throws -> CommandDescription {
    let text = Octavo._dumpHelp()
    return try JSONDecoder().decode(Document.self, from: Data(text.utf8)).command
  }

  /// Those that help shows, each once: ArgumentParser adds a `help` of its own.
  var shownSubcommands: [CommandDescription] {
    var names: Set<String> = []
    return (subcommands ?? []).filter { $0.shouldDisplay && names.insert($0.commandName).inserted }
  }

  /// Options before flags, each in the order of their declaration; of the command itself before what
  /// all commands have.
  var shownArguments: [Argument] { (arguments ?? []).filter(\.shouldDisplay) }
}
