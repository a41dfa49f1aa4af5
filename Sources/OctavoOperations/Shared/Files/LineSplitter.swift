/// Cuts a text that comes piece by piece into lines, which end with `\n`, `\r\n` or `\r`.
struct LineSplitter {
  private let reader: DataReader
  private var buffer: [UInt8] = []
  private var line = 0..<0
  /// Where the next line begins, and how far its end has been looked for.
  private var start = 0
  private var scanned = 0
  private var isExhausted = false

  /// Counted from 1; of the current line.
  private(set) var number = 0
  /// Whether the text ends with the current line, without a line end.
  private(set) var isEnd = false
  /// Up to the end of the current line.
  private(set) var bytesRead = 0

  init(_ reader: DataReader) { self.reader = reader }

  /// Goes to the next line; false at the end.
  mutating func advance() throws -> Bool {
    repeat {
      if let end = endOfLine() {
        // A carriage return at the end of what is there may have its line feed in the next piece.
        let mayGoOn = buffer[end] == 0x0D && end + 1 == buffer.count && !isExhausted
        if !mayGoOn {
          let isPair = buffer[end] == 0x0D && end + 1 < buffer.count && buffer[end + 1] == 0x0A
          take(to: end, next: end + (isPair ? 2 : 1))
          return true
        }
      }
    } while try refill()
    guard start < buffer.count else { return false }
    isEnd = true
    take(to: buffer.count, next: buffer.count)
    return true
  }

  /// Whether the current line holds white space alone.
  var isBlank: Bool {
    buffer[line].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  func withLine<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    try buffer.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[line])) }
  }

  private mutating func take(to end: Int, next: Int) {
    line = start..<end
    bytesRead += next - start
    number += 1
    start = next
    scanned = next
  }

  private mutating func endOfLine() -> Int? {
    let end = buffer.withUnsafeBufferPointer { bytes in
      var place = scanned
      while place < bytes.count, bytes[place] != 0x0A, bytes[place] != 0x0D { place += 1 }
      return place
    }
    scanned = end
    return end < buffer.count ? end : nil
  }

  /// Drops the lines that have been taken and adds the next piece; false where there is none.
  private mutating func refill() throws -> Bool {
    guard !isExhausted else { return false }
    let piece = try reader.next()
    guard !piece.isEmpty else {
      isExhausted = true
      // A carriage return at the very end is a line end after all.
      return start < buffer.count
    }
    buffer.removeFirst(start)
    scanned -= start
    start = 0
    buffer.append(contentsOf: piece)
    return true
  }
}
