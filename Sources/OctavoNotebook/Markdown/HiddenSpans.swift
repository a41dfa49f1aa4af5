/// A construct that GitHub knows and CommonMark does not, found before cmark has the text.
enum HiddenSpan: Hashable {
  case formula(Formula)
  case footnote(label: String)
  case citation(Citation)
  /// Text as it was written.
  case text
  /// A bare address; the text is the address as it was written.
  case address(text: String, destination: String)
  /// `[ ]` or `[x]` at the start of a list's item.
  case task(isDone: Bool)
  /// `[!NOTE]` at the start of a quotation.
  case alert(Prose.Alert.Kind)
}

/// Puts signs without a meaning in the place of spans that cmark must not look into, and finds the
/// spans again by them.
///
/// A stand-in has as many bytes as its span, so that every position stays what it was. It begins
/// with a sign of punctuation, as most spans do, since that decides what an emphasis beside it may
/// be; then comes a control character that no notebook may hold, then letters and digits. These
/// together number the span; equal spans share a number.
struct HiddenSpans {
  struct Entry: Hashable {
    var span: HiddenSpan
    /// As it was written.
    var source: String
  }

  private var entries: [[Entry]] = Array(repeating: [], count: classes.count)
  private var numbers: [Entry: Int] = [:]

  /// By the length of a stand-in, from `shortest` on; the last class is that of all longer ones.
  private struct Class {
    var controls: [UInt8]
    var digits: Int
    var capacity: Int { HiddenSpans.leads.count * controls.count * power(62, digits) }
  }

  static let shortest = 3
  private static let leads = Array("^@%${}/;".utf8)
  private static let digits = Array(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
  /// The second bytes of the control characters: all but that of the line end U+0085 and those that
  /// stand for escaped signs and for formulas of several lines.
  private static let classes = [
    Class(controls: Array(0x80...0x84) + Array(0x86...0x8D), digits: 0),
    Class(controls: [0x8E, 0x8F, 0x90, 0x94, 0x95, 0x96, 0x97], digits: 1),
    Class(controls: Array(0x98...0x9B), digits: 2),
    Class(controls: Array(0x9C...0x9F), digits: 3),
  ]

  /// The stand-in for a span of at least three bytes; `nil` where the numbers are used up.
  mutating func standIn(for entry: Entry) -> [UInt8]? {
    let length = entry.source.utf8.count
    guard length >= Self.shortest else { return nil }
    let kind = min(length - Self.shortest, Self.classes.count - 1)
    let form = Self.classes[kind]
    var number = numbers[entry] ?? entries[kind].count
    guard number < form.capacity else { return nil }
    if number == entries[kind].count {
      entries[kind].append(entry)
      numbers[entry] = number
    }
    var digits: [UInt8] = []
    for _ in 0..<form.digits {
      digits.append(Self.digits[number % 62])
      number /= 62
    }
    let control = form.controls[number % form.controls.count]
    let lead = Self.leads[number / form.controls.count]
    let filler = length - Self.shortest - form.digits
    return [lead, 0xC2, control] + digits + Array(repeating: UInt8(ascii: "x"), count: filler)
  }

  enum Piece {
    case text(String)
    case span(Entry)
  }

  /// A text cut at its stand-ins.
  func pieces(of text: String) -> [Piece] {
    guard text.utf8.contains(0xC2), !numbers.isEmpty else { return [.text(text)] }
    let bytes = Array(text.utf8)
    var pieces: [Piece] = []
    var start = 0
    var index = 0
    while index + 2 < bytes.count {
      guard let (entry, length) = entry(at: index, in: bytes) else {
        index += 1
        continue
      }
      if start < index {
        pieces.append(.text(String(decoding: bytes[start..<index], as: UTF8.self)))
      }
      pieces.append(.span(entry))
      index += length
      start = index
    }
    if start < bytes.count {
      pieces.append(.text(String(decoding: bytes[start...], as: UTF8.self)))
    }
    return pieces
  }

  private func entry(at index: Int, in bytes: [UInt8]) -> (Entry, length: Int)? {
    guard bytes[index + 1] == 0xC2, let lead = Self.leads.firstIndex(of: bytes[index]) else {
      return nil
    }
    for (kind, form) in Self.classes.enumerated() {
      guard let control = form.controls.firstIndex(of: bytes[index + 2]) else { continue }
      var number = lead * form.controls.count + control
      guard index + Self.shortest + form.digits <= bytes.count else { return nil }
      for place in (0..<form.digits).reversed() {
        guard let digit = Self.digits.firstIndex(of: bytes[index + Self.shortest + place]) else {
          return nil
        }
        number = number * 62 + digit
      }
      guard entries[kind].indices.contains(number) else { return nil }
      let entry = entries[kind][number]
      let length = entry.source.utf8.count
      return index + length <= bytes.count ? (entry, length) : nil
    }
    return nil
  }

  /// A text in which every span stands again as it was written.
  func restored(in text: String) -> String {
    pieces(of: text).map { piece in
      switch piece {
      case .text(let text): text
      case .span(let entry): entry.source
      }
    }.joined()
  }
}

private func power(_ base: Int, _ exponent: Int) -> Int {
  (0..<exponent).reduce(1) { product, _ in product * base }
}
