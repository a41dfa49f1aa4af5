import OctavoResults

/// What is known of a run while it is on, so that a report can be made of it should it not end by
/// itself.
public final class RunJournal {
  private let plan: Plan
  private var records: [String: StepRecord] = [:]
  private var metadata: [String: RunMetadata.Step] = [:]
  private var current: String?

  public init(_ plan: Plan) { self.plan = plan }

  public func note(_ event: RunEvent) {
    switch event {
    case .stepStarted(let name, _, _, _): current = name
    case .stepFinished(let record, let how):
      records[record.name] = record
      metadata[record.name] = how
      current = nil
    case .progress, .warning, .note: break
    }
  }

  /// The run as it is, where the step that is on has failed and no other follows.
  public func ended(
    failing error: String
  ) -> (run: Run, metadata: [String: RunMetadata.Step], failed: String?) {
    let steps = plan.steps.map { step in
      records[step.name]
        ?? StepRecord(
          of: step,
          step.name == current
            ? .failed(error: error) : .skipped(because: "the run ended before it"))
    }
    return (
      Run(
        notebook: plan.notebook.source.name, title: plan.notebook.title, seed: plan.seed,
        params: plan.params, steps: steps), metadata, current
    )
  }
}
