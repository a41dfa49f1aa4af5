import ArgumentParser
import OctavoBase
import OctavoNotebook
import OctavoRunner

/// `octavo plan`: what would run, and what it would cost.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Tells what a notebook would run, and what the store has of it, without running it.")

  @Argument(
    help: "The notebook, or a report that carries it; `-` for standard input.",
    completion: .notebooks)
  var file: String
  @OptionGroup var notebook: NotebookArguments
  @OptionGroup var storing: StoreArguments
  @Flag(help: "Print the plan as JSON.") var json = false

  func run() throws {
    let plan = try notebook.plan(GivenNotebook(file), repeating: nil)
    plan.printDiagnostics(to: Terminal())
    if plan.hasErrors { throw ExitCode.wrongNotebook }
    if json { return try StandardOutput.write(PlanJSON(plan, with: storing.store).text()) }
    try StandardOutput.line("\(plan.notebook.title), seed \(plan.seed)")
    for param in plan.params.sorted(by: { $0.key < $1.key }) {
      try StandardOutput.line("  \(param.key) = \(param.value.canonical.compactText)")
    }
    var seconds = 0.0
    let width = plan.steps.map(\.name.count).max() ?? 0
    for (step, forecasts) in plan.forecast(with: storing.store) {
      let padding = String(repeating: " ", count: width - step.name.count + 2)
      let after =
        step.dependencies.isEmpty ? "" : " after " + step.dependencies.joined(separator: ", ")
      try StandardOutput.line(
        "\(step.name)\(padding)\(step.operation.manual.name)\(after)\(forecasts.remark)")
      if step.points.hasAxes {
        try StandardOutput.line("    \(forecasts.count) points: \(step.points.summary)")
      }
      let draft = step.drafts.lazy.compactMap(\.self).first
      for (fact, value) in draft?.costs ?? [] {
        try StandardOutput.line(
          "    \(fact): \(value)\(step.points.hasAxes ? " at each point" : "")")
      }
      let left = zip(plan.estimatedSeconds(of: step, with: storing.store), forecasts)
        .compactMap { $1.takesTime ? $0 : nil }
      if !left.isEmpty {
        seconds += left.reduce(0, +)
        try StandardOutput.line("    time: \(DurationText.estimate(seconds: left.reduce(0, +)))")
      }
      if let memory = step.drafts.compactMap({ $0?.memory }).max() {
        let whole = step.points.hasAxes ? ", at most, for each point that runs at once" : ""
        try StandardOutput.line("    memory: about \(NumberText.bytes(memory))\(whole)")
      }
    }
    if seconds > 0 {
      try StandardOutput.line(
        "time in all: \(DurationText.estimate(seconds: seconds)), estimated from earlier runs; less where "
          + "steps run in parallel")
    }
  }
}

extension [StepForecast] {
  /// What a run would do with the points of a step.
  fileprivate var remark: String {
    if count == 1 { return self[0].remark }
    let stored = count { if case .stored = $0 { true } else { false } }
    let resuming = count { $0 == .resumes }
    let failing = compactMap { if case .fails(let reason) = $0 { reason } else { nil } }
    var remarks: [String] = []
    if stored > 0 { remarks.append("\(stored) of \(count) points stored") }
    if resuming > 0 { remarks.append("\(resuming) of \(count) points resume") }
    if let reason = failing.first {
      remarks.append("\(failing.count) of \(count) points would fail: \(reason)")
    }
    return remarks.isEmpty ? "" : ": " + remarks.joined(separator: ", ")
  }
}

extension StepForecast {
  /// Whether a run would compute something.
  var takesTime: Bool { self == .resumes || self == .computed }

  fileprivate var remark: String {
    switch self {
    case .stored(let seconds): ": stored, \(DurationText.text(seconds: seconds)) when it ran"
    case .resumes: ": resumes from where it was stopped"
    case .computed: ""
    case .fails(let reason): ": would fail: \(reason)"
    }
  }
}
