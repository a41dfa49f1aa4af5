/// A token that its exact text stands for, such as `<|endoftext|>`: never split, never merged.
public struct SpecialToken: Hashable, Codable, Sendable {
  public let text: String
  public let token: Int32

  public init(_ text: String, token: Int32) {
    self.text = text
    self.token = token
  }
}

/// Finds special tokens in a text: the leftmost first, the longest where several begin.
struct SpecialTokenFinder: Sendable {
  enum Segment: Equatable {
    case text(Range<Int>)
    case special(Int32)
  }

  /// The special tokens by length, longest first.
  private let candidates: [(bytes: [UInt8], token: Int32)]
  /// Whether a candidate begins with the byte.
  private let isFirstByte: [Bool]

  init(_ specialTokens: [SpecialToken]) {
    candidates = specialTokens.filter { !$0.text.isEmpty }
      .map { (bytes: Array($0.text.utf8), token: $0.token) }
      .sorted { ($0.bytes.count, $1.token) > ($1.bytes.count, $0.token) }
    var isFirstByte = [Bool](repeating: false, count: 256)
    for candidate in candidates { isFirstByte[Int(candidate.bytes[0])] = true }
    self.isFirstByte = isFirstByte
  }

  func segments(of text: UnsafeBufferPointer<UInt8>) -> [Segment] {
    guard !candidates.isEmpty else { return text.isEmpty ? [] : [.text(0..<text.count)] }
    var segments: [Segment] = []
    var start = 0
    var position = 0
    while position < text.count {
      guard isFirstByte[Int(text[position])], let found = special(at: position, in: text) else {
        position += 1
        continue
      }
      if start < position { segments.append(.text(start..<position)) }
      segments.append(.special(found.token))
      position += found.bytes.count
      start = position
    }
    if start < text.count { segments.append(.text(start..<text.count)) }
    return segments
  }

  private func special(
    at position: Int, in text: UnsafeBufferPointer<UInt8>
  ) -> (bytes: [UInt8], token: Int32)? {
    candidates.first { candidate in
      text.count - position >= candidate.bytes.count
        && text[position..<position + candidate.bytes.count].elementsEqual(candidate.bytes)
    }
  }
}
