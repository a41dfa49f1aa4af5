import ArgumentParser
import Foundation
import OctavoNotebook
import OctavoPreview
import OctavoRunner

/// `octavo run --watch`: runs again at every save, until Ctrl-C.
struct RunWatch {
  private let command: RunCommand
  private let terminal: Terminal
  private let watch = FileWatch()

  init(of command: RunCommand, _ terminal: Terminal) {
    self.command = command
    self.terminal = terminal
  }

  func run() throws {
    for file in command.files { try command.notebook.requireRegularFile(file) }
    watch.add(command.notebook.watchedFiles(command.files))
    watch.start()
    defer { watch.end() }
    while !Interrupt.isRequested {
      watch.takeIn()
      try runOnce()
      if Interrupt.isRequested { break }
      if !watch.hasChanged, !command.quiet {
        terminal.line(terminal.styled("waiting for the next save; Ctrl-C ends", .dim))
      }
      watch.waitForChange(unless: { Interrupt.isRequested })
    }
  }

  /// What the run itself writes is no reason to run again.
  private func watchedFiles(of plan: Plan) -> [String] {
    let output = URL(filePath: command.output).appending(path: plan.notebook.source.name)
      .standardizedFileURL.pathComponents
    return plan.watchedFiles.filter { path in
      !URL(filePath: path).standardizedFileURL.pathComponents.starts(with: output)
    }
  }

  /// A save while it runs stops it; what it has computed is in the store, a training's state too.
  private func runOnce() throws {
    do {
      for file in command.files { try command.notebook.requireRegularFile(file) }
      let notebooks = try command.notebook.read(command.files)
      try command.run(
        notebooks, terminal,
        onPlans: { plans in watch.add(plans.flatMap(watchedFiles)) },
        isStopped: { Interrupt.isRequested || watch.hasChanged })
    } catch let status as ExitCode where status != .cannotWrite {
      // What is wrong has been told.
    } catch let error as CommandError {
      terminal.line("Error: \(error.message)")
    } catch let fault as ParameterFile.Fault {
      fault.print(to: terminal)
    }
  }
}
