import OctavoResults

/// What happens during a run, as it happens. Events come one at a time, from whichever thread works on
/// the task.
public enum RunEvent: Sendable {
  case started(RunTask)
  case progress(RunTask, StepProgress)
  case warning(RunTask, StepWarning)
  /// Something about this run alone, which no report tells, such as a damaged store.
  case note(RunTask, String)
  /// The record is that of the task's point alone.
  case finished(RunTask, StepRecord, RunMetadata.Step)
}
