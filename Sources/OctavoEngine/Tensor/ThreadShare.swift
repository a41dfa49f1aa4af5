import CKernels

/// The threads that one of several computations at once may use. Their number can change while it
/// runs: it holds for the loops that begin from then on, and never changes a result.
package final class ThreadShare: @unchecked Sendable {
  private let share: OpaquePointer?

  package init(_ count: Int = 1) {
    share = octavo_make_thread_share(Int32(clamping: count))
  }

  deinit { octavo_free_thread_share(share) }

  package func set(_ count: Int) {
    octavo_set_thread_share(share, Int32(clamping: count))
  }

  /// Calls `body` with the share for the loops that it starts.
  package func use<Result>(_ body: () throws -> Result) rethrows -> Result {
    let former = octavo_use_thread_share(share)
    defer {
      _ = octavo_use_thread_share(former)
      withExtendedLifetime(self) {}
    }
    return try body()
  }
}
