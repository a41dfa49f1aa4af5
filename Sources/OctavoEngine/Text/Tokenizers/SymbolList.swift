/// The symbols of a piece while its pairs are merged: a linked list in flat arrays.
package struct SymbolList {
  package init() {}

  private struct Symbol {
    var token: Int32
    /// The rank of the pair this symbol and the next one are, `noRank` if they are none.
    var rank: UInt32
    /// What that pair merges into.
    var merged: Int32
    var previous: Int32
    var next: Int32
  }

  private static let noRank = UInt32.max
  /// Above this length a queue finds the next pair; below, looking at all of them is faster.
  private static let longestScanned = 32

  private var symbols: [Symbol] = []
  private var queue = BinaryHeap<UInt64>()

  package mutating func removeAll() {
    symbols.removeAll(keepingCapacity: true)
  }

  package mutating func append(_ token: Int32) {
    let index = Int32(symbols.count)
    symbols.append(
      Symbol(token: token, rank: Self.noRank, merged: 0, previous: index - 1, next: index + 1))
  }

  /// Merges the pair of least rank, the leftmost of several, until no pair is left.
  package mutating func merge(by ranks: borrowing PairTable<RankedMerge>) {
    for index in symbols.indices.dropLast() { updateRank(at: index, by: ranks) }
    if symbols.count <= Self.longestScanned {
      mergeByScanning(ranks)
    } else {
      mergeByQueue(ranks)
    }
  }

  package func append(to tokens: inout [Int32]) {
    var index = 0
    while index < symbols.count {
      tokens.append(symbols[index].token)
      index = Int(symbols[index].next)
    }
  }

  private mutating func mergeByScanning(_ ranks: borrowing PairTable<RankedMerge>) {
    while true {
      var best = (rank: Self.noRank, index: 0)
      var index = 0
      while index < symbols.count {
        if symbols[index].rank < best.rank { best = (symbols[index].rank, index) }
        index = Int(symbols[index].next)
      }
      guard best.rank != Self.noRank else { return }
      mergePair(at: best.index, by: ranks)
    }
  }

  private mutating func mergeByQueue(_ ranks: borrowing PairTable<RankedMerge>) {
    queue.removeAll()
    for index in symbols.indices { enqueue(index) }
    while let entry = queue.pop() {
      let index = Int(entry & 0xFFFF_FFFF)
      // An entry is stale when its symbol has been merged or has a new neighbor.
      guard symbols[index].rank == UInt32(entry >> 32) else { continue }
      mergePair(at: index, by: ranks)
      enqueue(index)
      let previous = Int(symbols[index].previous)
      if previous >= 0 { enqueue(previous) }
    }
  }

  private mutating func enqueue(_ index: Int) {
    let rank = symbols[index].rank
    if rank != Self.noRank { queue.push(UInt64(rank) << 32 | UInt64(index)) }
  }

  private mutating func mergePair(at index: Int, by ranks: borrowing PairTable<RankedMerge>) {
    let absorbed = Int(symbols[index].next)
    let next = symbols[absorbed].next
    symbols[index].token = symbols[index].merged
    symbols[index].next = next
    symbols[absorbed].rank = Self.noRank
    if Int(next) < symbols.count { symbols[Int(next)].previous = Int32(index) }
    updateRank(at: index, by: ranks)
    let previous = Int(symbols[index].previous)
    if previous >= 0 { updateRank(at: previous, by: ranks) }
  }

  private mutating func updateRank(at index: Int, by ranks: borrowing PairTable<RankedMerge>) {
    let next = Int(symbols[index].next)
    guard next < symbols.count else {
      symbols[index].rank = Self.noRank
      return
    }
    let key = PairTable<RankedMerge>.key(symbols[index].token, symbols[next].token)
    if let merge = ranks.value(of: key) {
      symbols[index].rank = merge.rank
      symbols[index].merged = merge.result
    } else {
      symbols[index].rank = Self.noRank
    }
  }
}
