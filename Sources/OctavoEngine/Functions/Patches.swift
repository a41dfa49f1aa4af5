extension Variable {
  /// The square patches of images, row by row: (B, H, W, channels) →
  /// (B, H/side · W/side, side · side · channels).
  ///
  /// - Precondition: H and W are multiples of `side`.
  public func patches(side: Int) -> Variable {
    let grid = PatchGrid(images: shape, side: side)
    let (input, shape) = (node, shape)
    let patches = Tensor(uninitialized: grid.patchesShape)
    grid.move(value, grid.pixel, to: patches, grid.place)
    return recorded(patches, from: self) { dy, gradients in
      let dx = Tensor(uninitialized: shape)
      grid.move(dy, grid.place, to: dx, grid.pixel)
      gradients.add(dx, to: input)
    }
  }
}

/// How the pixels of images are arranged in patches.
private struct PatchGrid {
  let batch, rows, columns, side: Int
  /// How many numbers a patch's row of pixels has; they are contiguous in the image too.
  let run: Int

  init(images shape: [Int], side: Int) {
    precondition(
      shape.count == 4 && shape[1].isMultiple(of: side) && shape[2].isMultiple(of: side),
      "\(shape) cannot be cut into patches of \(side) × \(side)")
    (batch, rows, columns) = (shape[0], shape[1] / side, shape[2] / side)
    self.side = side
    run = side * shape[3]
  }

  var patchesShape: [Int] { [batch, rows * columns, side * run] }

  /// Where a run begins within its row of patches, when patch follows patch.
  func place(column: Int, line: Int) -> Int { (column * side + line) * run }

  /// Where the same run begins in the image.
  func pixel(column: Int, line: Int) -> Int { (line * columns + column) * run }

  func move(
    _ source: Tensor, _ from: (Int, Int) -> Int, to target: Tensor, _ to: (Int, Int) -> Int
  ) {
    let size = side * columns * run
    Parallel.forEach(batch * rows) { row in
      withPointers(source.from(row * size), target.mutableFrom(row * size)) { source, target in
        for column in 0..<columns {
          for line in 0..<side {
            (target + to(column, line)).update(from: source + from(column, line), count: run)
          }
        }
      }
    }
  }
}
