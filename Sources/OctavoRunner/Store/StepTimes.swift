import Foundation
import OctavoBase

/// What the steps of each operation took in earlier runs, kept in the store to tell what later ones will
/// take. A step's time is no result: nothing but `octavo plan` depends on it.
struct StepTimes: Codable {
  struct Entry: Codable {
    /// For a unit of the operation's work, or for a step where it does not say how much that is.
    var seconds: Double
    var isPerWork: Bool
  }

  private var entries: [String: Entry] = [:]

  /// About how long a step takes, in seconds; `nil` where none like it has run.
  func estimate(of operation: any Operation) -> Double? {
    guard let entry = entries[type(of: operation).manual.name] else { return nil }
    guard let work = operation.work else { return entry.isPerWork ? nil : entry.seconds }
    return entry.isPerWork ? entry.seconds * work : nil
  }

  /// Takes in what a step took. A new time counts for a third, so that the machine's present speed shows
  /// and a single disturbance does not.
  mutating func note(_ operation: any Operation, seconds: Double) {
    let name = type(of: operation).manual.name
    let work = operation.work
    let new = work.map { seconds / max($0, 1) } ?? seconds
    if let old = entries[name], old.isPerWork == (work != nil) {
      entries[name]?.seconds = old.seconds + (new - old.seconds) / 3
    } else {
      entries[name] = Entry(seconds: new, isPerWork: work != nil)
    }
  }
}

extension Store {
  static let timesName = "times.json"

  /// None where they cannot be read.
  var times: StepTimes {
    let file = folder.appending(path: Self.timesName)
    guard let data = try? Data(ofOwnFile: file) else { return StepTimes() }
    return (try? JSONDecoder().decode(StepTimes.self, from: data)) ?? StepTimes()
  }

  /// Takes in what the steps of a run took, in seconds. Of two processes that write at a time, one is
  /// forgotten.
  func note(_ taken: [(operation: any Operation, seconds: Double)]) {
    guard !taken.isEmpty else { return }
    var times = times
    for (operation, seconds) in taken { times.note(operation, seconds: seconds) }
    try? keepTimes(JSONEncoder.stable().encode(times))
  }
}
