/// How a run went, in numbers.
public struct RunVerdict: Hashable, Sendable {
  /// How many expectations there are, and how many of them hold.
  public var expectations = 0
  public var held = 0
  /// The names of the steps that failed, in the notebook's order.
  public var failed: [String] = []
  /// The names of those that were skipped.
  public var skipped: [String] = []

  public init(_ run: Run) {
    for step in run.steps {
      expectations += step.verdicts.count
      held += step.verdicts.count(where: \.holds)
      switch step.status {
      case .done: break
      case .failed: failed.append(step.name)
      case .skipped: skipped.append(step.name)
      }
    }
  }

  public var isGood: Bool { failed.isEmpty && skipped.isEmpty && held == expectations }

  /// `held 3 of 4; failed: train; skipped 2 steps`, or `done` where there is nothing to say.
  public var text: String {
    var parts: [String] = []
    if expectations > 0 { parts.append("held \(held) of \(expectations)") }
    if !failed.isEmpty { parts.append("failed: \(Self.list(failed))") }
    if !skipped.isEmpty {
      parts.append(skipped.count == 1 ? "skipped 1 step" : "skipped \(skipped.count) steps")
    }
    return parts.isEmpty ? "done" : parts.joined(separator: "; ")
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
  }
}
