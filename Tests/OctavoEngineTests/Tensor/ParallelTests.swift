import OctavoEngine
import Testing

@Suite struct ParallelTests {
  @Test(arguments: [1, 2, 7])
  func everyIndexIsVisitedOnce(threads: Int) {
    let before = Parallel.threads
    defer { Parallel.threads = before }
    Parallel.threads = threads
    for count in [0, 1, 2, 100] {
      for _ in 0..<200 {
        var visits = [Int](repeating: 0, count: count)
        visits.withUnsafeMutableBufferPointer { visits in
          let visits = visits.baseAddress
          Parallel.forEach(count) { visits![$0] += 1 }
        }
        #expect(visits == [Int](repeating: 1, count: count))
      }
    }
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
