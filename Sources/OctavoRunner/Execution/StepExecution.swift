import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults

extension RunSession {
  /// A step at a point, with every option known.
  private struct ReadyPoint {
    var step: PlannedStep
    var index: Int
    var task: RunTask
    var operation: any Operation
    var seed: UInt64?
    var key: StepKey
    var offer: StepOffer
    var presentation: Presentation
    /// The artifacts of other steps that it takes.
    var inputs: [InputReference]
    var warnings: [StepWarning]
  }

  /// Takes a point's result from the store, or computes it.
  func execute(
    _ entry: Int, _ threads: any TaskThreads
  ) -> (record: StepRecord, metadata: RunMetadata.Step, isInterrupted: Bool) {
    let (step, index, task) = step(of: entry)
    let elsewhere = stateElsewhere(of: entry)
    if !hasBegunElsewhere(entry) { emit(.started(task)) }
    var record = StepRecord(
      name: step.name, operation: task.operation, status: .done,
      shares: step.operation.outputs.filter(\.isShare).map(\.name))
    var metadata = RunMetadata.Step(cached: false, seconds: 0)
    let start = ContinuousClock.now
    do {
      var ready = try read(step, index, task)
      metadata.key = ready.key.description
      var recalled = recall(ready, isFirstLook: true)
      if let elsewhere, recalled == nil { throw elsewhere.failure }
      let claim = recalled == nil ? try self.claim(ready) : nil
      // Whoever held the claim before has computed it, also where they released it just now.
      if claim != nil { recalled = recall(ready, isFirstLook: false) }
      defer { withExtendedLifetime(claim) {} }
      if let recalled {
        metadata = recalled.metadata
        metadata.cached = elsewhere != .ended(isNew: true)
        record.take(recalled.result, as: ready.presentation)
        record.warnings = ready.warnings + recalled.warnings
      } else {
        noteComputing(ready.key)
        var computed: StoredStep?
        try threads.use {
          computed = try compute(&ready, warnings: &record.warnings)
        }
        if let computed {
          outputWriter?.deliver(computed.result, of: step.name, at: task.point)
          record.take(computed.result, as: ready.presentation)
          record.warnings = ready.warnings + computed.warnings
          metadata = computed.metadata
        }
      }
      return (record, metadata, false)
    } catch {
      deliver(error as? PartialResult, of: step, at: task.point, in: &record)
      if let made = (error as? PointFailure)?.record {
        var result = StepResult()
        result.tables = made.tables
        outputWriter?.deliver(result, of: step.name, at: task.point)
        record = made
      }
      record.status = .failed(error: String(describing: error))
      define(nil, of: step.name, at: index)
      metadata.seconds = start.duration(to: .now) / .seconds(1)
      return (record, metadata, error is Interruption)
    }
  }

  private func read(_ step: PlannedStep, _ index: Int, _ task: RunTask) throws -> ReadyPoint {
    let (reading, configProblems, environment) = read(step, at: task.point)
    guard let operation = reading.operation else {
      throw BlockError(
        reading.diagnostics + configProblems, missing: environment.unknown(among: reading.paths))
    }
    let seed = plan.stepSeed(of: step, at: task.point, stream: reading.seed)
    return ReadyPoint(
      step: step, index: index, task: task, operation: operation, seed: seed,
      key: try StepKey(operation: operation, seed: seed, program: plan.program),
      offer: reading.offer, presentation: reading.presentation, inputs: reading.inputs,
      warnings: reading.warnings)
  }

  // MARK: The store

  /// The right to compute a point; waits while another process or task computes it.
  private func claim(_ ready: ReadyPoint) throws -> Claim? {
    try options.store?.claim(
      ready.key,
      onWait: {
        if isComputing(ready.key) { return }
        emit(.note(ready.task, "waits, since another process is computing it"))
      },
      isCancelled: options.isCancelled)
  }

  /// What the store knows of a point, once it is delivered; its artifacts stay there until a task
  /// needs them. What cannot be read is not said at the first look, since a second follows it.
  private func recall(_ ready: ReadyPoint, isFirstLook: Bool) -> StoredStep? {
    guard let store = options.store else { return nil }
    do {
      guard let stored = try store.step(ready.key) else { return nil }
      try outputWriter?.deliver(stored, of: ready.step, at: ready.task.point, from: store)
      var offer = ready.offer
      offer.fill(with: stored.result, hashes: stored.artifacts)
      define(offer, of: ready.step.name, at: ready.index)
      return stored
    } catch {
      if !isFirstLook { emit(.note(ready.task, "\(error), so the step is computed again")) }
      return nil
    }
  }

