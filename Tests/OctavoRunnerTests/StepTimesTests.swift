import Foundation
import OctavoRunner
import Testing

/// What the times of earlier runs say of later ones.
@Suite struct StepTimesTests {
  private let store = Store(
    URL.temporaryDirectory.appending(path: "octavo-test-\(UUID().uuidString)"))

  private func estimate(_ number: Int) throws -> Double? {
    let plan = plan("```step one\nrun: toy.make\nnumber: \(number)\n```")
    return plan.estimatedSeconds(of: try #require(plan.steps.first), with: store)[0]
  }

  @Test func onlyStepsOfAboutTheSameSizeTell() throws {
    defer { try? FileManager.default.removeItem(at: store.folder) }
    #expect(try estimate(8) == nil)
    var options = Runner.Options()
    options.store = store
    _ = outcome(of: "```step one\nrun: toy.make\nnumber: 8\n```", options: options)
    let eight = try #require(try estimate(8))
    #expect(eight > 0)
    let sixteen = try #require(try estimate(16))
    #expect(abs(sixteen - 2 * eight) < 1e-9 * eight)
    #expect(try estimate(1000) == nil)
  }
}
