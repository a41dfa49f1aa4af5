/// A hash table whose keys are pairs of tokens: linear probing, one flat array.
package struct PairTable<Value: Sendable>: Sendable {
  private struct Entry {
    var key: UInt64
    var value: Value
  }

  private var entries: [Entry]
  private let vacant: Value
  private var mask: Int
  private var shift: UInt64
  private(set) var count = 0

  /// No pair has this key: tokens are not negative.
  private static var noKey: UInt64 { .max }

  /// - Parameter vacant: any value; it fills the places that hold no pair.
  init(vacant: Value, minimumCapacity: Int = 0) {
    let capacity = max(16, (minimumCapacity * 2).roundedUpToPowerOfTwo)
    self.vacant = vacant
    entries = Array(repeating: Entry(key: Self.noKey, value: vacant), count: capacity)
    mask = capacity - 1
    shift = UInt64(64 - capacity.trailingZeroBitCount)
  }

  @inline(__always)
  static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  @inline(__always)
  func value(of key: UInt64) -> Value? {
    let place = place(of: key)
    return entries[place].key == key ? entries[place].value : nil
  }

  mutating func insert(_ value: Value, for key: UInt64) {
    if (count + 1) * 2 > entries.count { grow() }
    let place = place(of: key)
    if entries[place].key != key { count += 1 }
    entries[place] = Entry(key: key, value: value)
  }

  /// Where the pair is, or the vacant place where it would be.
  @inline(__always)
  private func place(of key: UInt64) -> Int {
    // Fibonacci hashing: the high bits of the product depend on both tokens.
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
    while entries[place].key != key && entries[place].key != Self.noKey {
      place = (place + 1) & mask
    }
    return place
  }

  private mutating func grow() {
    var larger = PairTable(vacant: vacant, minimumCapacity: entries.count)
    for entry in entries where entry.key != Self.noKey {
      larger.insert(entry.value, for: entry.key)
    }
    self = larger
  }
}

extension Int {
  var roundedUpToPowerOfTwo: Int {
    self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
  }
}
