/// RETRO's chunked cross-attention (Borgeaud et al. 2022, section 2.4): (B, T, C) → (B, T, C). Each
/// position attends to the neighbors of the last chunk that is complete there; before the end of the
/// first chunk nothing is added. The output matrix is initialized with zeros, so that an untrained
/// layer changes nothing.
struct ChunkedCrossAttention {
  private let norm: Norm
  private let attention: PositionedAttention

  init(_ source: ParameterSource, _ configuration: GPT.Configuration, _ rotary: RotaryTable) {
    norm = Norm(source["norm"], configuration)
    attention = PositionedAttention(
      source["attention"], configuration, rotary, start: .constant(0))
  }

  /// - Parameter neighbors: for each group of the grid's chunks, the states of their k neighbors:
  ///   (chunks, k · 2m, C).
  func callAsFunction(_ x: Variable, to neighbors: [Variable], _ grid: ChunkGrid) -> Variable {
    let normed = norm(x)
    var added = Variable(Tensor(zeros: x.shape))
    for (chunks, states) in zip(grid.groups, neighbors) {
      let readers = chunks.map(grid.readers)
      // Chunks with fewer readers repeat the last one; the results of the repetitions are not used.
      let filled = readers.flatMap { rows in
        rows + Array(repeating: rows.last!, count: grid.length - rows.count)
      }
      let queries = normed.gathered(filled)
        .reshaped([chunks.count, grid.length, x.value.columns])
      let copies = states.shape[1] / grid.neighborPositions.count
      let positions = (0..<copies).flatMap { _ in grid.neighborPositions }
      let read = attention(queries, at: grid.readerPositions, to: states, at: positions)
      let sources = readers.enumerated().flatMap { index, rows in
        rows.indices.map { Int32(index * grid.length + $0) }
      }
      added = added.replacingRows(
        readers.flatMap { $0 }, with: sources,
        of: read.reshaped([read.value.rows, read.value.columns]))
    }
    return x + added
  }
}
