import Foundation
import OctavoBase
import OctavoResults

extension RunMetadata {
  /// Those of a run that begins now.
  /// - Parameter source: the notebook's text.
  public init(octavo: String, instructionSet: String? = nil, threads: Int, source: String) {
    self.init(
      octavo: octavo, started: Date.now.formatted(.iso8601), host: Machine.host,
      processor: Machine.processor, instructionSet: instructionSet, threads: threads,
      notebookHash: ContentHash(of: Array(source.utf8)).description)
  }

  /// Takes in what is known when the run has ended.
  public mutating func finish(_ steps: [String: Step], seconds: Double) {
    self.steps = steps
    self.seconds = seconds
    peakMemoryMegabytes = Machine.peakMemoryMegabytes
  }
}
