import OctavoReport
import OctavoResults
import Testing

@Suite struct KeyStylesTests {
  private func plot(_ keys: [Plot.Key?]) -> Plot {
    Plot(
      .series(
        keys.enumerated().map { index, key in
          .init("\(index) \(key.map { "\($0.value)" } ?? "")", x: [1], y: [1], key: key)
        }),
      horizontal: .init("x"), vertical: .init("y"))
  }

  private func rates(_ values: [Value]) -> [Plot.Key?] { values.map { .init("rate", $0) } }

  private func classes(_ plot: Plot, _ keys: KeyStyles) -> [String] {
    let styles = SeriesStyles(plot, keys: keys)
    return styles.names.map { styles[$0].className }
  }

  @Test func aValueHasOneColorInAllPlots() {
    let plots = [plot(rates([1, 2])), plot(rates([3, 2, 1.0]))]
    let keys = KeyStyles(plots)
    #expect(classes(plots[0], keys) == ["s1", "s2"])
    #expect(classes(plots[1], keys) == ["s3", "s2", "s1"])
  }

  @Test func axesShareColorsOnlyWhereTheyMust() {
    let shapes: [Plot.Key?] = ["a", "b", "c"].map { .init("shape", .text($0)) }
    let texts: [Plot.Key?] = ["u"].map { .init("text", .text($0)) }
    let plots = [plot(rates([1, 2])), plot(shapes), plot(texts), plot([.init("last", 1)])]
    let keys = KeyStyles(plots)
    #expect(classes(plots[1], keys) == ["s3", "s4", "s5"])
    #expect(classes(plots[2], keys) == ["s6"])
    #expect(classes(plots[3], keys) == ["s1"])
  }

  @Test func seriesWithoutAKeyTakeFreeColors() {
    let plots = [plot(rates([1])), plot([nil, .init("rate", 1), nil])]
    #expect(classes(plots[1], KeyStyles(plots)) == ["s2", "s1", "s3"])
  }

  @Test func manyNumbersLieOnARamp() {
    let values = [8, 1, 2, 3, 4, 5, 6, 7].map { Value.integer($0) }
    let plot = plot(rates(values))
    let classes = classes(plot, KeyStyles([plot]))
    #expect(classes[0] == "r12")
    #expect(classes[1] == "r1")
    #expect(Set(classes).count == 8)
    // The report's numbers make the ramp, not the plot's.
    let more = self.plot(rates((1...100).map { .integer($0) }))
    let few = self.plot(rates([1, 100]))
    #expect(self.classes(few, KeyStyles([few, more])) == ["r1", "r12"])
  }

  @Test func manyNamesHaveDashesToo() {
    let keys: [Plot.Key?] = (0..<8).map { .init("shape", .text("\($0)")) }
    #expect(classes(plot(keys), KeyStyles([plot(keys)])).last == "s8")
  }
}
