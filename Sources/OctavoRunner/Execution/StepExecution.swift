import Foundation
import OctavoNotebook
import OctavoResults

extension Runner {
  /// A step with every option known.
  private struct ReadyStep {
    var step: PlannedStep
    var operation: any Operation
    var key: StepKey
    var offer: StepOffer
    var presentation: Presentation
    /// The outputs of other steps that it takes.
    var inputs: [InputReference]
  }

  /// Takes a step's result from the store, or computes it.
  mutating func execute(
    _ step: PlannedStep
  ) -> (record: StepRecord, metadata: RunMetadata.Step, isInterrupted: Bool) {
    var record = StepRecord(of: step, .done)
    var metadata = RunMetadata.Step(cached: false, seconds: 0)
    let start = ContinuousClock.now
    do {
      var ready = try read(step)
      metadata.key = ready.key.description
      if let recalled = recall(ready) {
        record.take(recalled.result, as: ready.presentation)
        record.warnings = recalled.warnings
        metadata = recalled.metadata
        metadata.cached = true
      } else {
        let computed = try compute(&ready, warnings: &record.warnings)
        outputWriter?.deliver(computed.result, of: step.name)
        record.take(computed.result, as: ready.presentation)
        metadata = computed.metadata
      }
      return (record, metadata, false)
    } catch {
      deliver(error as? PartialResult, of: step, in: &record)
      record.status = .failed(error: String(describing: error))
      environment.define(step: step.name, as: nil)
      metadata.seconds = start.duration(to: .now) / .seconds(1)
      return (record, metadata, error is Interruption)
    }
  }

  private func read(_ step: PlannedStep) throws -> ReadyStep {
    let reading = environment.read(step)
    guard let operation = reading.operation else {
      throw BlockError(
        reading.diagnostics + configProblems, missing: environment.unknown(among: reading.paths))
    }
    return ReadyStep(
      step: step, operation: operation,
      key: try StepKey(of: operation, named: step.name, in: plan), offer: reading.offer,
      presentation: reading.presentation, inputs: reading.inputs)
  }

  // MARK: The store

  /// What the store knows of a step, once it is delivered; its artifacts stay there until a step
  /// needs them.
  private mutating func recall(_ ready: ReadyStep) -> StoredStep? {
    guard let store = options.store else { return nil }
    do {
      guard let stored = try store.step(ready.key) else { return nil }
      try outputWriter?.deliver(stored, of: ready.step, from: store)
      var offer = ready.offer
      offer.fill(with: stored.result, hashes: stored.artifacts)
      environment.define(step: ready.step.name, as: offer)
      return stored
    } catch {
      note("\(error), so the step is computed again", on: ready.step)
      return nil
    }
  }

  /// Makes sure that every artifact that a step takes is at hand, and computes again what the store
  /// has lost.
  private mutating func bring(_ ready: inout ReadyStep) throws {
    guard let store = options.store else { return }
    var isAllThere = true
    for input in ready.inputs {
      do {
        try environment.load(input.output, of: input.step, from: store)
      } catch {
        guard let step = plan.step(named: input.step) else { throw error }
        note("\(error), so the step is computed again", on: step)
        isAllThere = false
        var (lost, warnings) = (try read(step), [String]())
        _ = try compute(&lost, warnings: &warnings)
      }
    }
    if isAllThere {
      for input in ready.inputs { input.bind(in: environment) }
    } else {
      ready = try read(ready.step)
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
    _ ready: inout ReadyStep, warnings: inout [String]
  ) throws -> StoredStep {
    try bring(&ready)
    let start = ContinuousClock.now
    let (result, times) = try run(ready, warnings: &warnings)
    let seconds = start.duration(to: .now) / .seconds(1)
    var problem: (any Error)?
    let hashes = try result.artifacts.mapValues { try hash(of: $0, problem: &problem) }
    var offer = ready.offer
    offer.fill(with: result, hashes: hashes)
    environment.define(step: ready.step.name, as: offer)
    let computed = StoredStep(
      key: ready.key, result: result, artifacts: hashes, warnings: warnings,
      metadata: RunMetadata.Step(
        cached: false, key: ready.key.description, seconds: seconds,
        iterationMilliseconds: .init(of: times)))
    keep(computed, of: ready, problem)
    return computed
  }

  /// - Returns: what the step has made, and the time that each iteration of a training took, in
  ///   milliseconds.
  private func run(
    _ ready: ReadyStep, warnings: inout [String]
  ) throws -> (result: StepResult, iterationMilliseconds: [Double]) {
    let (name, onEvent) = (ready.step.name, options.onEvent)
    var messages: [String] = []
    var times: [Double] = []
    defer { warnings = messages }
    func warn(_ message: String) {
      messages.append(message)
      onEvent(.warning(step: name, message))
    }
    let context = StepContext(
      seed: StepKey.seed(of: name, in: plan.seed),
      checkpoint: options.store.map { store in
        Checkpoint(store, ready.key, interval: options.checkpointInterval) {
          onEvent(.note(step: name, $0))
        }
      },
      onProgress: { onEvent(.progress(step: name, $0)) },
      onWarning: warn,
      onIteration: { times.append($0) },
      isCancelled: options.isCancelled)
    let result = try ready.operation.run(in: context).result()
    for remark in result.remarksOnNonFinite(besides: messages) { warn(remark) }
    return (result, times)
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
    _ computed: StoredStep, of ready: ReadyStep, _ problem: (any Error)?
  ) {
    guard let store = options.store else { return }
    do {
      // A file that changed while the step ran has been read in part, or after it was hashed.
      guard try StepKey(of: ready.operation, named: ready.step.name, in: plan) == ready.key else {
        note(
          "its result is not kept, since a file that it reads has changed meanwhile",
          on: ready.step)
        isEverythingKept = false
        return
      }
    } catch {
      note("its result is not kept: \(error)", on: ready.step)
      isEverythingKept = false
      return
    }
    do {
      if let problem { throw problem }
      try store.keep(computed)
    } catch {
      note("its result cannot be kept now: \(error)", on: ready.step)
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
    guard let result = partial?.outputs.made().result else { return }
    outputWriter?.deliver(result, of: step.name)
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
    shownItems = result.shownItems(as: presentation)
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
