/// How the sequences of a batch are cut into chunks, and which positions read the neighbors of each
/// (Borgeaud et al. 2022, section 2.4).
///
/// The neighbors of a chunk are known only once its last token is. So the positions that read them
/// are that token's and those of the next chunk except its last, which reads the neighbors of its
/// own chunk.
struct ChunkGrid {
  /// A complete chunk.
  struct Chunk {
    let row: Int
    /// Its number among the chunks of its row, from 0.
    let index: Int
    /// The columns of the batch that it takes.
    let columns: Range<Int>
  }

  /// B and T.
  let rows, columns: Int
  /// The length of a chunk, m.
  let length: Int
  /// The length of each row's first chunk, which may be shorter.
  let firstLength: Int

  /// - Precondition: the first chunk has 1 to `length` tokens.
  init(rows: Int, columns: Int, length: Int, firstLength: Int) {
    precondition((1...length).contains(firstLength))
    (self.rows, self.columns) = (rows, columns)
    (self.length, self.firstLength) = (length, firstLength)
  }

  /// How many complete chunks a row has.
  var chunksPerRow: Int {
    columns < firstLength ? 0 : 1 + (columns - firstLength) / length
  }

  /// All complete chunks, row after row, in groups of one length.
  var groups: [[Chunk]] {
    let chunks = (0..<rows).flatMap { row in
      (0..<chunksPerRow).map { index in
        let end = firstLength + index * length
        return Chunk(
          row: row, index: index, columns: (index == 0 ? 0 : end - length)..<end)
      }
    }
    let groups =
      firstLength == length
      ? [chunks] : [chunks.filter { $0.index == 0 }, chunks.filter { $0.index > 0 }]
    return groups.filter { !$0.isEmpty }
  }

  /// The rows of (B · T) that hold a chunk's tokens.
  func tokens(of chunk: Chunk) -> [Int32] {
    chunk.columns.map { Int32(chunk.row * columns + $0) }
  }

  /// The rows of (B · T) that read a chunk's neighbors: m of them, or fewer at the end of the
  /// sequence.
  func readers(of chunk: Chunk) -> [Int32] {
    let first = chunk.columns.upperBound - 1
    return (first..<min(first + length, columns)).map { Int32(chunk.row * columns + $0) }
  }

  /// The positions of a chunk's tokens: its last token is at `length - 1`, where its neighbors have
  /// theirs.
  func positions(of group: [Chunk]) -> [Int] {
    Array(length - (group.first?.columns.count ?? 0)..<length)
  }

  /// The positions of the tokens that read a chunk's neighbors.
  var readerPositions: [Int] { Array(length - 1..<2 * length - 1) }

  /// The positions of a neighbor's 2m tokens: a chunk similar to the one that it was retrieved for,
  /// and its continuation.
  var neighborPositions: [Int] { Array(0..<2 * length) }
}
