import Foundation
import OctavoNotebook
import OctavoResults

/// Runs a plan, step by step, in the notebook's order. What the store knows is not computed again.
public struct Runner {
  public struct Options {
    /// Runs these steps alone; `nil` for all.
    public var only: Set<String>?
    /// What earlier runs have left; `nil` to compute everything and keep nothing.
    public var store: Store?
    /// The least time between two states that a long step keeps in the store.
    public var checkpointInterval = Duration.seconds(10)
    public var isCancelled: () -> Bool = { false }
    public var onEvent: (RunEvent) -> Void = { _ in }

    public init() {}
  }

  /// What a run leaves behind.
  public struct Outcome: Sendable {
    public var run: Run
    public var metadata: [String: RunMetadata.Step]
    /// Whether the user stopped the run.
    public var wasInterrupted: Bool
    /// Whether the next run can take every result from the store; false without a store.
    public var isEverythingKept: Bool
  }

  let plan: Plan
  let options: Options
  let outputWriter: OutputWriter?
  var environment: Environment
  /// What turned out wrong in configs once the values that they use were known.
  private(set) var configProblems: [Diagnostic] = []
  private var outcomes: [String: StepRecord.Status] = [:]
  private var records: [StepRecord] = []
  private var metadata: [String: RunMetadata.Step] = [:]
  private var wasInterrupted = false
  /// What the store did not take when it was computed.
  var unkept: [StoredStep] = []
  var isEverythingKept: Bool

  /// - Parameter outputWriter: where artifacts are written; `nil` to write none.
  public static func run(
    _ plan: Plan, options: Options, outputWriter: OutputWriter?
  ) -> Outcome {
    var runner = Runner(plan, options, outputWriter)
    return runner.run()
  }

  private init(_ plan: Plan, _ options: Options, _ outputWriter: OutputWriter?) {
    self.plan = plan
    self.options = options
    self.outputWriter = outputWriter
    isEverythingKept = options.store != nil
    environment = Environment(of: plan)
  }

  private mutating func run() -> Outcome {
    options.store?.removeLeftovers()
    var index = 0
    let count = plan.steps.count { options.only?.contains($0.name) ?? true }
    for element in plan.elements {
      guard case .step(let step) = element else {
        if case .config(let block) = element { configProblems += environment.define(config: block) }
        continue
      }
      if let reason = reasonToSkip(step) {
        finish(StepRecord(of: step, .skipped(because: reason)))
        continue
      }
      index += 1
      options.onEvent(
        .stepStarted(
          name: step.name, operation: step.operation.manual.name, index: index, count: count))
      let (record, metadata, isInterrupted) = execute(step)
      wasInterrupted = isInterrupted
      finish(record, metadata)
    }
    keepWhatWasNotKept()
    return Outcome(
      run: Run(
        notebook: plan.notebook.source.name, title: plan.notebook.title, seed: plan.seed,
        params: plan.params, steps: records),
      metadata: metadata, wasInterrupted: wasInterrupted,
      isEverythingKept: isEverythingKept)
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

  private mutating func finish(
    _ record: StepRecord, _ how: RunMetadata.Step = .init(cached: false, seconds: 0)
  ) {
    outcomes[record.name] = record.status
    records.append(record)
    metadata[record.name] = how
    options.onEvent(.stepFinished(record, how))
  }
}
