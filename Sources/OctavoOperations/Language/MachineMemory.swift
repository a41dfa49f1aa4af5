import Foundation
import OctavoRunner

/// The memory of the machine that Octavo runs on.
package enum MachineMemory {
  /// In bytes. Tests say what the machine has, so that they do not depend on theirs.
  @TaskLocal package static var total = Int(ProcessInfo.processInfo.physicalMemory)
}

extension Int {
  /// A number of bytes as `1.5 GB`, or `12 MB` where it is small, or `3.2 TB` where it is large.
  var inGigabytes: String {
    switch self {
    case ..<1_000_000_000: "\(Swift.max(1, self / 1_000_000)) MB"
    case ..<1_000_000_000_000: String(format: "%.1f GB", Double(self) / 1e9)
    case ..<1_000_000_000_000_000: String(format: "%.1f TB", Double(self) / 1e12)
    default: "1,000 TB or more"
    }
  }
}

extension Findings {
  /// Reports what needs more memory than there is.
  ///
  /// - Parameters:
  ///   - bytes: nil where it cannot be told yet.
  ///   - work: begins the sentence that says how much it would take.
  mutating func requireMemory(
    _ bytes: Int?, for work: String = "this training", at option: String, remedy: String? = nil
  ) {
    guard let bytes, bytes > MachineMemory.total else { return }
    report(
      at: option,
      "\(work) would take about \(bytes.inGigabytes), and this machine has "
        + MachineMemory.total.inGigabytes,
      remedy: remedy)
  }
}

extension Operation {
  /// Memory as one of the costs; none where it cannot be told yet.
  static func memoryCost(_ bytes: Int?) -> [(String, String)] {
    bytes.map { [("memory", "about \($0.inGigabytes)")] } ?? []
  }
}
