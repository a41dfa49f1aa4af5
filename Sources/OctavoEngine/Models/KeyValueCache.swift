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
  private let capacity: Int
  /// By layer: (rows, heads, capacity, head width).
  private var keys, values: [Tensor]

  package init(_ heads: AttentionHeads, layers: Int, rows: Int, capacity: Int) {
    self.heads = heads
    self.capacity = capacity
    let shape = [rows, heads.keys, capacity, heads.width]
    keys = (0..<layers).map { _ in Tensor(uninitialized: shape) }
    values = (0..<layers).map { _ in Tensor(uninitialized: shape) }
  }

  /// Stores the keys and values of new tokens and attends with their queries to all that came before them in
  /// their sequence: (n, row width) → (n, queries · width).
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
    let cached = { (place: Place, head: Int) in (place.row * heads.keys + head) * capacity }

    // All keys come first, since a token of a prompt looks at those before it.
    for (index, place) in places.enumerated() {
      for head in 0..<heads.keys {
        let slot = (cached(place, head) + place.position) * heads.width
        let key = x.row(index) + heads.keyChannel(head)
        if let rotary {
          rotary.rotate(key, to: keys.mutableFrom(slot), heads: 1, position: place.position)
        } else {
          keys.mutableFrom(slot).update(from: key, count: heads.width)
        }
        values.mutableFrom(slot).update(
          from: x.row(index) + heads.valueChannel(head), count: heads.width)
      }
    }
    Parallel.forEachBlock(of: places.count * heads.queries, minimum: 8) { block in
      let scratch = Tensor(uninitialized: [capacity + heads.width])
      for item in block {
        let (index, head) = (item / heads.queries, item % heads.queries)
        let place = places[index]
        let first = cached(place, head / heads.groupSize) * heads.width
        var query = x.row(index) + heads.queryChannel(head)
        if let rotary {
          let turned = scratch.mutableFrom(capacity)
          rotary.rotate(query, to: turned, heads: 1, position: place.position)
          query = UnsafePointer(turned)
        }
        octavo_attend_cached(
          place.position + 1, heads.width, heads.scale, query, keys.from(first),
          values.from(first), scratch.mutableFrom(0),
          y.mutableRow(index) + heads.queryChannel(head))
      }
      withExtendedLifetime(scratch) {}
    }
    return y
  }
}
