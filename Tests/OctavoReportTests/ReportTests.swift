import Foundation
import OctavoReport
import Testing

@Suite struct ReportTests {
  private let html = Report.html(SampleReport.document)

  /// With `OCTAVO_SAMPLE_REPORT` naming a file, the sample is written there, to be looked at.
  @Test func sampleIsLarge() throws {
    if let path = ProcessInfo.processInfo.environment["OCTAVO_SAMPLE_REPORT"] {
      try html.write(toFile: path, atomically: true, encoding: .utf8)
    }
    #expect(html.utf8.count > 50_000)
  }
}
