import Foundation
import OctavoBase
import OctavoClusters
import Testing

@Suite struct RayTests {
  @Test func statesAreReadFromJobs() throws {
    func state(_ text: String) throws -> JobState {
      RayCluster.state(of: try JSON(parsing: Array(text.utf8)))
    }
    #expect(try state(#"{"status": "PENDING", "driver_node_id": null}"#) == .queued(reason: nil))
    #expect(
      try state(#"{"status": "RUNNING", "driver_node_id": "0123456789abcdef"}"#)
        == .running(on: "01234567"))
    #expect(try state(#"{"status": "SUCCEEDED"}"#) == .ended(reason: nil, on: nil))
    #expect(
      try state(#"{"status": "FAILED", "message": "out of memory"}"#)
        == .ended(reason: "out of memory", on: nil))
    #expect(try state(#"{"status": "STOPPED"}"#) == .ended(reason: "stopped", on: nil))
  }

  @Test func addressesThatAreNoneAreRefused() {
    for address in ["auto", "head:6379", "ray://head:10001"] {
      let error = #expect(throws: ClusterError.self) { try RayCluster(address) }
      #expect(error?.description.contains("begins with http://") == true)
    }
    let error = #expect(throws: ClusterError.self) {
      try RayCluster(nil, environment: ["RAY_ADDRESS": "http://127.0.0.1:9"])
    }
    #expect(error?.isPassing == true)
  }
}
