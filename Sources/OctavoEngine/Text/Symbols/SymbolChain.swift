import Foundation

/// A random language over a few symbols: each depends on the one before it alone (Markov 1906).
/// What a model of it writes can be counted, so that its distribution is known exactly.
public struct SymbolChain: Hashable, Sendable {
  public let symbols: [Unicode.Scalar]
  /// The probability of each symbol, a column, after each, a row.
  public let transitions: [[Double]]

  /// - Parameters:
  ///   - spread: the standard deviation of the transitions' log-probabilities before they are
  ///     normalized; 0 makes every symbol equally likely after every other.
  ///   - stream: that of the transitions.
  /// - Precondition: there is a symbol.
  public init(symbols: [Unicode.Scalar], spread: Double, using stream: RandomStream) {
    precondition(!symbols.isEmpty, "a chain has symbols")
    self.symbols = symbols
    transitions = symbols.indices.map { row in
      var stream = stream.derived(for: "transitions", index: row)
      return Categorical(logits: symbols.map { _ in spread * stream.normal() }).probabilities
    }
  }

  /// A text of so many symbols, of which the first is any.
  public func text(
    length: Int, using stream: inout RandomStream, progress: (_ done: Int) throws -> Void
  ) rethrows -> String {
    var text = String.UnicodeScalarView()
    var symbol = stream.integer(below: symbols.count)
    for done in 0..<length {
      if done.isMultiple(of: 4096) { try progress(done) }
      text.append(symbols[symbol])
      symbol = next(after: symbol, at: stream.uniform())
    }
    return String(text)
  }

  private func next(after symbol: Int, at place: Double) -> Int {
    var rest = place
    for (next, probability) in transitions[symbol].enumerated() {
      rest -= probability
      if rest < 0 { return next }
    }
    return symbols.count - 1
  }

  /// What a symbol costs, in nats, to whoever knows the transitions: no model can do better.
  public var entropyRate: Double {
    zip(stationary, transitions).reduce(0) { rate, row in
      rate + row.0 * Categorical(probabilities: row.1).entropy
    }
  }

  /// How often each symbol stands in a long text.
  public var stationary: [Double] {
    var shares = [Double](repeating: 1 / Double(symbols.count), count: symbols.count)
    // Every transition is possible, so each step shrinks the distance to the limit.
    for _ in 0..<10_000 {
      var next = [Double](repeating: 0, count: symbols.count)
      for (share, row) in zip(shares, transitions) {
        for column in row.indices { next[column] += share * row[column] }
      }
      let change = zip(shares, next).reduce(0) { $0 + abs($1.0 - $1.1) }
      shares = next
      if change < 1e-15 { break }
    }
    return shares
  }
}
