/// The mean and variance of all numbers seen so far, batch after batch (Chan et al. 1979).
public struct RunningMoments: Hashable, Codable, Sendable {
  public private(set) var count = 0
  public private(set) var mean = 0.0
  /// Σ (x − mean)²
  private var squares = 0.0

  public init() {}

  public mutating func add(_ batch: [Double]) {
    guard !batch.isEmpty else { return }
    let size = Double(batch.count)
    let batchMean = batch.reduce(0, +) / size
    let total = Double(count) + size
    let difference = batchMean - mean
    squares += batch.reduce(0) { $0 + ($1 - batchMean) * ($1 - batchMean) }
    squares += difference * difference * Double(count) * size / total
    mean += difference * size / total
    count += batch.count
  }

  /// Zero where there are too few numbers to have one.
  public func variance(_ kind: Variance) -> Double {
    squares / Double(max(1, kind == .population ? count : count - 1))
  }

  public func deviation(_ kind: Variance) -> Double { variance(kind).squareRoot() }
}
