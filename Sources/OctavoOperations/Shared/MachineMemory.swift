import Foundation
import OctavoBase
import OctavoRunner

/// The memory that Octavo may use.
package enum MachineMemory {
  /// In bytes. Tests say how much it is, so that they do not depend on their machine.
  @TaskLocal package static var total = MemoryLimit.current.bytes

  /// How a message tells of it.
  static var sentence: String {
    let size = NumberText.bytes(total)
    guard total == MemoryLimit.current.bytes else { return "this machine has \(size)" }
    return switch MemoryLimit.current.cause {
    case .machine: "this machine has \(size)"
    case .controlGroup: "the container or control group that this runs in allows \(size)"
    case .resourceLimit: "the limit of this process (`ulimit`) is \(size)"
    }
  }
}

extension Problems {
  /// Reports what needs more memory than there is.
  ///
  /// - Parameters:
  ///   - bytes: nil where it cannot be told yet.
  ///   - work: begins the sentence that says how much it would take.
  mutating func requireMemory(
    _ bytes: Int?, for work: String = "this training", at option: FieldReference?,
    remedy: String? = nil
  ) {
    guard let bytes, bytes > MachineMemory.total else { return }
    report(
      at: option,
      "\(work) would take about \(NumberText.bytes(bytes)), and \(MachineMemory.sentence)",
      remedy: remedy, as: .notEnoughMemory)
  }
}
