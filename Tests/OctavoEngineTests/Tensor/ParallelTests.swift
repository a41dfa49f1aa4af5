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

  /// Whatever other tests do meanwhile.
  @Test func asManyThreadsRunAsAreAskedFor() {
    for threads in [1, 2, 3] {
      let running = Mutex(0)
      Parallel.withThreads(threads) {
        // Each waits until all are there, so that none can run two.
        Parallel.forEach(threads) { _ in
          running.withLock { $0 += 1 }
          while running.withLock({ $0 }) < threads { usleep(100) }
        }
      }
      #expect(running.withLock { $0 } == threads)
    }
  }

  @Test func aShareChangesBetweenLoops() {
    let share = ThreadShare(1)
    share.use {
      for threads in [1, 3, 1, 2] {
        share.set(threads)
        #expect(Parallel.threads == threads)
        let running = Mutex(0)
        Parallel.forEach(threads) { _ in
          running.withLock { $0 += 1 }
          while running.withLock({ $0 }) < threads { usleep(100) }
        }
        #expect(running.withLock { $0 } == threads)
      }
    }
  }

  /// Callers that have threads of their own do not wait for each other: all their loops are on at once.
  @Test func loopsOfSeveralCallersRunAtOnce() {
    let (callers, threads) = (3, 2)
    let running = Mutex(0)
    let group = DispatchGroup()
    for _ in 0..<callers {
      group.enter()
      Thread.detachNewThread {
        Parallel.withThreads(threads) {
          Parallel.forEach(threads) { _ in
            running.withLock { $0 += 1 }
            let deadline = ContinuousClock.now.advanced(by: .seconds(60))
            while running.withLock({ $0 }) < callers * threads, .now < deadline { usleep(100) }
            #expect(running.withLock { $0 } == callers * threads)
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
