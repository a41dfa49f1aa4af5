/// The threads that one task computes with, beside others.
public protocol TaskThreads: Sendable {
  /// Changes how many they are. This may happen at any time while the task computes, and must not
  /// change its results.
  func set(_ count: Int)
  /// Computes with them.
  func use(_ body: () throws -> Void) throws
}

/// For operations that divide nothing among threads.
struct OneThread: TaskThreads {
  func set(_ count: Int) {}
  func use(_ body: () throws -> Void) throws { try body() }
}
