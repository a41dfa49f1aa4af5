import Foundation
import OctavoRunner

/// The memory of the machine that Octavo runs on.
enum MachineMemory {
  /// In bytes.
  static var total: Int { Int(ProcessInfo.processInfo.physicalMemory) }
}

extension Int {
  /// A number of bytes as `1.5 GB`, or `12 MB` where it is small.
  var inGigabytes: String {
    self < 1_000_000_000
      ? "\(Swift.max(1, self / 1_000_000)) MB" : String(format: "%.1f GB", Double(self) / 1e9)
  }
}

extension Findings {
  /// Reports a training that needs more memory than there is.
  ///
  /// - Parameter bytes: nil where it cannot be told yet.
  mutating func requireMemory(_ bytes: Int?, at option: String, remedy: String) {
    guard let bytes, bytes > MachineMemory.total else { return }
    report(
      at: option,
      "this training would take about \(bytes.inGigabytes), and this machine has "
        + MachineMemory.total.inGigabytes,
      remedy: remedy)
  }
}
