import CKernels

/// A matrix laid out for being multiplied by again and again, as a decoder does with its weights.
///
/// A row of the product has the same bits whatever rows it is computed together with.
package struct PackedMatrix: Sendable {
  package let inputs, outputs: Int
  private let panels: Tensor

  static let panelWidth = octavo_panel_width

  /// - Parameter matrix: (inputs, outputs).
  package init(_ matrix: Tensor) {
    self.init(inputs: matrix.rows, outputs: matrix.columns) { columns, panel in
      withPointers(matrix.from(columns.lowerBound), panel) {
        octavo_pack(false, matrix.rows, columns.count, $0, matrix.columns, $1)
      }
    }
  }

  /// - Parameter matrix: (outputs, inputs).
  package init(transposing matrix: Tensor) {
    self.init(inputs: matrix.columns, outputs: matrix.rows) { columns, panel in
      withPointers(matrix.row(columns.lowerBound), panel) {
        octavo_pack(true, matrix.columns, columns.count, $0, matrix.columns, $1)
      }
    }
  }

  /// - Parameter fill: writes the panel of some of the columns.
  private init(
    inputs: Int, outputs: Int,
    fill: (_ columns: Range<Int>, _ panel: TensorView<UnsafeMutablePointer<Float>>) -> Void
  ) {
    let width = Self.panelWidth
    let panels = Tensor(uninitialized: [(outputs + width - 1) / width, inputs * width])
    Parallel.forEach(panels.rows) { panel in
      fill(panel * width..<min(outputs, (panel + 1) * width), panels.mutableRow(panel))
    }
    (self.inputs, self.outputs, self.panels) = (inputs, outputs, panels)
  }

  /// y = x W, or y += x W, for the first rows of x (…, inputs) and of y (…, outputs).
  package func multiply(_ x: Tensor, rows: Int, into y: Tensor, accumulate: Bool = false) {
    // A block that is too small costs more to share out than to compute. To read the weights takes as long
    // as to multiply some rows by them.
    let cost = (rows + 3) * inputs * Self.panelWidth
    let size = max(panels.rows / 8, 90_000 / (cost + 1) + 1)
    Parallel.forEach((panels.rows + size - 1) / size) { block in
      let panel = block * size
      let column = panel * Self.panelWidth
      withPointers(x.from(0), panels.row(panel), y.mutableFrom(column)) { x, panels, y in
        octavo_packed_product(
          rows, min(outputs - column, size * Self.panelWidth), inputs, x, inputs, panels,
          accumulate, y, outputs)
      }
    }
  }

  /// A block of y = x W, or y += x W, on the calling thread.
  ///
  /// - Parameter columns: begin at a panel.
  func multiply(
    _ x: Tensor, _ rows: Range<Int>, _ columns: Range<Int>, into y: Tensor, accumulate: Bool
  ) {
    withPointers(
      x.row(rows.lowerBound), panels.row(columns.lowerBound / Self.panelWidth),
      y.mutableFrom(rows.lowerBound * outputs + columns.lowerBound)
    ) { x, panels, y in
      octavo_packed_product(
        rows.count, columns.count, inputs, x, inputs, panels, accumulate, y, outputs)
    }
  }
}
