/// A small generator of random numbers that are the same on every machine (Steele, Lea and Flood 2014):
/// for resampling and for tests.
public struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// Among `0 ..< bound`, uniform but for a part in 2⁶⁴ / `bound` (Lemire 2019): one word is drawn.
  ///
  /// - Precondition: `bound` is above 0.
  public mutating func index(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
