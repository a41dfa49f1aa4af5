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
  /// Numbers of one key, a multiple of 16, of which those beyond the head's width are zeros.
  private let keyWidth: Int
  /// By layer: (rows, heads, capacity, key width).
  private var keys: [Tensor]
  /// By layer: (rows, heads, capacity, head width).
  private var values: [Tensor]

  package init(_ heads: AttentionHeads, layers: Int, rows: Int, capacity: Int) {
    self.heads = heads
    self.capacity = Self.padded(capacity)
    keyWidth = Self.padded(heads.width)
    let shape = [rows, heads.keys, self.capacity]
    let (keyShape, valueShape) = (shape + [keyWidth], shape + [heads.width])
    keys = (0..<layers).map { _ in Tensor(uninitialized: keyShape) }
    values = (0..<layers).map { _ in Tensor(uninitialized: valueShape) }
  }

  /// How many numbers there are for each row.
  static func numbers(_ heads: AttentionHeads, layers: Int, capacity: Int) -> Int {
    layers * heads.keys * padded(capacity) * (padded(heads.width) + heads.width)
  }

  private static func padded(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  /// Makes sure that this cache's memory is no other's, as it must be before `attend`.
  package mutating func makeUnique() {
    for layer in keys.indices {
      keys[layer].makeUnique()
      values[layer].makeUnique()
    }
  }

  /// Stores the keys and values of new tokens and attends with their queries to all that came
  /// before them in their sequence: (n, row width) → (n, queries · width).
  ///
  /// Sequences are apart from one another: this may be called for several at once, each in one call.
  ///
  /// - Parameter places: of the rows of `x`.
  package func attend(
    _ x: Tensor, layer: Int, at places: ArraySlice<Place>, _ rotary: RotaryTable? = nil,
    into y: Tensor
  ) {
    let (keys, values) = (keys[layer], values[layer])
    let (rowWidth, resultWidth) = (x.columns, y.columns)
    // All keys come first, since a token of a prompt looks at those before it.
    Parallel.forEachBlock(of: places.count, minimum: 16) { block in
      withRotation(rotary) { rotate in
        withPointers(x.from(0), keys.mutableFrom(0), values.mutableFrom(0)) { x, keys, values in
          for index in block {
            let place = places[places.startIndex + index]
            store(x + index * rowWidth, in: keys, values, at: place, rotate)
          }
        }
      }
    }
    Parallel.forEachBlock(of: places.count, minimum: 8) { block in
      let scores = Tensor(uninitialized: [capacity])
      let turned = Tensor(uninitialized: [heads.queries * heads.width])
      withRotation(rotary) { rotate in
        withPointers(
          x.from(0), keys.from(0), values.from(0), scores.mutableFrom(0), turned.mutableFrom(0),
          y.mutableFrom(0)
        ) { x, keys, values, scores, turned, y in
          for index in block {
            let place = places[places.startIndex + index]
            var queries = x + index * rowWidth
            if let rotate {
              rotate(queries, to: turned, heads: heads.queries, position: place.position)
              queries = UnsafePointer(turned)
            }
            for keyHead in 0..<heads.keys {
              let head = (place.row * heads.keys + keyHead) * capacity
              let channel = heads.queryChannel(keyHead * heads.groupSize)
              octavo_attend_cached(
                heads.groupSize, place.position + 1, heads.width, keyWidth, heads.scale,
                queries + channel, keys + head * keyWidth, values + head * heads.width, scores,
                y + index * resultWidth + channel)
            }
          }
        }
      }
    }
  }

  /// Stores keys and values, rotated already, as those of a sequence's first positions:
  /// (n, row width).
  func begin(row: Int, layer: Int, with x: Tensor) {
    let count = x.rows
    withPointers(x.from(0), keys[layer].mutableFrom(0), values[layer].mutableFrom(0)) {
      x, keys, values in
      for position in 0..<count {
        store(
          x + position * heads.rowWidth, in: keys, values,
          at: Place(row: row, position: position), nil)
      }
    }
  }

  private func withRotation(
    _ rotary: RotaryTable?, _ body: (RotaryTable.Rotation?) -> Void
  ) {
    if let rotary { rotary.withRotation(body) } else { body(nil) }
  }

  private func store(
    _ x: UnsafePointer<Float>, in keys: UnsafeMutablePointer<Float>,
    _ values: UnsafeMutablePointer<Float>, at place: Place, _ rotate: RotaryTable.Rotation?
  ) {
    for keyHead in 0..<heads.keys {
      let row = (place.row * heads.keys + keyHead) * capacity + place.position
      let (key, value) = (keys + row * keyWidth, values + row * heads.width)
      if let rotate {
        rotate(x + heads.keyChannel(keyHead), to: key, heads: 1, position: place.position)
      } else {
        key.update(from: x + heads.keyChannel(keyHead), count: heads.width)
      }
      if keyWidth > heads.width {
        (key + heads.width).update(repeating: 0, count: keyWidth - heads.width)
      }
      value.update(from: x + heads.valueChannel(keyHead), count: heads.width)
    }
  }
}
