import CKernels
import Foundation
import OctavoEngine
import Testing

/// Memory for tensors, which threads take and give back.
@Suite struct BufferTests {
  @Test(arguments: [0, 1, 63, 64, 65, 1000, 262_144, 262_145, 1_000_000])
  func whatIsGivenBackServesAgain(count: Int) throws {
    let first = try #require(octavo_take_buffer(count))
    #expect(Int(bitPattern: first).isMultiple(of: 64))
    first.update(repeating: 1, count: count)
    octavo_give_buffer(first, count)
    let second = try #require(octavo_take_buffer(count))
    defer { octavo_give_buffer(second, count) }
    // The pool is of the whole program, whose other tests may have taken a large one meanwhile.
    if octavo_buffer_bytes(count) <= 1 << 20 { #expect(first == second) }
  }

  @Test func sizesAreRoundedUpByAtMostAnEighth() {
    #expect(octavo_buffer_bytes(0) == 256)
    for count in Array(64..<5000) + [99_999, 1 << 20, (1 << 20) + 1, 123_456_789] {
      let bytes = octavo_buffer_bytes(count)
      #expect(bytes >= 4 * count && bytes.isMultiple(of: 64), "\(count)")
      #expect(bytes <= max(4 * count + count / 2, 4 * count + 60), "\(count)")
    }
  }

  @Test func aThreadKnowsWhatItHolds() throws {
    let before = octavo_held_bytes()
    let buffer = try #require(octavo_take_buffer(1000))
    #expect(octavo_held_bytes() - before == octavo_buffer_bytes(1000))
    octavo_give_buffer(buffer, 1000)
    #expect(octavo_held_bytes() == before)
  }

  /// Sizes that fill what a thread keeps many times over, on threads that end.
  @Test func noTwoHoldersShareMemory() {
    let sizes = [10, 100, 1000, 10_000, 100_000, 260_000, 300_000]
    for round in 0..<3 {
      let threads = (0..<4).map { index in
        Thread {
          var random = SystemRandomNumberGenerator()
          var held: [(UnsafeMutablePointer<Float>, Int, Float)] = []
          for step in 0..<2000 {
            if held.count == 40 || (step.isMultiple(of: 3) && !held.isEmpty) {
              let (buffer, count, mark) = held.remove(
                at: Int.random(in: 0..<held.count, using: &random))
              #expect(buffer[0] == mark && buffer[count - 1] == mark)
              octavo_give_buffer(buffer, count)
            } else {
              let count = sizes.randomElement(using: &random)!
              let mark = Float(index * 10_000 + step)
              let buffer = octavo_take_buffer(count)!
              (buffer[0], buffer[count - 1]) = (mark, mark)
              held.append((buffer, count, mark))
            }
          }
          for (buffer, count, mark) in held {
            #expect(buffer[0] == mark && buffer[count - 1] == mark, "round \(round)")
            octavo_give_buffer(buffer, count)
          }
        }
      }
      for thread in threads { thread.start() }
      while !threads.allSatisfy(\.isFinished) { usleep(1000) }
    }
  }
}
