import ArgumentParser
import Foundation
import OctavoBase
import OctavoEngine
import OctavoNotebook

// Operations declare options too, with a wrapper of the runner's; here the words mean a command's.
typealias Option = ArgumentParser.Option
typealias OptionGroup = ArgumentParser.OptionGroup

/// The command line. Results go to stdout (the report's path, or JSON); everything said along the
/// way goes to stderr.
@main
struct Octavo: ParsableCommand {
  /// That of the newest entry of `CHANGELOG.md`.
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "octavo",
    abstract: "Runs experiments that are written as Markdown.",
    discussion: "Exit status: "
      + exitStatuses.map { "\($0.status) \($0.meaning)" }.joined(separator: ", ") + ".",
    version: version,
    subcommands: [
      RunCommand.self, CollectCommand.self, PreviewCommand.self, CheckCommand.self,
      PlanCommand.self, GraphCommand.self,
      VerifyCommand.self, ExtractCommand.self, ExportCommand.self, ImportCommand.self,
      DiffCommand.self, RenderCommand.self, IndexCommand.self, NewCommand.self, CleanCommand.self,
      DoctorCommand.self, LanguageServerCommand.self, OperationsCommand.self, WorkerCommand.self,
      HelpCommand.self, ManualCommand.self,
    ])

  static func main() {
    StandardStreams.reserve()
    do {
      try requireInstructionSet()
      try requireKnownCommand()
      var command = try parseAsRoot()
      try command.run()
    } catch let error as CommandError {
      Terminal().line("Error: \(error.message)")
      exit(withStatus: error.exitCode)
    } catch let fault as ParameterFile.Fault {
      fault.print(to: Terminal())
      exit(withStatus: .validationFailure)
    } catch {
      finish(with: error)
    }
  }

  /// Nothing is computed on a processor for which there are no kernels.
  private static func requireInstructionSet() throws {
    guard InstructionSet.current == nil else { return }
    let available = InstructionSet.allCases.filter(\.isAvailable).map(\.rawValue)
    guard let first = available.first else {
      throw CommandError(
        "Octavo needs a processor with AVX2 and FMA (most since 2013) or with NEON.", ExitCode(64))
    }
    let asked = ProcessInfo.processInfo.environment["OCTAVO_ISA"] ?? ""
    let choices = available.count == 1 ? first : available.joined(separator: " or ")
    throw CommandError(
      "OCTAVO_ISA is “\(asked)”, which this processor cannot run; it can be "
        + "\(choices), or left out.", ExitCode(64))
  }

  /// A word that is no command is answered with the nearest one.
  private static func requireKnownCommand() throws {
    guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-") else { return }
    let commands = configuration.subcommands.map { $0.configuration }
    guard !commands.contains(where: { $0.commandName == word }) else { return }
    let names = commands.filter(\.shouldDisplay).compactMap(\.commandName)
    let hint =
      nearest(to: word, among: names).map { "did you mean `\($0)`?" }
      ?? (FileManager.default.fileExists(atPath: word)
        ? "did you mean `octavo run \(word.asPathArgument.shellQuoted)`?"
        : "the commands are \(names.joined(separator: ", ")).")
    throw ValidationError("There is no command `\(word.shortened)`; \(hint)")
  }

  /// Prints help to stdout and what went wrong to stderr, without anything that a terminal might
  /// obey: messages quote arguments.
  private static func finish(with error: any Error) -> Never {
    var (code, message) = (exitCode(for: error), fullMessage(for: error))
    if code.isSuccess {
      do { try StandardOutput.line(message) } catch { code = .cannotWrite }
    } else if !message.isEmpty {
      Terminal().write(escaped: message.escapedLinesForTerminal + "\n")
    }
    exit(withStatus: code)
  }

  private static func exit(withStatus code: ExitCode) -> Never {
    Foundation.exit(code.rawValue)
  }
}

extension ExitCode {
  static let stepFailed = ExitCode(1)
  static let expectationFailed = ExitCode(2)
  static let resultsDiffer = ExitCode(2)
  static let wrongNotebook = ExitCode(65)
  static let cannotWrite = ExitCode(74)
  static let interrupted = ExitCode(130)
}
