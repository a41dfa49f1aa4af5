/// A length in a drawing, in tenths, written as short as it can be: `12`, `12.5`, `-.5`.
package struct Coordinate: Hashable, Sendable, CustomStringConvertible {
  package let tenths: Int

  /// A value that is not finite, or too large to be drawn, is pulled to the nearest that can be.
  package init(_ value: Double) {
    let limit = 1e6
    let drawable = value.isNaN ? 0 : min(max(value, -limit), limit)
    tenths = Int((drawable * 10).rounded())
  }

  package init(tenths: Int) { self.tenths = tenths }

  package var description: String {
    let sign = tenths < 0 ? "-" : ""
    let (whole, tenth) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    if tenth == 0 { return "\(sign)\(whole)" }
    return whole == 0 ? "\(sign).\(tenth)" : "\(sign)\(whole).\(tenth)"
  }
}
