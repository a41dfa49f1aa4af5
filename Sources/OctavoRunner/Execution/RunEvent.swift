import OctavoResults

/// What happens during a run, as it happens.
public enum RunEvent: Sendable {
  case stepStarted(name: String, operation: String, index: Int, count: Int)
  case progress(step: String, StepProgress)
  case warning(step: String, String)
  case stepFinished(StepRecord, seconds: Double)
}
