import Foundation
import OctavoEngine
import Synchronization
import Testing

@Suite struct ParallelTests {
  @Test(arguments: [1, 2, 7])
  func everyIndexIsVisitedOnce(threads: Int) {
    for count in [0, 1, 2, 100] {
      for _ in 0..<200 {
        var visits = [Int](repeating: 0, count: count)
        visits.withUnsafeMutableBufferPointer { visits in
          let visits = visits.baseAddress
          Parallel.withThreads(threads) { Parallel.forEach(count) { visits![$0] += 1 } }
        }
        #expect(visits == [Int](repeating: 1, count: count))
      }
    }
  }

  /// Counts threads in, each of which waits until all are there, so that none can come twice.
  private final class Meeting: Sendable {
    private let present = Mutex(0)
    private let expected: Int

    init(of expected: Int) { self.expected = expected }

    var isComplete: Bool { present.withLock { $0 == expected } }

    func join() {
      present.withLock { $0 += 1 }
      let deadline = ContinuousClock.now.advanced(by: .seconds(60))
      while !isComplete, .now < deadline { usleep(100) }
    }
  }

  /// Whatever other tests do meanwhile.
  @Test func asManyThreadsRunAsAreAskedFor() {
    for threads in [1, 2, 3] {
      let meeting = Meeting(of: threads)
      Parallel.withThreads(threads) {
        Parallel.forEach(threads) { _ in
          meeting.join()
          #expect(meeting.isComplete)
        }
      }
    }
  }

  @Test func aShareChangesBetweenLoops() {
    let share = ThreadShare(1)
    share.use {
      for threads in [1, 3, 1, 2] {
        share.set(threads)
        #expect(Parallel.threads == threads)
        let meeting = Meeting(of: threads)
        Parallel.forEach(threads) { _ in
          meeting.join()
          #expect(meeting.isComplete)
        }
      }
    }
  }

  /// Callers that have threads of their own do not wait for each other: all their loops are on at once.
  @Test func loopsOfSeveralCallersRunAtOnce() {
    let (callers, threads) = (3, 2)
    let meeting = Meeting(of: callers * threads)
    let group = DispatchGroup()
    for _ in 0..<callers {
      group.enter()
      Thread.detachNewThread {
        Parallel.withThreads(threads) {
          Parallel.forEach(threads) { _ in
            meeting.join()
            #expect(meeting.isComplete)
          }
        }
        group.leave()
      }
    }
    group.wait()
  }

  @Test func aLoopInsideALoopRuns() {
    var sums = [Int](repeating: 0, count: 8)
    sums.withUnsafeMutableBufferPointer { sums in
      let sums = sums.baseAddress!
      Parallel.forEach(8) { outer in
        var inner = [Int](repeating: 0, count: 16)
        inner.withUnsafeMutableBufferPointer { inner in
          let inner = inner.baseAddress!
          Parallel.forEach(16) { inner[$0] = $0 }
        }
        sums[outer] = inner.reduce(0, +)
      }
    }
    #expect(sums == [Int](repeating: 120, count: 8))
  }

  @Test(arguments: [1, 15, 16, 100, 768, 5000], [1, 32])
  func blocksCoverTheRangeInOrder(count: Int, minimum: Int) {
    var covered = [Bool](repeating: false, count: count)
    covered.withUnsafeMutableBufferPointer { covered in
      let covered = covered.baseAddress!
      Parallel.forEachBlock(of: count, minimum: minimum) { range in
        for index in range { covered[index].toggle() }
      }
    }
    #expect(covered.allSatisfy { $0 })
  }
}
