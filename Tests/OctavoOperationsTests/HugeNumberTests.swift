import OctavoResults
import Testing

/// Numbers so large or so small that sums and differences of them are none.
@Suite struct HugeNumberTests {
  @Test(arguments: ["0", "1e17", "-1e300", "1.7976931348623157e308", "5e-324"])
  func aHistogramOfOneNumberHasAnInterval(_ number: String) throws {
    let run = runNotebook(
      """
      ```step numbers
      run: table
      rows: [{x: \(number)}, {x: \(number)}]
      ```

      ```step plot
      run: plot.histogram
      data: numbers
      of: x
      ```
      """)
    let step = try #require(run[step: "plot"])
    #expect(step.status == .done)
    guard case .figure(let figure)? = step.shownItems.first, case .plot(let plot) = figure.content,
      case .histogram(let histogram) = plot.panels.first?.content
    else {
      Issue.record("there is no histogram")
      return
    }
    #expect(histogram.edges.count == 2 && histogram.edges[0] < histogram.edges[1])
    #expect(histogram.groups.map(\.counts) == [[2]])
  }
}
