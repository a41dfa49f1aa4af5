import Foundation
import OctavoNotebook
import OctavoResults

extension Runner {
  /// A step with every option known.
  private struct ReadyStep {
    var operation: any Operation
    var key: StepKey
    var outlook: Outlook
    var presentation: Presentation
    /// The outputs of other steps that it takes, each as `step.output`.
    var inputs: [String]
  }

  /// Takes a step's result from the store, or computes it.
  mutating func execute(
    _ step: PlannedStep
  ) -> (record: StepRecord, circumstances: RunCircumstances.Step, isInterrupted: Bool) {
    var record = StepRecord(of: step, .done)
    var circumstances = RunCircumstances.Step(cached: false, seconds: 0)
    let start = ContinuousClock.now
    do {
      let ready = try read(step)
      circumstances.key = ready.key.description
      if let recalled = recall(ready, of: step) {
        record.take(recalled.result, as: ready.presentation)
        record.warnings = recalled.warnings
        circumstances = recalled.circumstances
        circumstances.cached = true
      } else {
        let computed = try compute(step, warnings: &record.warnings)
        deliverables?.deliver(computed.result, of: step.name)
        record.take(computed.result, as: ready.presentation)
        circumstances = computed.circumstances
      }
      return (record, circumstances, false)
    } catch {
      deliver(error as? PartialResult, of: step, in: &record)
      record.status = .failed(error: String(describing: error))
      environment.define(step: step.name, as: nil)
      circumstances.seconds = start.duration(to: .now) / .seconds(1)
      return (record, circumstances, error is Interruption)
    }
  }

  private func read(_ step: PlannedStep) throws -> ReadyStep {
    let reading = environment.read(step: step.block, as: step.operation)
    guard let operation = reading.operation else {
      throw BlockError(
        reading.diagnostics + configProblems, missing: environment.unknown(among: reading.paths))
    }
    return ReadyStep(
      operation: operation,
      key: StepKey(of: operation, named: step.name, in: plan),
      outlook: reading.outlook, presentation: reading.presentation, inputs: reading.inputs)
  }

  // MARK: The store

  /// What the store knows of a step, once it is delivered; its artifacts stay there until a step
  /// needs them.
  private mutating func recall(_ ready: ReadyStep, of step: PlannedStep) -> StoredStep? {
    guard let store = options.store else { return nil }
    do {
      guard let stored = try store.step(ready.key) else { return nil }
      try deliverables?.deliver(stored, of: step, from: store)
      var outlook = ready.outlook
      outlook.fill(with: stored.result, hashes: stored.artifacts)
      environment.define(step: step.name, as: outlook)
      return stored
    } catch {
      note("\(error), so the step is computed again", on: step)
      return nil
    }
  }

  /// Makes sure that every artifact that a step takes is at hand, and computes again what the store
  /// has lost.
  private mutating func bring(_ inputs: [String]) throws {
    guard let store = options.store else { return }
    for input in inputs {
      let names = input.split(separator: ".", maxSplits: 1).map(String.init)
      do {
        try environment.load(names[1], of: names[0], from: store)
      } catch {
        guard let step = plan.steps.first(where: { $0.name == names[0] }) else { throw error }
        note("\(error), so the step is computed again", on: step)
        var warnings: [String] = []
        _ = try compute(step, warnings: &warnings)
      }
    }
  }

  private func note(_ message: String, on step: PlannedStep) {
    options.onEvent(.note(step: step.name, message))
  }

  // MARK: Computing

  /// Runs a step, makes its result known to the steps below, and keeps it in the store.
  ///
  /// - Parameter warnings: takes in what the step warns of, also where it fails.
  private mutating func compute(
    _ step: PlannedStep, warnings: inout [String]
  ) throws -> StoredStep {
    try bring(read(step).inputs)
    let ready = try read(step)
    let start = ContinuousClock.now
    let result = try run(ready, of: step, warnings: &warnings)
    let seconds = start.duration(to: .now) / .seconds(1)
    var problem: (any Error)?
    let hashes = try result.artifacts.mapValues { try hash(of: $0, problem: &problem) }
    var outlook = ready.outlook
    outlook.fill(with: result, hashes: hashes)
    environment.define(step: step.name, as: outlook)
    let computed = StoredStep(
      key: ready.key, result: result, artifacts: hashes, warnings: warnings,
      circumstances: RunCircumstances.Step(
        cached: false, key: ready.key.description, seconds: seconds,
        iterationMilliseconds: .init(of: result.iterationMilliseconds)))
    keep(computed, of: step, problem)
    return computed
  }

  private func run(
    _ ready: ReadyStep, of step: PlannedStep, warnings: inout [String]
  ) throws -> StepResult {
    let onEvent = options.onEvent
    var messages: [String] = []
    defer { warnings = messages }
    func warn(_ message: String) {
      messages.append(message)
      onEvent(.warning(step: step.name, message))
    }
    let context = StepContext(
      seed: StepKey.seed(of: step.name, in: plan.seed),
      checkpoint: options.store.map { store in
        Checkpoint(store, ready.key, interval: options.checkpointInterval) {
          onEvent(.note(step: step.name, $0))
        }
      },
      onProgress: { onEvent(.progress(step: step.name, $0)) },
      onWarning: warn,
      isCancelled: options.isCancelled)
    let result = try ready.operation.run(in: context)
    for remark in result.remarksOnNonFinite(besides: messages) { warn(remark) }
    return result
  }

  /// The hash of an artifact, which goes into the store as long as that takes it.
  private func hash(of artifact: any Artifact, problem: inout (any Error)?) throws -> ContentHash {
    if problem == nil, let store = options.store {
      do { return try store.keep(artifact) } catch { problem = error }
    }
    return try artifact.contentHash()
  }

  /// Keeps what a step has come to.
  ///
  /// - Parameter problem: why an artifact of it could not be kept.
  private mutating func keep(
    _ computed: StoredStep, of step: PlannedStep, _ problem: (any Error)?
  ) {
    guard let store = options.store else { return }
    // A file that changed while the step ran has been read in part, or after it was hashed.
    guard (try? read(step).key) == computed.key else {
      note("its result is not kept, since a file that it reads has changed meanwhile", on: step)
      isEverythingKept = false
      return
    }
    do {
      if let problem { throw problem }
      try store.keep(computed)
    } catch {
      note("its result cannot be kept now: \(error)", on: step)
      unkept.append(computed)
    }
  }

  /// Tries again to keep what could not be kept when it was computed, such as on a disk that was
  /// full for a while.
  mutating func keepWhatWasNotKept() {
    guard let store = options.store else { return }
    for computed in unkept {
      do {
        for artifact in computed.result.artifacts.values { _ = try store.keep(artifact) }
        try store.keep(computed)
      } catch {
        isEverythingKept = false
      }
    }
    unkept = []
  }

  /// Delivers and records what a failed step had made, if anything.
  private func deliver(
    _ partial: PartialResult?, of step: PlannedStep, in record: inout StepRecord
  ) {
    guard let result = partial?.result else { return }
    deliverables?.deliver(result, of: step.name)
    record.take(result, as: Presentation())
  }
}

extension StepRecord {
  init(of step: PlannedStep, _ status: Status) {
    self.init(name: step.name, operation: step.operation.manual.name, status: status)
  }

  fileprivate mutating func take(_ result: StepResult, as presentation: Presentation) {
    values = result.values
    tables = result.tables
    exhibits = result.exhibits(as: presentation)
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
