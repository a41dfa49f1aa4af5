import OctavoResults

/// What happens during a run, as it happens.
public enum RunEvent: Sendable {
  case stepStarted(name: String, operation: String, index: Int, count: Int)
  case progress(step: String, StepProgress)
  case warning(step: String, String)
  /// Something about this run alone, which no report tells, such as a damaged store.
  case note(step: String, String)
  case stepFinished(StepRecord, RunMetadata.Step)
}
