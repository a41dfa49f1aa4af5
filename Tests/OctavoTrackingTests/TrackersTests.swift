import Foundation
import OctavoResults
import OctavoRunner
import OctavoTracking
import Testing

@Suite struct TrackersTests {
  private final class Recorder: Tracker {
    struct Full: Error {}

    let name = "recorder"
    let room: Int
    private(set) var begun = 0

    init(room: Int) { self.room = room }

    func begin(_ run: TrackedRun) throws {
      begun += 1
      if begun > room { throw Full() }
    }

    func note(_ event: RunEvent, in run: TrackedRun) {}
    func finish(_ run: TrackedRun, _ end: TrackedEnd) -> [String] { [] }
  }

  @Test func whatFailsIsLeftOutAndToldOnce() {
    let (small, large) = (Recorder(room: 1), Recorder(room: 9))
    var failures: [String] = []
    let trackers = Trackers([small, large]) { name, _ in failures.append(name) }
    let run = TrackedRun(
      notebook: "n", title: "N", seed: 1, params: [:], report: URL(filePath: "/r.html"))
    for _ in 0..<4 { trackers.begin(run) }
    #expect(small.begun == 2)
    #expect(large.begun == 4)
    #expect(failures == ["recorder"])
  }
}