  /// Makes sure that every artifact that a task takes is at hand, and computes again what the store
  /// has lost.
  private func bring(_ ready: inout ReadyPoint) throws {
    guard let store = options.store else { return }
    for input in ready.inputs {
      do {
        try take(input, from: store)
      } catch {
        guard let step = plan.step(named: input.step),
          let task = task(of: input.step, at: input.index)
        else { throw error }
        emit(.note(task, "\(error), so the step is computed again"))
        var (lost, warnings) = (try read(step, input.index, task), [StepWarning]())
        _ = try compute(&lost, warnings: &warnings)
        ready = try read(ready.step, ready.index, ready.task)
        try bring(&ready)
        return
      }
    }
  }

  // MARK: Computing

  /// Runs a step at a point, makes its result known to the tasks that use it, and keeps it in the
  /// store.
  ///
  /// - Parameter warnings: takes in what the step warns of, also where it fails.
  private func compute(
    _ ready: inout ReadyPoint, warnings: inout [StepWarning]
  ) throws -> StoredStep {
    try bring(&ready)
    let start = ContinuousClock.now
    let (result, times) = try run(ready, warnings: &warnings)
    let seconds = start.duration(to: .now) / .seconds(1)
    var problem: (any Error)?
    let hashes = try result.artifacts.mapValues { try hash(of: $0, problem: &problem) }
    var offer = ready.offer
    offer.fill(with: result, hashes: hashes)
    define(offer, of: ready.step.name, at: ready.index)
    let computed = StoredStep(
      key: ready.key, result: result, artifacts: hashes, warnings: warnings,
      metadata: RunMetadata.Step(
        cached: false, key: ready.key.description, seconds: seconds,
        processor: Machine.processor,
        iterationMilliseconds: .init(of: times)))
    keep(computed, of: ready, problem)
    return computed
  }

  /// - Returns: what the step has made, and the time that each iteration of a training took, in
  ///   milliseconds.
  private func run(
    _ ready: ReadyPoint, warnings: inout [StepWarning]
  ) throws -> (result: StepResult, iterationMilliseconds: [Double]) {
    let task = ready.task
    var given: [StepWarning] = []
    var times: [Double] = []
    defer { warnings = given }
    func warn(_ warning: StepWarning) {
      given.append(warning)
      emit(.warning(task, warning))
    }
    let context = StepContext(
      seed: ready.seed,
      checkpoint: options.store.map { store in
        Checkpoint(store, ready.key, interval: options.checkpointInterval) {
          self.emit(.note(task, $0))
        }
      },
      onProgress: { self.emit(.progress(task, $0)) },
      onWarning: warn,
      onIteration: { times.append($0) },
      isCancelled: options.isCancelled)
    let result = try ready.operation.run(in: context).result()
    for warning in result.warningsOfNonFinite(besides: given.texts) { warn(warning) }
    return (result, times)
  }

  /// The hash of an artifact, which goes into the store as long as that takes it.
  private func hash(of artifact: any Artifact, problem: inout (any Error)?) throws -> ContentHash {
    if problem == nil, let store = options.store {
      do { return try store.keep(artifact) } catch { problem = error }
    }
    return try artifact.contentHash()
  }

  /// Keeps what a point has come to.
  ///
  /// - Parameter problem: why an artifact of it could not be kept.
  private func keep(_ computed: StoredStep, of ready: ReadyPoint, _ problem: (any Error)?) {
    guard let store = options.store else { return }
    do {
      // A file that changed while the step ran has been read in part, or after it was hashed.
      guard
        try StepKey(operation: ready.operation, seed: ready.seed, program: plan.program)
          == ready.key
      else {
        emit(
          .note(
            ready.task, "its result is not kept, since a file that it reads has changed meanwhile"))
        noteThatNotEverythingIsKept()
        return
      }
    } catch {
      emit(.note(ready.task, "its result is not kept: \(error)"))
      noteThatNotEverythingIsKept()
      return
    }
    do {
      if let problem { throw problem }
      try store.keep(computed)
      note(ready.operation, seconds: computed.metadata.seconds)
    } catch {
      emit(.note(ready.task, "its result cannot be kept now: \(error)"))
      keepLater(computed)
    }
  }

  /// Delivers and records what a failed step had made, if anything.
  private func deliver(
    _ partial: PartialResult?, of step: PlannedStep, at point: Point, in record: inout StepRecord
  ) {
    guard let result = partial?.outputs.made().result else { return }
    outputWriter?.deliver(result, of: step.name, at: point)
    record.take(result, as: Presentation())
  }
}

extension StepRecord {
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
