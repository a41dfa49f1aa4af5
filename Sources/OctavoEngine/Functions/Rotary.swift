import CKernels
import OctavoBase

/// Which channels of a head rotary positions turn together.
public enum RotaryLayout: String, Codable, Hashable, Sendable, CaseIterable {
  /// (2i, 2i+1), as in the paper and in LLaMA's own code.
  case interleaved
  /// (i, i + width/2), as in GPT-NeoX and Hugging Face's LLaMA.
  case half
}

/// The cosines and sines of rotary position embedding (Su et al. 2021): position p turns pair i of
/// a head by p · base^(−2i / width).
package struct RotaryTable: Sendable {
  let layout: RotaryLayout
  let headWidth: Int
  private let cosines: Tensor
  private let sines: Tensor

  /// - Parameter positions: the number of positions, from 0.
  package init(positions: Int, headWidth: Int, base: Double, layout: RotaryLayout) {
    self.layout = layout
    self.headWidth = headWidth
    let half = headWidth / 2
    let angles = (0..<positions * half).map { index in
      Double(index / half) * Double.pow(base, -2 * Double(index % half) / Double(headWidth))
    }
    cosines = Tensor(angles.map { Float(Double.cos($0)) }, shape: [positions, half])
    sines = Tensor(angles.map { Float(Double.sin($0)) }, shape: [positions, half])
  }

  /// Turns heads while `withRotation` lasts.
  struct Rotation {
    fileprivate let table: RotaryTable
    fileprivate let cosines: UnsafePointer<Float>
    fileprivate let sines: UnsafePointer<Float>

    /// Turns `heads` consecutive heads to a position, or back from it; may be in place.
    func callAsFunction(
      _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, heads: Int, position: Int,
      backwards: Bool = false
    ) {
      let first = position * table.headWidth / 2
      octavo_rotate(
        heads, table.headWidth, table.layout == .interleaved, backwards ? -1 : 1, cosines + first,
        sines + first, x, y)
    }
  }

  /// Takes hold of the table once for many rows: threads that each did so for each row would wait
  /// for one another.
  func withRotation<Result>(_ body: (Rotation) -> Result) -> Result {
    withPointers(cosines.from(0), sines.from(0)) {
      body(Rotation(table: self, cosines: $0, sines: $1))
    }
  }
}

extension Variable {
  /// Turns the first `heads` heads of every row, such as the queries and keys of a row that holds
  /// queries, keys and values; the rest passes unchanged.
  ///
  /// - Parameter positions: of each row.
  package func rotated(_ table: RotaryTable, heads: Int, positions: [Int]) -> Variable {
    func turned(_ x: Tensor, backwards: Bool) -> Tensor {
      let y = Tensor(uninitialized: x.shape)
      let turnedWidth = heads * table.headWidth
      Parallel.forEachBlock(of: x.rows, minimum: 16) { rows in
        table.withRotation { rotate in
          withPointers(x.row(rows.lowerBound), y.mutableRow(rows.lowerBound)) { source, target in
            for row in rows {
              let offset = (row - rows.lowerBound) * x.columns
              let (source, target) = (source + offset, target + offset)
              rotate(
                source, to: target, heads: heads, position: positions[row], backwards: backwards)
              (target + turnedWidth).update(
                from: source + turnedWidth, count: x.columns - turnedWidth)
            }
          }
        }
      }
      return y
    }
    let input = node
    return recorded(turned(value, backwards: false), from: self) { dy, gradients in
      gradients.add(turned(dy, backwards: true), to: input)
    }
  }
}
