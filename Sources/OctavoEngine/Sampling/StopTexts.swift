/// The texts at which a sample ends, prepared for one vocabulary.
///
/// A sample ends with the first token that completes a stop text within what was written since the
/// prompt. That token belongs to the sample whole, also where it reaches beyond the stop text, and
/// so do the tokens before it. Texts are compared byte by byte in UTF-8, so it does not matter into
/// how many tokens a model cuts them.
public struct StopTexts: Codable, Hashable, Sendable {
  /// What of a stop text the written text ends with.
  public struct Progress: Hashable, Sendable {
    fileprivate var state: Int32 = 0

    public init() {}

    /// Whether a stop text has been completed.
    public var isEnded: Bool { state == StopTexts.ended }
  }

  public static let none = StopTexts(tokens: [])

  fileprivate static let ended: Int32 = -1

  /// A state and a token that together lead anywhere but to the start, ascending. What a token does
  /// at the start it does in every state that has no step of its own with it.
  private let steps: [UInt64]
  /// Where each step leads.
  private let targets: [Int32]
  /// The tokens that write nothing, ascending; those beyond the vocabulary write nothing either.
  private let emptyTokens: [Int32]
  private let vocabularySize: Int

  /// Single tokens, whatever they spell.
  public init(tokens: Set<Int32>) {
    steps = tokens.sorted().map { Self.step(0, $0) }
    targets = tokens.map { _ in Self.ended }
    emptyTokens = []
    vocabularySize = .max
  }

  /// - Parameter spellings: the bytes of each token of the vocabulary.
  /// - Precondition: no text is empty.
  public init(_ texts: [String], spellings: [[UInt8]]) {
    precondition(texts.allSatisfy { !$0.isEmpty })
    let automaton = ByteAutomaton(texts.map { Array($0.utf8) })
    var found: [(step: UInt64, target: Int32)] = []
    var tokensByFirstByte = [[Int32]](repeating: [], count: 256)
    var fromStart: [Int32] = []
    for (token, bytes) in zip(Int32(0)..., spellings) {
      if let first = bytes.first { tokensByFirstByte[Int(first)].append(token) }
      let target = automaton.target(after: bytes, from: 0)
      fromStart.append(target)
      if target != 0 { found.append((Self.step(0, token), target)) }
    }
    // Another state leads elsewhere only by a byte that continues what was written.
    for state in automaton.states.dropFirst() {
      for byte in automaton.continuations(of: state) {
        for token in tokensByFirstByte[Int(byte)] {
          let target = automaton.target(after: spellings[Int(token)], from: state)
          if target != fromStart[Int(token)] {
            found.append((Self.step(Int32(state), token), target))
          }
        }
      }
    }
    found.sort { $0.step < $1.step }
    steps = found.map(\.step)
    targets = found.map(\.target)
    emptyTokens =
      texts.isEmpty ? [] : zip(Int32(0)..., spellings).filter { $1.isEmpty }.map(\.0)
    vocabularySize = texts.isEmpty ? .max : spellings.count
  }

  /// The same for a tokenizer's vocabulary.
  public init(_ texts: [String], tokenizer: Tokenizer) {
    self.init(texts, spellings: texts.isEmpty ? [] : tokenizer.spellings)
  }

  /// What the written text ends with after another token.
  public func progress(_ progress: Progress, after token: Int32) -> Progress {
    if steps.isEmpty || progress.isEnded { return progress }
    var next = Progress()
    if let target = target(progress.state, token) ?? target(0, token) {
      next.state = target
    } else if token >= vocabularySize || emptyTokens.sortedIndex(of: token) != nil {
      next = progress
    }
    return next
  }

  private func target(_ state: Int32, _ token: Int32) -> Int32? {
    steps.sortedIndex(of: Self.step(state, token)).map { targets[$0] }
  }

  private static func step(_ state: Int32, _ token: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: state)) << 32 | UInt64(UInt32(bitPattern: token))
  }
}

extension Array where Element: Comparable {
  /// Where the element is in an ascending array.
  fileprivate func sortedIndex(of element: Element) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == element ? low : nil
  }
}
