import CKernels

/// A matrix laid out for being multiplied by again and again, as a decoder does with its weights.
///
/// A row of the product has the same bits whatever the number of rows.
struct PackedMatrix: Sendable {
  let inputs, outputs: Int
  private let panels: Tensor

  private static let panelWidth = 32

  /// - Parameter matrix: (inputs, outputs).
  init(_ matrix: Tensor) {
    let (inputs, outputs) = (matrix.rows, matrix.columns)
    let count = (outputs + Self.panelWidth - 1) / Self.panelWidth
    let panels = Tensor(uninitialized: [count, inputs * Self.panelWidth])
    Parallel.forEach(count) { panel in
      let first = panel * Self.panelWidth
      octavo_pack(
        inputs, min(Self.panelWidth, outputs - first), matrix.from(first), outputs,
        panels.mutableRow(panel))
    }
    (self.inputs, self.outputs, self.panels) = (inputs, outputs, panels)
  }

  /// y = x W, or y += x W, for the first rows of x (…, inputs) and of y (…, outputs).
  func multiply(_ x: Tensor, rows: Int, into y: Tensor, accumulate: Bool = false) {
    // A block that is too small costs more to share out than to compute.
    let worthwhile = 500_000 / (rows * inputs * Self.panelWidth + 1) + 1
    let size = max(panels.rows / 8, worthwhile)
    Parallel.forEach((panels.rows + size - 1) / size) { block in
      let panel = block * size
      let column = panel * Self.panelWidth
      octavo_packed_product(
        rows, min(outputs - column, size * Self.panelWidth), inputs, x.from(0), inputs,
        panels.row(panel), accumulate, y.mutableFrom(column), outputs)
    }
  }
}
