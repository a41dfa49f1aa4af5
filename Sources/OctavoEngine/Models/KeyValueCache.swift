import CKernels

/// The keys and values of the tokens that a decoder has read.
package struct KeyValueCache: Sendable {
  /// Where a token stands: its sequence and its position there.
  package struct Place: Sendable {
    let row: Int
    let position: Int

    package init(row: Int, position: Int) {
      self.row = row
      self.position = position
    }
  }

  private let heads: AttentionHeads
  /// Positions of one sequence, a multiple of 16.
  private let capacity: Int
  /// By layer: (rows, heads, head width, capacity), so that scores are computed for many keys at
  /// once.
  private var keys: [Tensor]
  /// By layer: (rows, heads, capacity, head width).
  private var values: [Tensor]

  package init(_ heads: AttentionHeads, layers: Int, rows: Int, capacity: Int) {
    self.heads = heads
    self.capacity = (capacity + 15) / 16 * 16
    let shape = [rows, heads.keys, self.capacity * heads.width]
    keys = (0..<layers).map { _ in Tensor(uninitialized: shape) }
    values = (0..<layers).map { _ in Tensor(uninitialized: shape) }
  }

  /// Stores the keys and values of new tokens and attends with their queries to all that came
  /// before them in their sequence: (n, row width) → (n, queries · width).
  ///
  /// - Parameter places: of the first rows of `x`; a row beyond them is ignored, and gets zeros.
  package mutating func attend(
    _ x: Tensor, layer: Int, at places: [Place], _ rotary: RotaryTable? = nil
  ) -> Tensor {
    keys[layer].makeUnique()
    values[layer].makeUnique()
    let (keys, values) = (keys[layer], values[layer])
    let (heads, capacity) = (heads, capacity)
    let y = Tensor(zeros: [x.rows, heads.queries * heads.width])

    // All keys come first, since a token of a prompt looks at those before it.
    Parallel.forEachBlock(of: places.count, minimum: 16) { block in
      let turned = Tensor(uninitialized: [heads.width])
      for index in block {
        let (place, head) = (places[index], places[index].row * heads.keys)
        for keyHead in 0..<heads.keys {
          var key = x.row(index) + heads.keyChannel(keyHead)
          if let rotary {
            rotary.rotate(key, to: turned.mutableFrom(0), heads: 1, position: place.position)
            key = turned.from(0)
          }
          let column = keys.mutableRow(head + keyHead) + place.position
          for channel in 0..<heads.width { column[channel * capacity] = key[channel] }
          (values.mutableRow(head + keyHead) + place.position * heads.width).update(
            from: x.row(index) + heads.valueChannel(keyHead), count: heads.width)
        }
      }
      withExtendedLifetime(turned) {}
    }
    Parallel.forEachBlock(of: places.count, minimum: 8) { block in
      let group = heads.groupSize
      let scores = Tensor(uninitialized: [group, capacity])
      let turned = Tensor(uninitialized: [heads.queries * heads.width])
      for index in block {
        let place = places[index]
        var queries = x.row(index)
        if let rotary {
          rotary.rotate(
            queries, to: turned.mutableFrom(0), heads: heads.queries, position: place.position)
          queries = turned.from(0)
        }
        for keyHead in 0..<heads.keys {
          let head = place.row * heads.keys + keyHead
          let channel = heads.queryChannel(keyHead * group)
          octavo_attend_cached(
            group, place.position + 1, capacity, heads.width, heads.scale, queries + channel,
            keys.row(head), values.row(head), scores.mutableFrom(0), y.mutableRow(index) + channel)
        }
      }
      withExtendedLifetime((scores, turned)) {}
    }
    return y
  }
}
