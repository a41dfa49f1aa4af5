import OctavoResults

/// The rows of a history that has one for every so many iterations.
struct IterationRows {
  private let rows: [Range<Int>]

  init(_ count: Int, every interval: Int) {
    rows = stride(from: 0, to: count, by: interval).map { $0..<min(count, $0 + interval) }
  }

  /// The last iteration of each row.
  var iterations: Table.Column { .init("iteration", integers: rows.map(\.upperBound)) }

  /// The means of a quantity since the row before; nil where no iteration has it.
  ///
  /// - Parameter quantity: of an iteration, counted from 0.
  func means(_ quantity: (Int) -> Double?) -> [Value?] {
    rows.map { row in
      let numbers = row.compactMap(quantity)
      return numbers.isEmpty ? nil : .number(numbers.mean)
    }
  }
}

extension Figure {
  /// Lines of quantities by iteration; those without values are left out.
  static func byIteration(
    _ label: String, unit: String? = nil, _ series: [(name: String, values: [Double])],
    caption: String
  ) -> Figure {
    Figure(
      .plot(
        Plot(
          .series(
            series.filter { !$0.values.isEmpty }.map { name, values in
              Plot.Series(name, x: values.indices.map { Double($0 + 1) }, y: values)
            }),
          horizontal: Plot.Axis("iteration"), vertical: Plot.Axis(label, unit: unit))),
      caption: caption)
  }
}
