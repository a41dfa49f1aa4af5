import Foundation
import OctavoNotebook
import OctavoResults

/// Runs a plan, step by step, in the notebook's order.
public struct Runner {
  public struct Options {
    /// Runs these steps alone; `nil` for all.
    public var only: Set<String>?
    public var isCancelled: () -> Bool = { false }
    public var onEvent: (RunEvent) -> Void = { _ in }

    public init() {}
  }

  /// What a run leaves behind.
  public struct Outcome: Sendable {
    public var run: Run
    public var circumstances: [String: RunCircumstances.Step]
    /// Whether the user stopped the run.
    public var wasInterrupted: Bool
  }

  private let plan: Plan
  private let options: Options
  private let deliverables: Deliverables?
  private var environment: Environment
  private var outcomes: [String: StepRecord.Status] = [:]
  private var records: [StepRecord] = []
  private var circumstances: [String: RunCircumstances.Step] = [:]
  /// What turned out wrong in configs once the values that they use were known.
  private var configProblems: [Diagnostic] = []
  private var wasInterrupted = false

  /// - Parameter deliverables: where artifacts are written; `nil` to keep none.
  public static func run(
    _ plan: Plan, options: Options, deliverables: Deliverables?
  ) -> Outcome {
    var runner = Runner(plan, options, deliverables)
    return runner.run()
  }

  private init(_ plan: Plan, _ options: Options, _ deliverables: Deliverables?) {
    self.plan = plan
    self.options = options
    self.deliverables = deliverables
    environment = Environment(
      notebook: plan.notebook, params: plan.params, folders: plan.folders)
  }

  private mutating func run() -> Outcome {
    var index = 0
    let count = plan.steps.count { options.only?.contains($0.name) ?? true }
    var steps = plan.steps.makeIterator()
    for element in plan.notebook.elements {
      if case .config(let block) = element { configProblems += environment.define(config: block) }
      guard case .step(let block) = element, let step = steps.next() else { continue }
      if let reason = reasonToSkip(step) {
        finish(
          StepRecord(
            name: step.name, operation: step.operation.manual.name,
            status: .skipped(because: reason)), seconds: 0)
        continue
      }
      index += 1
      options.onEvent(
        .stepStarted(
          name: step.name, operation: step.operation.manual.name, index: index, count: count))
      let clock = ContinuousClock()
      var record: StepRecord?
      var iterations: [Double] = []
      var key: StepKey?
      let duration = clock.measure { record = execute(step, block, &key, &iterations) }
      if let record {
        finish(
          record, key: key, seconds: duration / .seconds(1), iterationMilliseconds: iterations)
      }
    }
    return Outcome(
      run: Run(
        notebook: plan.notebook.source.name, title: plan.notebook.title, seed: plan.seed,
        params: plan.params, steps: records),
      circumstances: circumstances, wasInterrupted: wasInterrupted)
  }

  private mutating func reasonToSkip(_ step: PlannedStep) -> String? {
    wasInterrupted = wasInterrupted || options.isCancelled()
    if wasInterrupted { return "the run was interrupted" }
    if let only = options.only, !only.contains(step.name) { return "it was not asked for" }
    for dependency in step.dependencies {
      switch outcomes[dependency] {
      case .failed: return "`\(dependency)` failed"
      case .skipped(let reason): return reason
      case .done, nil: continue
      }
    }
    return nil
  }

  private mutating func execute(
    _ step: PlannedStep, _ block: Block, _ key: inout StepKey?, _ iterations: inout [Double]
  ) -> StepRecord {
    var record = StepRecord(
      name: step.name, operation: step.operation.manual.name, status: .done)
    var warnings: [String] = []
    do {
      let reading = environment.read(step: block, as: step.operation)
      guard let operation = reading.operation else {
        throw BlockError(
          reading.diagnostics + configProblems, missing: environment.unknown(among: reading.paths))
      }
      let seed = StepKey.seed(of: step.name, in: plan.seed)
      key = StepKey(operation: operation, seed: seed)
      let onEvent = options.onEvent
      let context = StepContext(
        seed: seed,
        onProgress: { onEvent(.progress(step: step.name, $0)) },
        onWarning: { message in
          warnings.append(message)
          onEvent(.warning(step: step.name, message))
        },
        isCancelled: options.isCancelled)
      let result = try operation.run(in: context)
      var outlook = reading.outlook
      try outlook.fill(with: result)
      environment.define(step: step.name, as: outlook)
      try deliverables?.write(result, of: step.name)
      iterations = result.iterationMilliseconds
      record.values = result.values
      record.tables = result.tables
      record.exhibits = result.exhibits(as: reading.presentation)
    } catch {
      wasInterrupted = error is Interruption
      keep(error as? PartialResult, of: step, in: &record)
      record.status = .failed(error: String(describing: error))
      environment.define(step: step.name, as: nil)
    }
    record.warnings = warnings
    return record
  }

  /// Delivers and records what a failed step had made, if anything.
  private func keep(
    _ partial: PartialResult?, of step: PlannedStep, in record: inout StepRecord
  ) {
    deliverables?.remove(step.name)
    guard let result = partial?.result else { return }
    try? deliverables?.write(result, of: step.name)
    record.values = result.values
    record.tables = result.tables
    record.exhibits = result.exhibits(as: Presentation())
  }

  private mutating func finish(
    _ record: StepRecord, key: StepKey? = nil, seconds: Double, iterationMilliseconds: [Double] = []
  ) {
    outcomes[record.name] = record.status
    records.append(record)
    circumstances[record.name] = RunCircumstances.Step(
      cached: false, key: key?.description, seconds: seconds,
      iterationMilliseconds: RunCircumstances.Percentiles(of: iterationMilliseconds))
    options.onEvent(.stepFinished(record, seconds: seconds))
  }
}

/// A step's options turned out wrong once the values that they depend on were known.
struct BlockError: Error, CustomStringConvertible {
  let diagnostics: [Diagnostic]
  /// Values that were to come from earlier steps and did not.
  let missing: [Path]

  init(_ diagnostics: [Diagnostic], missing: [Path]) {
    self.diagnostics = diagnostics
    self.missing = missing
  }

  var description: String {
    guard diagnostics.isEmpty else { return listing }
    guard !missing.isEmpty else { return "its options depend on values that are not known" }
    return listed(missing.map(\.description)) + " was not measured in this run"
  }

  private var listing: String {
    diagnostics.map { diagnostic in
      let place = diagnostic.range.map { "line \($0.start.line): " } ?? ""
      return place + diagnostic.message + (diagnostic.remedy.map { "; \($0)" } ?? "")
    }.joined(separator: "\n")
  }
}
