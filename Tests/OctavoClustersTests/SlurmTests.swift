import Foundation
import OctavoClusters
import Testing

@Suite struct SlurmTests {
  private func options(_ texts: String...) throws -> SlurmOptions {
    var options = SlurmOptions()
    for text in texts { try options.add(text) }
    return options
  }

  private func arguments(
    _ slurm: String..., countsMemory: Bool = true, change: (inout Job) -> Void = { _ in }
  ) throws -> [String] {
    var options = SlurmOptions()
    for text in slurm { try options.add(text) }
    var job = Job(
      name: "n:learn", identifier: "ab-1", command: ["/opt/octavo", "worker", "/s/r", "1"],
      taskCount: 3, folder: URL(filePath: "/home/me"), threads: 2,
      log: { URL(filePath: "/s/r/logs/\($0).log") })
    change(&job)
    return SlurmCluster(options, mostTasksOfJob: 10, countsMemory: countsMemory)
      .arguments(for: job, avoiding: job.excludedNodes)
  }

  @Test func optionsAreHandedThrough() throws {
    #expect(
      try options("partition=main,time=1:00:00", "exclusive").arguments
        == ["--partition=main", "--time=1:00:00", "--exclusive"])
    #expect(try options(#"exclude=node1\,node2"#).arguments == ["--exclude=node1,node2"])
    #expect(throws: ClusterError.self) { try options("--partition=main") }
    #expect(throws: ClusterError.self) { try options("array=0-3") }
    #expect(throws: ClusterError.self) { try options("partition=main,") }
  }

  @Test func aJobIsAnArrayOfItsTasks() throws {
    let arguments = try arguments()
    #expect(arguments.contains("--array=0-2"))
    #expect(arguments.contains("--cpus-per-task=2"))
    #expect(arguments.contains("--chdir=/home/me"))
    #expect(arguments.contains("--output=/s/r/logs/%A_%a.log"))
    #expect(!arguments.contains { $0.hasPrefix("--dependency") || $0.hasPrefix("--mem") })
  }

  /// A gibibyte and a quarter, and 300 MiB; three times five minutes, and ten.
  @Test func resourcesHaveAMargin() throws {
    let wanting: (inout Job) -> Void = { job in
      job.memory = 1 << 30
      job.seconds = 300
    }
    #expect(try arguments(change: wanting).contains("--mem=1580M"))
    #expect(try arguments(change: wanting).contains("--time=25"))
    #expect(
      try !arguments(countsMemory: false, change: wanting).contains { $0.hasPrefix("--mem") })
    let given = try arguments("mem=4G,time=60,cpus-per-task=8", change: wanting)
    #expect(given.filter { $0.hasPrefix("--mem") } == ["--mem=4G"])
    #expect(given.filter { $0.hasPrefix("--time") } == ["--time=60"])
    #expect(given.filter { $0.hasPrefix("--cpus") } == ["--cpus-per-task=8"])
  }

  @Test func stepsWaitForEachOther() throws {
    let arguments = try arguments("exclude=bad") { job in
      job.after = ["12_0", "12_1", "11_0"]
      job.afterSuccess = ["9_0"]
      job.excludedNodes = ["node3"]
    }
    #expect(arguments.contains("--dependency=afterok:9,afterany:11:12"))
    #expect(arguments.filter { $0.hasPrefix("--exclude") } == ["--exclude=node3,bad"])
  }

  @Test func statesAreReadFromSqueueAndSacct() {
    let states = SlurmCluster.states(
      in: """
        12_0|RUNNING|node1|None
        12_1|PENDING||Resources
        12_2|COMPLETED|node2|None
        12_3|TIMEOUT|node2|TimeLimit
        12_4|CANCELLED by 0|None assigned
        13_[0-2,5%4]|PENDING|None assigned
        """)
    #expect(states["12_0"] == .running(on: "node1"))
    #expect(states["12_1"] == .queued(reason: "Resources"))
    #expect(states["12_2"] == .ended(reason: nil, on: "node2"))
    #expect(states["12_3"] == .ended(reason: "TIMEOUT", on: "node2"))
    #expect(states["12_4"] == .ended(reason: "CANCELLED by 0", on: nil))
    #expect([0, 1, 2, 5].allSatisfy { states["13_\($0)"] == .queued(reason: nil) })
    #expect(states.count == 9)
  }
}
