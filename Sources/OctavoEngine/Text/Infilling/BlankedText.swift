/// A text with blanks as GLM reads it (Du et al. 2022, section 2.1): the text with a mask for each
/// missing span, which is part A, and after it the spans, one after the other, which are part B.
///
/// Tokens of part A see all of part A; those of part B see part A and what precedes them in part B.
/// Every token has two positions: one in part A, where the tokens of a span have that of their mask;
/// and one in its span, counted from 1 at the start mark, which is 0 for tokens of part A.
public struct BlankedText: Hashable, Sendable {
  /// Part A, and then each span after a start mark.
  public private(set) var tokens: [Int32]
  /// How many tokens are part A.
  public let visible: Int
  /// Of each token in part A.
  public private(set) var positions: [Int32]
  /// Of each token in its span.
  public private(set) var spanPositions: [Int32]
  /// What follows each token of part B: the next token of its span, or the end mark.
  public private(set) var targets: [Int32] = []

  /// - Parameters:
  ///   - spans: the missing parts of the text, from left to right.
  ///   - order: the indices of the spans in their order in part B; from left to right if nil.
  /// - Precondition: the spans do not overlap, and the order contains each of them once.
  public init(
    _ text: [Int32], spans: [Range<Int>], order: [Int]? = nil, _ marks: BlankMarks
  ) {
    precondition(order?.count ?? spans.count == spans.count)
    tokens = []
    var masks: [Int32] = []
    var end = 0
    for span in spans {
      tokens += text[end..<span.lowerBound]
      masks.append(Int32(tokens.count))
      tokens.append(marks.mask)
      end = span.upperBound
    }
    tokens += text[end...]
    visible = tokens.count
    positions = (0..<visible).map(Int32.init)
    spanPositions = Array(repeating: 0, count: visible)
    for index in order ?? Array(spans.indices) {
      let span = text[spans[index]]
      tokens += [marks.start] + span
      positions += Array(repeating: masks[index], count: span.count + 1)
      spanPositions += (1...Int32(span.count + 1))
      targets += span + [marks.end]
    }
  }

  /// A text with one blank.
  ///
  /// - Parameter span: what fills the blank, or the beginning of it.
  public init(prefix: [Int32], span: [Int32], suffix: [Int32], _ marks: BlankMarks) {
    self.init(
      prefix + span + suffix, spans: [prefix.count..<prefix.count + span.count], marks)
  }
}
