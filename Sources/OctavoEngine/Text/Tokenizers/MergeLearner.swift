/// Keeps the frequencies of all pairs while words are merged, so that a merge costs only what it
/// changes.
struct MergeLearner {
  /// A pair with its frequency when it was queued and the words it was then found in.
  private struct Candidate: Comparable {
    let count: Int
    let pair: UInt64
    let words: [Int32]

    /// The most frequent pair comes first; of equals the smaller tokens.
    static func < (first: Candidate, second: Candidate) -> Bool {
      first.count != second.count ? first.count > second.count : first.pair < second.pair
    }

    static func == (first: Candidate, second: Candidate) -> Bool {
      first.count == second.count && first.pair == second.pair
    }
  }

  private var tokens: [Int32]
  private let starts: [Int]
  private var lengths: [Int]
  private let wordCounts: [Int]

  /// The place of each pair in `pairs`, `counts` and `found`.
  private var places = PairTable<Int32>(vacant: 0)
  private var pairs: [UInt64] = []
  private var counts: [Int] = []
  /// The words in which a pair has newly been found; emptied when the pair is queued.
  private var found: [[Int32]] = []
  private var queue = BinaryHeap<Candidate>()

  init(words: WordList) {
    tokens = words.tokens
    starts = words.starts
    wordCounts = words.counts
    let ends = words.starts.dropFirst() + [words.tokens.count]
    lengths = zip(words.starts, ends).map { $1 - $0 }
    for word in starts.indices {
      for index in starts[word]..<starts[word] + lengths[word] - 1 {
        let place = place(of: tokens[index], tokens[index + 1])
        counts[place] += wordCounts[word]
        note(word, at: place)
      }
    }
    enqueue(Array(pairs.indices))
  }

  /// Removes the most frequent pair from the queue, nil if none occurs so often.
  mutating func nextPair(atLeast minimum: Int) -> (left: Int32, right: Int32, words: [Int32])? {
    while let top = queue.pop() {
      let count = counts[place(of: top.pair)]
      guard count == top.count else {
        queue.push(Candidate(count: count, pair: top.pair, words: top.words))
        continue
      }
      guard count >= minimum else { return nil }
      let left = Int32(truncatingIfNeeded: top.pair >> 32)
      return (left, Int32(truncatingIfNeeded: top.pair), top.words)
    }
    return nil
  }

  /// Merges a pair in the words given, and queues the pairs that arise.
  mutating func apply(_ merge: BytePairTokenizer.Merge, at words: [Int32]) {
    var arisen: [Int] = []
    for word in words { apply(merge, in: Int(word), arisen: &arisen) }
    enqueue(arisen)
  }

  private mutating func apply(
    _ merge: BytePairTokenizer.Merge, in word: Int, arisen: inout [Int]
  ) {
    let start = starts[word]
    let end = start + lengths[word]
    let wordCount = wordCounts[word]
    func changeCount(of left: Int32, _ right: Int32, by change: Int) -> Int {
      let place = place(of: left, right)
      counts[place] += change
      return place
    }
    func add(_ left: Int32, _ right: Int32) {
      let place = changeCount(of: left, right, by: wordCount)
      if found[place].isEmpty { arisen.append(place) }
      note(word, at: place)
    }
    var read = start
    var write = start
    while read < end {
      guard read + 1 < end, tokens[read] == merge.left, tokens[read + 1] == merge.right else {
        tokens[write] = tokens[read]
        read += 1
        write += 1
        continue
      }
      if write > start {
        _ = changeCount(of: tokens[write - 1], merge.left, by: -wordCount)
        add(tokens[write - 1], merge.result)
      }
      if read + 2 < end {
        _ = changeCount(of: merge.right, tokens[read + 2], by: -wordCount)
        add(merge.result, tokens[read + 2])
      }
      tokens[write] = merge.result
      read += 2
      write += 1
    }
    lengths[word] = write - start
  }

  private mutating func enqueue(_ places: [Int]) {
    for place in places {
      if counts[place] > 0 {
        queue.push(Candidate(count: counts[place], pair: pairs[place], words: found[place]))
      }
      found[place] = []
    }
  }

  private mutating func note(_ word: Int, at place: Int) {
    if found[place].last != Int32(word) { found[place].append(Int32(word)) }
  }

  private mutating func place(of left: Int32, _ right: Int32) -> Int {
    place(of: PairTable<Int32>.key(left, right))
  }

  private mutating func place(of key: UInt64) -> Int {
    if let place = places.value(of: key) { return Int(place) }
    places.insert(Int32(pairs.count), for: key)
    pairs.append(key)
    counts.append(0)
    found.append([])
    return pairs.count - 1
  }
}
