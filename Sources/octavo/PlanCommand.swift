import ArgumentParser
import OctavoBase
import OctavoNotebook
import OctavoRunner

/// `octavo plan`: what would run, and what it would cost.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Tells what a notebook would run, and what the store has of it, without running it.")

  @Argument(help: "The notebook; `-` for standard input.") var file: String
  @OptionGroup var notebook: NotebookArguments

  func run() throws {
    let plan = try notebook.plan(Notebook.read(path: file), repeating: nil)
    plan.printDiagnostics(to: Terminal())
    if plan.hasErrors { throw ExitCode.wrongNotebook }
    try StandardOutput.line("\(plan.notebook.title), seed \(plan.seed)")
    for param in plan.params.sorted(by: { $0.key < $1.key }) {
      try StandardOutput.line("  \(param.key) = \(param.value.canonical.compactText)")
    }
    let width = plan.steps.map(\.name.count).max() ?? 0
    for (step, forecast) in plan.forecast(with: .ofThisFolder) {
      let padding = String(repeating: " ", count: width - step.name.count + 2)
      let after =
        step.dependencies.isEmpty ? "" : " after " + step.dependencies.joined(separator: ", ")
      try StandardOutput.line(
        "\(step.name)\(padding)\(step.operation.manual.name)\(after)\(forecast.remark)")
      for (fact, value) in step.draft?.costs ?? [] {
        try StandardOutput.line("    \(fact): \(value)")
      }
    }
  }
}

extension StepForecast {
  fileprivate var remark: String {
    switch self {
    case .stored(let seconds): ": stored, \(DurationText.text(seconds: seconds)) when it ran"
    case .resumes: ": resumes from where it was stopped"
    case .computed: ""
    case .fails(let reason): ": would fail: \(reason)"
    }
  }
}
