/// The features of examples, such as images, one vector each, in double precision.
public struct FeatureSet: Hashable, Sendable {
  public let count: Int
  /// How many numbers a feature has.
  public let dimensions: Int
  /// Feature after feature.
  public let values: [Double]

  /// - Precondition: `count` is above 0 and divides the number of values.
  public init(_ values: [Double], count: Int) {
    precondition(count > 0 && values.count.isMultiple(of: count))
    self.count = count
    dimensions = values.count / count
    self.values = values
  }

  /// Of a tensor (N, C).
  public init(_ features: Tensor) {
    self.init(features.values.map(Double.init), count: features.rows)
  }

  public subscript(indices: some Sequence<Int>) -> FeatureSet {
    let chosen = Array(indices)
    return FeatureSet(
      chosen.flatMap { values[$0 * dimensions..<($0 + 1) * dimensions] }, count: chosen.count)
  }

  public var mean: [Double] {
    var sums = [Double](repeating: 0, count: dimensions)
    for row in 0..<count {
      for column in 0..<dimensions { sums[column] += values[row * dimensions + column] }
    }
    return sums.map { $0 / Double(count) }
  }

  /// Of the sample, with n − 1 degrees of freedom.
  ///
  /// - Precondition: there are two features or more.
  public var covariance: SymmetricMatrix {
    precondition(count > 1)
    let mean = mean
    // Column after column, so that a product reads both in order.
    var columns = [Double](repeating: 0, count: values.count)
    for (index, value) in values.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: dimensions)
      columns[column * count + row] = value - mean[column]
    }
    return columns.withUnsafeBufferPointer { columns in
      SymmetricMatrix(side: dimensions) { row, column in
        var sum = 0.0
        for index in 0..<count {
          sum += columns[row * count + index] * columns[column * count + index]
        }
        return sum / Double(count - 1)
      }
    }
  }

  /// A number for each of some features and each feature of `others`: (rows, others.count).
  ///
  /// - Parameter combine: receives the feature's numbers and the other's.
  func table(
    of rows: [Int], with others: FeatureSet,
    _ combine: (UnsafeBufferPointer<Double>, UnsafeBufferPointer<Double>) -> Double
  ) -> [Double] {
    precondition(others.dimensions == dimensions)
    return values.withUnsafeBufferPointer { values in
      others.values.withUnsafeBufferPointer { otherValues in
        Array(unsafeUninitializedCapacity: rows.count * others.count) { table, tableCount in
          tableCount = rows.count * others.count
          let cells = table
          func feature(_ values: UnsafeBufferPointer<Double>, _ index: Int)
            -> UnsafeBufferPointer<Double>
          {
            UnsafeBufferPointer(rebasing: values[index * dimensions..<(index + 1) * dimensions])
          }
          Parallel.forEach(rows.count) { place in
            let own = feature(values, rows[place])
            for other in 0..<others.count {
              cells[place * others.count + other] = combine(own, feature(otherValues, other))
            }
          }
        }
      }
    }
  }

  /// The squared Euclidean distances: (rows, others.count).
  func squaredDistances(of rows: [Int], to others: FeatureSet) -> [Double] {
    table(of: rows, with: others) { first, second in
      var sum = 0.0
      for index in first.indices {
        let difference = first[index] - second[index]
        sum += difference * difference
      }
      return sum
    }
  }

  /// The dot products: (rows, others.count).
  func products(of rows: [Int], with others: FeatureSet) -> [Double] {
    table(of: rows, with: others) { first, second in
      var sum = 0.0
      for index in first.indices { sum += first[index] * second[index] }
      return sum
    }
  }
}
