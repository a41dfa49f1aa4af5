/// A text that knows where in the notebook each of its characters was written, whatever quotes,
/// escapes, folded lines and indentation stood between them there.
///
/// Offsets count Unicode scalars from 0.
public struct LocatedText: Hashable, Sendable {
  /// From its offset up to the next stretch's, characters stand side by side on one line.
  struct Stretch: Hashable, Sendable {
    var offset: Int
    var position: SourcePosition
  }

  private enum Origin: Hashable, Sendable {
    /// Ordered by offset; the first has offset 0.
    case written([Stretch])
    /// Every character comes of the whole range.
    case computed(SourceRange)
  }

  public let text: String
  private let count: Int
  private let origin: Origin

  /// A text that stands in the notebook just so, on one line.
  public init(_ text: String, at position: SourcePosition) {
    self.init(text, stretches: [Stretch(offset: 0, position: position)])
  }

  /// A text that an expression computed, or that is known only to stand somewhere in a range.
  public init(_ text: String, from range: SourceRange) {
    self.text = text
    self.count = text.unicodeScalars.count
    self.origin = .computed(range)
  }

  init(_ text: String, stretches: [Stretch]) {
    self.text = text
    self.count = text.unicodeScalars.count
    self.origin = .written(stretches)
  }

  public var range: SourceRange { range(of: 0..<count) }

  /// Where the characters of a range of offsets stand, from the first to behind the last.
  public func range(of offsets: Range<Int>) -> SourceRange {
    switch origin {
    case .computed(let range):
      return range
    case .written:
      let start = position(at: offsets.lowerBound)
      guard !offsets.isEmpty else { return SourceRange(start, start) }
      var end = position(at: offsets.upperBound - 1)
      end.column += 1
      return SourceRange(start, end)
    }
  }

  /// A part of the text, each of whose characters stands where it stood.
  public subscript(offsets: Range<Int>) -> LocatedText {
    let scalars = text.unicodeScalars
    let start = scalars.index(scalars.startIndex, offsetBy: offsets.lowerBound)
    let end = scalars.index(start, offsetBy: offsets.count)
    return part(String(scalars[start..<end]), at: offsets.lowerBound)
  }

  /// A part of the text that is known to begin at an offset.
  func part(_ part: String, at offset: Int) -> LocatedText {
    switch origin {
    case .computed(let range):
      return LocatedText(part, from: range)
    case .written(let stretches):
      var result = [Stretch(offset: 0, position: position(at: offset))]
      let end = offset + part.unicodeScalars.count
      let following = stretches.partitioningIndex { $0.offset > offset }
      for stretch in stretches[following...].prefix(while: { $0.offset < end }) {
        result.append(Stretch(offset: stretch.offset - offset, position: stretch.position))
      }
      return LocatedText(part, stretches: result)
    }
  }

  private func position(at offset: Int) -> SourcePosition {
    switch origin {
    case .computed(let range):
      return range.start
    case .written(let stretches):
      let next = stretches.partitioningIndex { $0.offset > offset }
      // Past the end of the text is past the last character, though a line may end between.
      let stretch = stretches[max(next - 1, 0)]
      var position = stretch.position
      position.column += offset - stretch.offset
      return position
    }
  }
}

extension Array {
  /// The first index whose element satisfies a condition that holds from some element on.
  func partitioningIndex(where belongsToSecond: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if belongsToSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
