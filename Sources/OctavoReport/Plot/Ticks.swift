import Foundation
import OctavoBase
import OctavoResults

/// The marked numbers of an axis.
package struct Ticks: Hashable, Sendable {
  package struct Major: Hashable, Sendable {
    package var value: Double
    package var label: String
  }

  package var major: [Major]
  /// Marked without a label; only a logarithmic axis has them.
  package var minor: [Double]

  /// - Parameters:
  ///   - count: About how many labeled ticks there is room for.
  ///   - isIntegral: Whether only integers make sense, as for iterations.
  package init(
    _ kind: Plot.Axis.Scale, over domain: ClosedRange<Double>, count: Int, isIntegral: Bool = false
  ) {
    switch kind {
    case .linear: self = Self.linear(over: domain, count: count, isIntegral: isIntegral)
    case .logarithmic: self = Self.logarithmic(over: domain, count: count)
    }
  }

  /// The distance of about `count` ticks: 1, 2, 2.5 or 5 times a power of ten, rather one that puts
  /// ticks at both ends.
  package static func step(
    over domain: ClosedRange<Double>, count: Int, isIntegral: Bool = false
  ) -> Double {
    NiceStep.step(over: domain, count: count, isIntegral: isIntegral)
  }

  private static func linear(
    over domain: ClosedRange<Double>, count: Int, isIntegral: Bool
  ) -> Ticks {
    let step = step(over: domain, count: count, isIntegral: isIntegral)
    let slack = 1e-9
    let first = (domain.lowerBound / step - slack).rounded(.up)
    let last = (domain.upperBound / step + slack).rounded(.down)
    guard first <= last, last - first < 1000 else { return Ticks(major: [], minor: []) }
    let values = stride(from: first, through: last, by: 1).map { $0 == 0 ? 0 : $0 * step }
    let format = TickFormat(values: values, step: step)
    return Ticks(values: values, label: format.label)
  }

  private static func logarithmic(over domain: ClosedRange<Double>, count: Int) -> Ticks {
    let (low, high) = (Double.log10(domain.lowerBound), Double.log10(domain.upperBound))
    let slack = 1e-9
    let decades = Int(floor(low - slack))...Int(ceil(high + slack))
    let isInside = { (value: Double) in
      Double.log10(value) >= low - slack && Double.log10(value) <= high + slack
    }
    let multiples = { (factors: [Double]) in
      decades.flatMap { decade in
        let power = Double.pow(10, Double(decade))
        return factors.map { $0 * power }
      }.filter(isInside)
    }
    let minor = decades.count > 12 ? [] : multiples([2, 3, 4, 5, 6, 7, 8, 9])
    let powers = multiples([1])
    if powers.count < 3 {
      for factors in [[1.0, 2, 5], [1, 3]] {
        let values = multiples(factors)
        if (3...max(count, 3)).contains(values.count) {
          return Ticks(values: values, minor: minor, label: TickFormat.logarithmicLabel)
        }
      }
    }
    if powers.count < 2 {
      // Within one decade equal steps say more.
      var fine = linear(over: domain, count: count, isIntegral: false)
      fine.minor = minor
      return fine
    }
    let stride = (powers.count + max(count, 1) - 1) / max(count, 1)
    let kept = powers.filter { Int(Double.log10($0).rounded()).isMultiple(of: stride) }
    return Ticks(values: kept, minor: minor, label: TickFormat.logarithmicLabel)
  }

  private init(major: [Major], minor: [Double]) {
    self.major = major
    self.minor = minor
  }

  private init(values: [Double], minor: [Double] = [], label: (Double) -> String) {
    self.init(major: values.map { Major(value: $0, label: label($0)) }, minor: minor)
  }
}

extension Ticks {
  package static let none = Ticks(major: [], minor: [])
}
