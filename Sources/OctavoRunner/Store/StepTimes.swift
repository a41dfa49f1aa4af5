import Foundation
import OctavoBase

/// What the steps of each operation took in earlier runs, kept in the store to tell what later ones
/// will take. A step's time is no result: nothing but `octavo plan` depends on it.
struct StepTimes: Codable {
  /// By operation and size, the seconds that a unit of work took.
  private var seconds: [String: [Int: Double]] = [:]

  /// About how long a step takes, in seconds; `nil` where none of about its size has run. A unit of
  /// work takes longer in a small step than in a large one, so others say little.
  func estimate(of operation: any Operation) -> Double? {
    let size = Self.size(of: operation)
    let known = seconds[type(of: operation).manual.name] ?? [:]
    guard
      let nearest = known.keys.min(by: { (abs($0 - size), $0) < (abs($1 - size), $1) }),
      abs(nearest - size) <= 2
    else { return nil }
    return known[nearest]! * Self.work(of: operation)
  }

  /// Takes in what a step took. A new time counts for a third, so that the machine's present speed
  /// shows and a single disturbance does not.
  mutating func note(_ operation: any Operation, seconds taken: Double) {
    let new = taken / Self.work(of: operation)
    let (name, size) = (type(of: operation).manual.name, Self.size(of: operation))
    let old = seconds[name]?[size] ?? new
    seconds[name, default: [:]][size] = old + (new - old) / 3
  }

  /// Of an operation that does not say how much it does, all steps count the same.
  private static func work(of operation: any Operation) -> Double { max(operation.work ?? 1, 1) }

  /// The work in powers of four.
  private static func size(of operation: any Operation) -> Int {
    Int((Double.log2(work(of: operation)) / 2).rounded())
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
