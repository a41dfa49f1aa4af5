import ArgumentParser
import Foundation
import OctavoEngine
import OctavoNotebook
import OctavoPreview
import OctavoReport
import OctavoResults
import OctavoRunner

/// Keeps the page that a server shows up to date with a notebook: checks it and runs it at every save.
final class NotebookPreview {
  private let file: String
  private let notebook: NotebookArguments
  private let store: Store
  private let threads: ThreadArguments
  private let server: PreviewServer
  private let terminal: Terminal
  private let watch = FileWatch()
  /// What the page shows.
  private var shown: Run?

  init(
    of file: String, notebook: NotebookArguments, store: Store, threads: ThreadArguments,
    server: PreviewServer, terminal: Terminal
  ) {
    self.file = file
    self.notebook = notebook
    self.store = store.remembering
    self.threads = threads
    self.server = server
    self.terminal = terminal
  }

  /// Goes on until Ctrl-C.
  func run() throws {
    watch.add(notebook.watchedFiles([file]))
    watch.start()
    defer { watch.end() }
    while !Interrupt.isRequested {
      watch.takeIn()
      try update()
      watch.waitForChange(unless: { Interrupt.isRequested })
    }
  }

  private func update() throws {
    let plan: Plan
    do {
      try notebook.requireRegularFile(file)
      plan = try notebook.plan(GivenNotebook(file), repeating: nil)
    } catch let error as CommandError {
      terminal.line("Error: \(error.message)")
      return show([.init(error: error.message)])
    } catch let fault as ParameterFile.Fault {
      fault.print(to: terminal)
      let source = Notebook(source: fault.source, elements: [])
      return show(fault.diagnostics.map { .init($0, in: source) })
    }
    watch.add(plan.watchedFiles)
    plan.printDiagnostics(to: terminal)
    let problems = plan.diagnostics.map { PreviewState.Problem($0, in: plan.notebook) }
    if plan.hasErrors {
      show(problems, over: shown == nil ? draft(of: plan) : nil)
    } else {
      run(plan, problems)
    }
  }

  /// - Parameter report: `nil` for the one that is shown already.
  private func show(_ problems: [PreviewState.Problem], over report: String? = nil) {
    var state = PreviewState()
    state.problems = problems
    state.isDraft = shown == nil
    server.show(state, over: report)
  }

  /// The prose of a notebook that cannot be run, as far as it can be read.
  private func draft(of plan: Plan) -> String {
    let run = Run(
      notebook: plan.notebook.source.name, title: plan.notebook.title, seed: plan.seed,
      params: plan.params, axes: [], steps: [])
    return Report.html(ReportDocument(run: run, notebook: plan.notebook, showsTimings: false))
  }

  private func run(_ plan: Plan, _ problems: [PreviewState.Problem]) {
    let display = ProgressDisplay(terminal: terminal)
    let live = LivePage(of: plan, after: shown, problems: problems, on: server)
    var options = Runner.Options()
    options.store = store
    threads.apply(to: &options)
    options.isCancelled = { [watch] in Interrupt.isRequested || watch.hasChanged }
    options.onEvent = {
      live.note($0)
      display.show($0)
    }
    live.begin()
    let outcome = Runner.run(plan, options: options, outputWriter: nil)
    // Another run follows, or none: what has been shown of this one stays.
    shown = live.end(with: outcome.wasInterrupted ? nil : outcome)
  }
}
