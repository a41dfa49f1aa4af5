import OctavoBase

/// A stream of random numbers that can be saved, resumed and split by purpose.
///
/// The generator is Philox4x32-10 (Salmon et al. 2011, “Parallel random numbers: as easy as 1, 2,
/// 3”): the numbers are a function of a key and a counter, so a stream is its seed and a position.
public struct RandomStream: RandomNumberGenerator, Hashable, Codable, Sendable {
  private var key: UInt64
  /// How many 64-bit words have been drawn.
  private var position: UInt64 = 0

  public init(seed: UInt64) {
    self.key = seed
  }

  /// An independent stream at its beginning, named by what it is for, such as `"dropout"`.
  /// It depends on this stream's seed, not on how much was drawn from it.
  public func derived(for purpose: String) -> RandomStream {
    RandomStream(seed: purpose.utf8.reduce(mixed(key)) { mixed($0 ^ UInt64($1)) })
  }

  /// An independent stream at its beginning, one of many of a kind, such as one per row.
  public func derived(for purpose: String, index: Int) -> RandomStream {
    RandomStream(seed: mixed(derived(for: purpose).key ^ mixed(UInt64(bitPattern: Int64(index)))))
  }

  public mutating func next() -> UInt64 {
    let block = Philox.block(counter: (position >> 1, 0), key: key)
    let word = position & 1 == 0 ? block.0 : block.1
    position += 1
    return word
  }

  /// Uniform in [0, 1), a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double {
    Self.uniform(next())
  }

  /// Uniform among `0 ..< bound`.
  public mutating func integer(below bound: Int) -> Int {
    Int.random(in: 0..<bound, using: &self)
  }

  /// Standard normal (Box–Muller, the cosine branch alone, so that one call draws two words).
  public mutating func normal() -> Double {
    let (first, second) = pair()
    let radius = (-2 * Double.log(1 - Self.uniform(first))).squareRoot()
    return radius * Double.cos(2 * .pi * Self.uniform(second))
  }

  /// The stream as it is after `count` calls of `normal`.
  package func skipping(normals count: Int) -> RandomStream {
    var stream = self
    stream.position += 2 * UInt64(count)
    return stream
  }

  /// The next two words, which one block holds if the position is even.
  private mutating func pair() -> (UInt64, UInt64) {
    guard position.isMultiple(of: 2) else { return (next(), next()) }
    defer { position += 2 }
    return Philox.block(counter: (position >> 1, 0), key: key)
  }

  private static func uniform(_ word: UInt64) -> Double { Double(word >> 11) * 0x1p-53 }
}

/// SplitMix64's finaliser (Steele et al. 2014): every bit of the result depends on every bit given.
private func mixed(_ word: UInt64) -> UInt64 {
  var word = word &+ 0x9E37_79B9_7F4A_7C15
  word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
  word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
  return word ^ (word >> 31)
}

/// Philox4x32 with ten rounds.
package enum Philox {
  package static func block(counter: (UInt64, UInt64), key: UInt64) -> (UInt64, UInt64) {
    var (c0, c1) = (
      UInt32(truncatingIfNeeded: counter.0), UInt32(truncatingIfNeeded: counter.0 >> 32)
    )
    var (c2, c3) = (
      UInt32(truncatingIfNeeded: counter.1), UInt32(truncatingIfNeeded: counter.1 >> 32)
    )
    var (k0, k1) = (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32))
    for _ in 0..<10 {
      let first = UInt64(c0) * 0xD251_1F53
      let second = UInt64(c2) * 0xCD9E_8D57
      c0 = UInt32(truncatingIfNeeded: second >> 32) ^ c1 ^ k0
      c1 = UInt32(truncatingIfNeeded: second)
      c2 = UInt32(truncatingIfNeeded: first >> 32) ^ c3 ^ k1
      c3 = UInt32(truncatingIfNeeded: first)
      k0 = k0 &+ 0x9E37_79B9
      k1 = k1 &+ 0xBB67_AE85
    }
    return (UInt64(c1) << 32 | UInt64(c0), UInt64(c3) << 32 | UInt64(c2))
  }
}
