extension EnglishPhrases {
  var dependencies: String { "How the steps depend on one another" }
  var graphOfSteps: String { "The graph of the steps" }
  func uses(_ step: String, _ others: String) -> String { "\(step) uses \(others)." }
  var noStepUsesAnother: String { "No step uses another." }
  func settings(_ count: Int) -> String {
    count == 1 ? "1 setting" : "\(self.count(count)) settings"
  }
  func seeds(_ count: Int) -> String { count == 1 ? "1 seed" : "\(self.count(count)) seeds" }

  func atAllPoints(_ count: Int) -> String { "at all \(self.count(count)) points" }
  func notAt(_ count: Int, of total: Int, suchAs point: String) -> String {
    "not at \(self.count(count)) of \(self.count(total)) points, such as \(point)"
  }
  var hasNoValue: String { "it has no value" }
  func failedBefore(_ name: String) -> String { "\(name) failed" }
  var notPartOfRun: String { "it was not part of this run" }
  var notAskedFor: String { "it was not asked for" }
  var runEndedBefore: String { "the run ended before it" }
  var isRunning: String { "it is running" }
  var hasNotRunYet: String { "it has not run yet" }

  func drawnOneByOne(seeds count: Int, upTo most: Int?) -> String {
    "The lines or points of \(most.map { "\(count) to \(seeds($0))" } ?? seeds(count)) are drawn one "
      + "by one."
  }
  var placesLeftOut: String { "Places that not every seed has are left out." }
  func caption(_ caption: StoredCaption) -> String { caption.rawValue }
}
