import Foundation

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
