import CKernels
import Foundation

/// Loops over independent blocks of work, run on a pool of threads.
///
/// How work is cut into blocks depends on its size alone, and a block is always computed by one
/// thread, so results are the same bits whatever the number of threads.
public enum Parallel {
  /// How many threads a loop may use; at first the number of processors.
  public static var threads: Int {
    get {
      initialised
      return Int(octavo_threads())
    }
    set {
      initialised
      octavo_set_threads(Int32(clamping: newValue))
    }
  }

  /// Calls `body` with so many threads for the loops that it starts, whatever other threads of the
  /// program use at the same time.
  package static func withThreads<Result>(
    _ count: Int, _ body: () throws -> Result
  ) rethrows -> Result {
    try ThreadShare(count).use(body)
  }

  private static let initialised: Void =
    octavo_set_threads(Int32(ProcessInfo.processInfo.activeProcessorCount))

  /// Calls `body` once for each of `0 ..< count`, in no particular order and perhaps at once.
  package static func forEach(_ count: Int, _ body: (Int) -> Void) {
    initialised
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { pointer in
        octavo_parallel_for(
          count,
          { context, index in
            context!.assumingMemoryBound(to: ((Int) -> Void).self).pointee(index)
          },
          UnsafeMutableRawPointer(mutating: pointer))
      }
    }
  }

  /// Calls `body` with consecutive ranges that cover `0 ..< count`: about eight of them, none
  /// smaller than `minimum` except where the count is.
  package static func forEachBlock(of count: Int, minimum: Int, _ body: (Range<Int>) -> Void) {
    let size = blockSize(count, minimum: minimum)
    forEach((count + size - 1) / size) { index in
      body(index * size..<min(count, (index + 1) * size))
    }
  }

  /// A multiple of sixteen, so that matrix products fill their registers.
  package static func blockSize(_ count: Int, minimum: Int) -> Int {
    max(minimum, (count / 8 + 15) / 16 * 16, 1)
  }
}
