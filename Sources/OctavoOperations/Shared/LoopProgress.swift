import OctavoRunner

extension StepContext {
  /// What a long loop calls at every turn with the number of turns done: it tells how far the loop
  /// is, and stops it where the user has asked to.
  func progress(of total: Int, unit: String) -> (_ done: Int) throws -> Void {
    { done in
      guard done.isMultiple(of: 256) else { return }
      try report(StepProgress(done, of: total, unit: unit))
    }
  }
}
