import Foundation
import OctavoNotebook
import OctavoResults

/// Runs a plan. Steps and points that do not depend on each other run at once; what the store knows is
/// not computed again. The results are the same bits, whatever runs beside what.
public struct Runner {
  public struct Options {
    /// Runs these points of steps alone; `nil` for all.
    public var only: Set<PointReference>?
    /// What earlier runs have left; `nil` to compute everything and keep nothing.
    public var store: Store?
    /// The least time between two states that a long step keeps in the store.
    public var checkpointInterval = Duration.seconds(10)
    /// How many steps and points run at once.
    public var jobs = 1
    /// How many threads compute, all tasks together.
    public var threads = 1
    /// What steps and points that run at once may take together, in bytes.
    public var memoryLimit = MemoryLimit.current.bytes / 4 * 3
    /// Computes what it takes on, into `store`; `nil` to compute everything here.
    public var executor: (any PointExecutor)?
    /// Makes the share of the threads that a task computes with.
    public var makeThreadShare: () -> any TaskThreads = { OneThread() }
    public var isCancelled: () -> Bool = { false }
    public var onEvent: (RunEvent) -> Void = { _ in }

    public init() {}
  }

  /// What a run leaves behind.
  public struct Outcome: Sendable {
    public var run: Run
    public var metadata: [String: RunMetadata.Step]
    /// Whether the user stopped the run.
    public var wasInterrupted: Bool
    /// Whether the next run can take every result from the store; false without a store.
    public var isEverythingKept: Bool
  }

  /// - Parameter outputWriter: where artifacts are written; `nil` to write none.
  public static func run(
    _ plan: Plan, options: Options, outputWriter: OutputWriter?
  ) -> Outcome {
    options.store?.removeLeftovers()
    let session = RunSession(plan, options, outputWriter)
    session.work()
    return session.outcome
  }
}
