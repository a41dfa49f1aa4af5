/// A formula and where it was written.
struct WrittenFormula {
  /// The line of the source and the byte in it, from 1.
  typealias Place = (line: Int, byte: Int)

  var formula: Formula
  /// Where each line of the formula's source begins.
  var lines: [Place]
  /// As it was written, a name or not.
  var name: (text: String, place: Place)?

  init(_ formula: Formula, lines: [Place]) {
    self.formula = formula
    self.lines = lines
  }
}
