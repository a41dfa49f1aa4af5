import OctavoResults

// Records have some sentences of Octavo's own in English. The page says them in its language;
// whatever a step wrote itself stays as it is.
extension String {
  /// The note of a figure.
  var noteInWordsOfThePage: String {
    replacing(/Mean over (\d+)(?: to (\d+))? seeds?( with its 95 % interval)?\./) { match in
      guard let count = Int(match.1) else { return String(match.0) }
      return phrases.meanOverSeeds(
        count, upTo: match.2.flatMap { Int($0) }, withInterval: match.3 != nil)
    }
    .replacing(
      /The lines or points of (\d+)(?: to (\d+))? seeds? are drawn one by one\./
    ) { match in
      guard let count = Int(match.1) else { return String(match.0) }
      return phrases.drawnOneByOne(seeds: count, upTo: match.2.flatMap { Int($0) })
    }
    .replacing("Places that not every seed has are left out.", with: phrases.placesLeftOut)
  }

  /// The caption of a figure.
  var captionInWordsOfThePage: String {
    StoredCaption(rawValue: self).map(phrases.caption) ?? self
  }

  /// Why a step was skipped.
  var reasonInWordsOfThePage: String {
    if let match = wholeMatch(of: /(`[^`]+`) failed/) {
      return phrases.failedBefore(String(match.1))
    }
    switch self {
    case "it was not part of this run": return phrases.notPartOfRun
    case StepRecord.Status.notAskedFor: return phrases.notAskedFor
    case "the run ended before it": return phrases.runEndedBefore
    case "it is running": return phrases.isRunning
    case "it has not run yet": return phrases.hasNotRunYet
    default: return self
    }
  }

  /// What is said beside a verdict.
  var detailInWordsOfThePage: String {
    if let match = wholeMatch(of: /at all (\d+) points/), let count = Int(match.1) {
      return phrases.atAllPoints(count)
    }
    guard
      let match = wholeMatch(of: /(?s)not at (\d+) of (\d+) points, such as ([^:]*)(?:: (.*))?/),
      let count = Int(match.1), let total = Int(match.2)
    else { return self }
    let broken = phrases.notAt(
      count, of: total, suchAs: String(match.3).withNumbersOfThePage)
    guard let reason = match.4.map(String.init) else { return broken }
    return broken + phrases.colon
      + (reason == "it has no value" ? phrases.hasNoValue : reason.withNumbersOfThePage)
  }
}
