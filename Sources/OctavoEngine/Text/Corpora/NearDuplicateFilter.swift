/// Drops every document that is similar to an earlier one that was kept. Similarity is Jaccard's:
/// the shingles (runs of words) two documents share, over those that either has.
///
/// Candidates are found by MinHash signatures in bands (Broder 1997; Leskovec, Rajaraman and Ullman
/// 2014, chapter 3), then compared exactly, so that only similar documents are ever dropped and a
/// similar one is missed with a probability under 0.001.
public struct NearDuplicateFilter: TextFilter, Hashable {
  /// A document this similar to an earlier one, or more, is dropped; above 0, at most 1.
  public let similarity: Double
  /// Words in a shingle. A shorter document is one shingle.
  public let shingleLength: Int

  public init(similarity: Double = 0.8, shingleLength: Int = 5) {
    precondition(similarity > 0 && similarity <= 1, "a similarity is above 0 and at most 1")
    precondition(shingleLength > 0, "a shingle has words")
    self.similarity = similarity
    self.shingleLength = shingleLength
  }

  public var name: String { "near duplicates" }

  public func kept(of documents: [String]) -> [Int] {
    let signature = MinHash(similarity: similarity)
    var kept: [(index: Int, shingles: Set<UInt64>)] = []
    /// The places in `kept` of the documents that share a band's value.
    var buckets: [UInt64: [Int]] = [:]
    for (index, document) in documents.enumerated() {
      let shingles = shingles(of: document)
      let bands = signature.bands(of: shingles)
      let candidates = Set(bands.flatMap { buckets[$0] ?? [] })
      let isDuplicate = candidates.contains {
        Self.similarity(of: shingles, and: kept[$0].shingles) >= similarity
      }
      guard !isDuplicate else { continue }
      for band in bands { buckets[band, default: []].append(kept.count) }
      kept.append((index, shingles))
    }
    return kept.map(\.index)
  }

  /// Jaccard's similarity; two empty sets are alike.
  package static func similarity(of first: Set<UInt64>, and second: Set<UInt64>) -> Double {
    let shared = first.count { second.contains($0) }
    let either = first.count + second.count - shared
    return either == 0 ? 1 : Double(shared) / Double(either)
  }

  /// The hashes of a document's shingles.
  package func shingles(of document: String) -> Set<UInt64> {
    let words = document.normalizedWords.map { word in
      word.utf8.reduce(UInt64(word.utf8.count)) { StableHash.combined($0, UInt64($1)) }
    }
    guard words.count > shingleLength else {
      return words.isEmpty ? [] : [words.reduce(0, StableHash.combined)]
    }
    return Set(
      (0...words.count - shingleLength).map { start in
        words[start..<start + shingleLength].reduce(0, StableHash.combined)
      })
  }
}

/// Hashing that does not change from run to run, as Swift's does.
enum StableHash {
  /// SplitMix64's finaliser (Steele et al. 2014) of both words.
  static func combined(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    var mixed = (hash ^ word) &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
