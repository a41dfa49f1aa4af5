import OctavoResults

/// Two runs compared by their settings: what differs in the means over the seeds, then what differs
/// elsewhere. Single points are counted, not listed.
struct SettingComparisonText {
  let comparison: Comparison
  let settings: SettingComparison

  func print() throws {
    let elsewhere = comparison.differences.filter { !settings.covers($0) }
    let hidden = comparison.differences.count - elsewhere.count
    try StandardOutput.line("\(comparison.differences.count) differences")
    // The seed and the parameters say why the rest differs.
    let causes = elsewhere.filter { $0.path == "seed" || $0.path.hasPrefix("params.") }
    for difference in causes {
      try StandardOutput.line("  \(difference.path): \(difference.finding)")
    }
    for difference in settings.differences {
      try StandardOutput.line("  \(difference.path): \(difference.finding)")
    }
    for difference in elsewhere where !causes.contains(difference) {
      try StandardOutput.line("  \(difference.path): \(difference.finding)")
    }
    if hidden > 0 {
      try StandardOutput.line(
        "  \(hidden) of the differences are at single points; `--all` lists them")
    }
  }
}
