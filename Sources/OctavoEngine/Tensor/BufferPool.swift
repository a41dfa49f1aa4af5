import Foundation

/// Memory for tensors, kept for the next one of a similar size instead of going back to the system.
///
/// Training asks for the same sizes at every iteration, so after the first one nothing comes from
/// malloc.
final class BufferPool: @unchecked Sendable {
  static let shared = BufferPool()

  private let lock = NSLock()
  private var free: [Int: [UnsafeMutablePointer<Float>]] = [:]
  private var bytesInUse = 0
  private var bytesFree = 0
  private var mostBytesInUse = 0

  /// A buffer of at least `count` numbers, aligned to a cache line, its contents undefined.
  func take(_ count: Int) -> UnsafeMutablePointer<Float> {
    let capacity = Self.capacity(for: count)
    lock.lock()
    defer { lock.unlock() }
    bytesInUse += 4 * capacity
    mostBytesInUse = max(mostBytesInUse, bytesInUse)
    if let buffer = free[capacity]?.popLast() {
      bytesFree -= 4 * capacity
      return buffer
    }
    let memory = allocate(4 * capacity)
    return memory.bindMemory(to: Float.self, capacity: capacity)
  }

  /// Memory from the system; where it gives none, what the pool holds goes back first.
  private func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    if let memory = Self.allocate(bytes) { return memory }
    giveBack()
    if let memory = Self.allocate(bytes) { return memory }
    lock.unlock()
    MemoryExhaustion.report(bytes)
  }

  /// Aligned to a cache line; `nil` where the system has none left.
  private static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer? {
    var memory: UnsafeMutableRawPointer?
    return posix_memalign(&memory, 64, bytes) == 0 ? memory : nil
  }

  /// Gives the buffers that nobody uses back to the system.
  private func giveBack() {
    for buffer in free.values.joined() { Glibc.free(buffer) }
    free = [:]
    bytesFree = 0
  }

  /// Takes back what `take(count)` gave; keeps it as long as the pool holds no more than half again
  /// of what was ever in use at once.
  func give(_ buffer: UnsafeMutablePointer<Float>, _ count: Int) {
    let capacity = Self.capacity(for: count)
    lock.lock()
    defer { lock.unlock() }
    bytesInUse -= 4 * capacity
    if bytesInUse + bytesFree + 4 * capacity <= mostBytesInUse / 2 * 3 {
      bytesFree += 4 * capacity
      free[capacity, default: []].append(buffer)
    } else {
      Glibc.free(buffer)
    }
  }

  /// What a buffer of `count` numbers takes.
  static func bytes(for count: Int) -> Int { 4 * capacity(for: count) }

  /// Rounds up so that nearby sizes share buffers, by at most an eighth.
  private static func capacity(for count: Int) -> Int {
    let count = max(count, 64)
    let step = max(16, 1 << (Int.bitWidth - count.leadingZeroBitCount - 4))
    return (count + step - 1) / step * step
  }
}
