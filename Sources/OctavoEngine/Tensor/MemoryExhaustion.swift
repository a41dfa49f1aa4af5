import Foundation
import Synchronization

/// What happens when the system has no memory left for a tensor.
///
/// Tensors are made in the midst of computations that cannot fail, so a failed allocation ends the
/// program. Before that, a handler may save what is done; memory set aside for it is given back
/// first. Small allocations of the language's runtime are not covered: these end the program at once.
public enum MemoryExhaustion {
  private struct State {
    var handler: (@Sendable (_ bytes: Int) -> Void)?
    var reserve: UnsafeMutableRawPointer?
  }

  // A pointer to memory that only this type uses.
  private struct Box: @unchecked Sendable { var state = State() }
  private static let shared = Mutex(Box())

  /// Sets what is called with the number of bytes that could not be had; `nil` for nothing.
  ///
  /// - Parameter reserve: how many bytes are set aside for the handler.
  public static func handle(
    reserving reserve: Int, _ handler: (@Sendable (_ bytes: Int) -> Void)?
  ) {
    shared.withLock { box in
      free(box.state.reserve)
      box.state = State(handler: handler, reserve: handler == nil ? nil : malloc(reserve))
    }
  }

  static func report(_ bytes: Int) -> Never {
    let handler: (@Sendable (Int) -> Void)? = shared.withLock { box in
      free(box.state.reserve)
      defer { box.state = State() }
      return box.state.handler
    }
    handler?(bytes)
    let text = "octavo: out of memory: \(bytes) bytes cannot be had\n"
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    exit(1)
  }
}
