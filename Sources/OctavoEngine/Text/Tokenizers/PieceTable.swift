/// A growing set of byte strings, each numbered by its first appearance.
///
/// It serves counting the words of a training text and remembering the encodings of pieces, where a
/// dictionary of arrays would spend most of its time in allocation.
struct PieceTable {
  private struct Slot {
    var hash: UInt32
    var number: Int32
  }

  private var slots: [Slot] = []
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]

  var count: Int { ends.count - 1 }

  func bytes(of number: Int) -> ArraySlice<UInt8> {
    bytes[ends[number]..<ends[number + 1]]
  }

  /// The piece's number, and whether it was new.
  mutating func number(of piece: UnsafeBufferPointer<UInt8>) -> (number: Int, isNew: Bool) {
    if count * 2 >= slots.count { grow() }
    let hash = Self.hash(piece)
    var place = Int(hash) & (slots.count - 1)
    while slots[place].number >= 0 {
      let number = Int(slots[place].number)
      if slots[place].hash == hash, isEqual(piece, to: number) { return (number, false) }
      place = (place + 1) & (slots.count - 1)
    }
    let number = count
    slots[place] = Slot(hash: hash, number: Int32(number))
    bytes.append(contentsOf: piece)
    ends.append(bytes.count)
    return (number, true)
  }

  private func isEqual(_ piece: UnsafeBufferPointer<UInt8>, to number: Int) -> Bool {
    let start = ends[number]
    guard ends[number + 1] - start == piece.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      for index in 0..<piece.count where bytes[start + index] != piece[index] { return false }
      return true
    }
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(hash: 0, number: -1), count: max(256, old.count * 2))
    for slot in old where slot.number >= 0 {
      var place = Int(slot.hash) & (slots.count - 1)
      while slots[place].number >= 0 { place = (place + 1) & (slots.count - 1) }
      slots[place] = slot
    }
  }

  /// FNV-1a over the bytes, its halves folded so that the low bits depend on all of them.
  private static func hash(_ piece: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in piece { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
  }
}
