import OctavoBase

/// A tensor that the configuration determines, which older versions of `transformers` stored beside
/// the weights.
enum StoredConstant {
  /// Which positions attention sees: those before.
  case causalMask
  /// The rotations of a head's pairs of channels from one position to the next, in radians.
  case rotaryFrequencies([Double])

  /// Whether the numbers are those of the configuration, as far as 16-bit formats keep them.
  func agrees(with numbers: [Float]) -> Bool {
    guard case .rotaryFrequencies(let expected) = self else { return true }
    return numbers.count == expected.count
      && zip(numbers, expected).allSatisfy { abs(Double($0) - $1) <= 0.01 * $1 + 1e-7 }
  }
}

extension GPT.Configuration {
  /// Nil where positions are learned.
  var rotaryFrequencies: [Double]? {
    guard case .rotary(let base, _) = positions else { return nil }
    return (0..<headWidth / 2).map { Double.pow(base, -2 * Double($0) / Double(headWidth)) }
  }
}

extension String {
  /// Whether the name is that of one of `endings` in a block: `START.N.ENDING` with a layer's number.
  func names(
    oneOf endings: [String], inBlocksOf start: String, layers: Int
  ) -> Bool {
    guard hasPrefix("\(start).") else { return false }
    let parts = dropFirst(start.count + 1).split(
      separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let layer = Int(parts[0]), (0..<layers).contains(layer) else {
      return false
    }
    return endings.contains(String(parts[1]))
  }
}
