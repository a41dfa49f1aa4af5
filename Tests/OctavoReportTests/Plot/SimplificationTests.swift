import Foundation
import OctavoReport
import Testing

@Suite struct SimplificationTests {
  private let noisy = (0..<100_000).map {
    Point(Double($0) / 100_000 * 640, 150 + 140 * SampleReport.noise($0))
  }

  /// In each column of one pixel the drawn line covers the same stretch.
  @Test func columnsKeepTheirExtremes() {
    func columns(_ points: [Point]) -> [Double: ClosedRange<Double>] {
      points.reduce(into: [:]) { columns, point in
        let known = columns[floor(point.x)]
        columns[floor(point.x)] =
          min(known?.lowerBound ?? point.y, point.y)...max(known?.upperBound ?? point.y, point.y)
      }
    }
    let simple = Simplification.line(noisy, columnWidth: 1)
    #expect(simple.count <= 4 * 640)
    #expect(columns(simple) == columns(noisy))
    #expect(simple.first == noisy.first)
    #expect(simple.last == noisy.last)
  }

  @Test func shortLinesStayAsTheyAre() {
    let points = [Point(0, 1), Point(0.2, 5), Point(0.4, 3), Point(7, 2)]
    #expect(Simplification.line(points, columnWidth: 1) == points)
    #expect(Simplification.line([], columnWidth: 1).isEmpty)
  }

  @Test func bandsCoverWhatTheyCovered() {
    let edges = (0..<1000).map { VerticalSpan(x: Double($0) / 10, top: Double($0 % 7), bottom: 20) }
    let simple = Simplification.band(edges, columnWidth: 1)
    #expect(simple.count == 100)
    #expect(simple.allSatisfy { $0.top == 0 && $0.bottom == 20 })
  }

  @Test func cloudsThinOutButKeepTheirExtentAndDensity() throws {
    let dense = noisy.map { Point($0.x * $0.x / 640, $0.y) }
    let cloud = Simplification.cloud(dense, limit: 3000)
    #expect((2000...3000).contains(cloud.count))
    #expect(Set(cloud).isSubset(of: Set(dense)))
    for side in [\Point.x, \Point.y] {
      let (all, kept) = (dense.map { $0[keyPath: side] }, cloud.map { $0[keyPath: side] })
      #expect(try #require(all.max()) - (try #require(kept.max())) < 0.5)
      #expect(try #require(kept.min()) - (try #require(all.min())) < 0.5)
    }
    let left = cloud.filter { $0.x < 160 }.count
    #expect(Double(left) / Double(cloud.count) > 0.4)
    let few = Array(noisy.prefix(5))
    #expect(Simplification.cloud(few, limit: 3000) == few)
  }
}
