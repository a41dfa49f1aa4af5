import Foundation
import Synchronization

/// Stored steps that a process has read, so that one that runs a notebook again and again decodes each
/// once.
final class StepMemory: Sendable {
  private struct Known {
    var bytes: Data
    var step: StoredStep
  }

  private let known = Mutex<[StepKey: Known]>([:])
  /// In bytes, as they are stored.
  private static let largest = 256 << 20

  /// - Parameter bytes: as they stand in the store now.
  func step(_ key: StepKey, in bytes: Data) -> StoredStep? {
    known.withLock { known in
      guard let step = known[key], step.bytes == bytes else { return nil }
      return step.step
    }
  }

  func note(_ step: StoredStep, of bytes: Data) {
    known.withLock { known in
      if known.values.reduce(bytes.count, { $0 + $1.bytes.count }) > Self.largest {
        known.removeAll()
      }
      known[step.key] = Known(bytes: bytes, step: step)
    }
  }
}
