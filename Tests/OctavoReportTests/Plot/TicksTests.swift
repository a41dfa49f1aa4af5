import Foundation
import OctavoReport
import OctavoResults
import Testing

@Suite struct TicksTests {
  private static let domains: [ClosedRange<Double>] = (-12...12).flatMap { exponent in
    [(0.0, 1.0), (0.13, 0.97), (-3, 7.7), (1, 1.0003), (-9, -8), (2, 95)].map {
      let unit = pow(10, Double(exponent))
      return $0.0 * unit...$0.1 * unit
    }
  }

  @Test(arguments: domains)
  func linearTicksAreMultiplesOf1Or2OrQuartersOr5(domain: ClosedRange<Double>) throws {
    for count in 2...9 {
      let ticks = Ticks(.linear, over: domain, count: count)
      let step = Ticks.step(over: domain, count: count)
      let power = pow(10, floor(log10(step) + 1e-9))
      let factor = step / power
      #expect([1, 2, 2.5, 5, 10].contains { abs($0 - factor) < 1e-9 })
      let span = domain.upperBound - domain.lowerBound
      for tick in ticks.major {
        #expect(abs((tick.value / step).rounded() - tick.value / step) < 1e-6)
        #expect(tick.value >= domain.lowerBound - span * 1e-6)
        #expect(tick.value <= domain.upperBound + span * 1e-6)
      }
      #expect(ticks.major.count <= 2 * count + 1)
      #expect(Set(ticks.major.map(\.label)).count == ticks.major.count)
    }
  }

  @Test(arguments: domains)
  func labelsOfOneAxisHaveEquallyManyDecimals(domain: ClosedRange<Double>) {
    let ticks = Ticks(.linear, over: domain, count: 5)
    let decimals = ticks.major.filter { $0.value != 0 }.map { tick -> Int in
      let digits = tick.label.prefix { !"×GMT".contains($0) }
      return digits.split(separator: ".").dropFirst().first?.count ?? 0
    }
    #expect(Set(decimals).count <= 1)
  }

  private func labels(
    _ kind: Plot.Axis.Scale, _ domain: ClosedRange<Double>, _ count: Int, isIntegral: Bool = false
  ) -> [String] {
    Ticks(kind, over: domain, count: count, isIntegral: isIntegral).major.map(\.label)
  }

  @Test func writtenAsAReaderExpects() {
    #expect(labels(.linear, 0...2000, 4) == ["0", "500", "1,000", "1,500", "2,000"])
    #expect(labels(.linear, 1...4.5, 4) == ["1", "2", "3", "4"])
    #expect(labels(.linear, -0.1...0.1, 4) == ["−0.10", "−0.05", "0", "0.05", "0.10"])
    #expect(labels(.linear, 0...3e6, 3) == ["0", "1M", "2M", "3M"])
    #expect(labels(.linear, 0...4e-5, 4) == ["0", "1×10⁻⁵", "2×10⁻⁵", "3×10⁻⁵", "4×10⁻⁵"])
    #expect(labels(.linear, 0...150, 4) == ["0", "50", "100", "150"])
    #expect(labels(.linear, 0.25...0.75, 2) == ["0.25", "0.50", "0.75"])
    #expect(labels(.linear, 1...3, 6, isIntegral: true) == ["1", "2", "3"])
  }

  @Test func logarithmic() {
    #expect(labels(.logarithmic, 0.001...10, 6) == ["0.001", "0.01", "0.1", "1", "10"])
    #expect(labels(.logarithmic, 1...20, 5) == ["1", "2", "5", "10", "20"])
    #expect(labels(.logarithmic, 2...5, 4) == ["2", "3", "4", "5"])
    #expect(labels(.logarithmic, 1e-6...1e6, 4) == ["10⁻⁴", "1", "10,000"])
    let minor = Ticks(.logarithmic, over: 1...100, count: 4).minor
    #expect(minor.count == 16)
    #expect(Ticks(.logarithmic, over: 1e-30...1e30, count: 5).minor.isEmpty)
  }
}
