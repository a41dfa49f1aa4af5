import OctavoReport
import Testing

@Suite struct LineLabelsTests {
  @Test(arguments: 0..<60)
  func labelsKeepDistanceOrderAndBounds(seed: Int) {
    let count = seed % 11 + 1
    let wanted = (0..<count).map { 150 + 300 * SampleReport.noise(seed * 97 + $0) }
    let bounds = 0.0...300
    let placed = LineLabels.spread(wanted, distance: 18, within: bounds)
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    for (above, below) in zip(order, order.dropFirst()) {
      #expect(placed[below] - placed[above] >= 18 - 1e-9)
    }
    #expect(placed.allSatisfy { $0 >= bounds.lowerBound - 1e-9 && $0 <= bounds.upperBound + 1e-9 })
  }

  @Test func labelsWithRoomStayWhereTheyAre() {
    #expect(LineLabels.spread([100, 20, 60], distance: 18, within: 0...200) == [100, 20, 60])
  }

  @Test func neighborsPartEvenly() {
    #expect(LineLabels.spread([100, 100], distance: 20, within: 0...200) == [90, 110])
    #expect(LineLabels.spread([0, 1], distance: 20, within: 0...200) == [0, 20])
  }
}
