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
      if case .config(let block) = element { _ = environment.read(config: block) }
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
      let duration = clock.measure { record = execute(step, block, &iterations) }
      if let record {
        finish(record, seconds: duration / .seconds(1), iterationMilliseconds: iterations)
      }
    }
    return Outcome(
      run: Run(
        notebook: plan.notebook.source.name, title: plan.notebook.title, seed: plan.seed,
        params: plan.params, steps: records),
      circumstances: circumstances, wasInterrupted: wasInterrupted)
  }

  private func reasonToSkip(_ step: PlannedStep) -> String? {
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
    _ step: PlannedStep, _ block: Block, _ iterations: inout [Double]
  ) -> StepRecord {
    var record = StepRecord(
      name: step.name, operation: step.operation.manual.name, status: .done)
    var warnings: [String] = []
    do {
      let reading = environment.read(step: block, as: step.operation)
      guard let operation = reading.operation else { throw BlockError(reading.diagnostics) }
      let onEvent = options.onEvent
      let context = StepContext(
        seed: StepKey.seed(of: step.name, in: plan.seed),
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
      record.status = .failed(error: String(describing: error))
      environment.define(step: step.name, as: nil)
    }
    record.warnings = warnings
    return record
  }

  private mutating func finish(
    _ record: StepRecord, seconds: Double, iterationMilliseconds: [Double] = []
  ) {
    outcomes[record.name] = record.status
    records.append(record)
    circumstances[record.name] = RunCircumstances.Step(
      cached: false, seconds: seconds,
      iterationMilliseconds: RunCircumstances.Percentiles(of: iterationMilliseconds))
    options.onEvent(.stepFinished(record, seconds: seconds))
  }
}

/// A step's options turned out wrong once the values that they depend on were known.
struct BlockError: Error, CustomStringConvertible {
  let diagnostics: [Diagnostic]

  init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }

  var description: String {
    diagnostics.map { diagnostic in
      let place = diagnostic.range.map { "line \($0.start.line): " } ?? ""
      return place + diagnostic.message + (diagnostic.remedy.map { "; \($0)" } ?? "")
    }.joined(separator: "\n")
  }
}
