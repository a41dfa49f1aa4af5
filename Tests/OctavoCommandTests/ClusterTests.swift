import Foundation
import Testing

/// `octavo run --on` with the Slurm and the Ray that `Scripts/local-clusters` starts.
@Suite(.serialized) struct ClusterTests {
  private let place: Workplace
  private static let environment = ProcessInfo.processInfo.environment
  private static let hasSlurm = environment["OCTAVO_TEST_SLURM"] != nil
  private static let ray = environment["OCTAVO_TEST_RAY"]

  init() throws {
    place = try Workplace()
    try place.write(Self.notebook(iterations: 100), to: "n.md")
  }

  private static func notebook(iterations: Int, rates: String = "1e-3, 3e-3, 1e-2") -> String {
    """
    ```step text
    run: symbols.compose
    count: 2000
    ```

    ```step learn
    run: gpt.train
    for: {rate: [\(rates)], seed: 1..3}
    data: text
    model: {layers: 1, heads: 1, width: 8, context: 8}
    training: {iterations: \(iterations), batch: 4, learning-rate: "${rate}", evaluate-every: 50}
    ```

    ```step measured
    run: gpt.evaluate
    model: learn
    data: text
    ```

    ```step holds
    run: expect
    that: ["mean(measured.loss) > 0"]
    ```
    """
  }

  /// Whether a run elsewhere has given the same results as one here, to the last byte.
  private func expectSameResults(_ name: String, as folder: String = "there") throws {
    _ = try place.run("run", "\(name).md", "-o", "here", "--store", "here-store", "-q")
    let here = place.text("here/\(name)/results.json")
    #expect(!here.isEmpty && here == place.text("\(folder)/\(name)/results.json"))
  }

  /// How often the jobs' logs tell that a training began.
  private func trainings(in folder: String) -> Int {
    place.names("\(folder)/logs/learn").reduce(0) { count, name in
      let text = place.text("\(folder)/logs/learn/\(name)")
      return count + text.matches(of: /\] learn .*: gpt.train/).count
    }
  }

  // MARK: Slurm

  @Test(.enabled(if: hasSlurm, "OCTAVO_TEST_SLURM is not set"))
  func slurmGivesTheSameBytes() throws {
    let ended = try place.run("run", "n.md", "--on", "slurm", "-o", "there", "--store", "s")
    #expect(ended.status == 0, "\(ended.messages)")
    try expectSameResults("n")
    #expect(place.names("there/n/logs/learn").count == 9)
    #expect(trainings(in: "there/n") == 9)
    #expect(place.names("s/clusters").isEmpty)
    let again = try place.run("run", "n.md", "--on", "slurm", "-o", "there", "--store", "s")
    #expect(again.status == 0 && again.messages.contains("from the store"))
  }

  @Test(.enabled(if: hasSlurm, "OCTAVO_TEST_SLURM is not set"))
  func onePointFailsAlone() throws {
    try place.write(Self.notebook(iterations: 60, rates: "1e-3, 1e9"), to: "f.md")
    let ended = try place.run("run", "f.md", "--on", "slurm", "-o", "there", "--store", "s")
    #expect(ended.status == 1, "\(ended.messages)")
    #expect(ended.messages.matches(of: /is tried again/).count == 3)
    try expectSameResults("f")
  }

  @Test(.enabled(if: hasSlurm, "OCTAVO_TEST_SLURM is not set"))
  func whatIsSubmittedIsCollectedLater() throws {
    let submitted = try place.run(
      "run", "n.md", "--on", "slurm", "-o", "there", "--store", "s", "--submit-only",
      "--points-per-job", "2")
    #expect(submitted.status == 0 && submitted.output.isEmpty, "\(submitted.messages)")
    #expect(submitted.messages.contains("10 tasks are submitted"))
    // What is edited meanwhile is of no concern.
    try place.write("# Another", to: "n.md")
    let listed = try place.run("collect", "--store", "s", "--list")
    #expect(listed.output.contains("of 18 points ended"), "\(listed.output)")
    let collected = try place.run("collect", "n", "--store", "s")
    #expect(collected.status == 0, "\(collected.messages)")
    try place.write(Self.notebook(iterations: 100), to: "n.md")
    try expectSameResults("n")
    #expect(try place.run("collect", "--store", "s").status == 64)
  }

  @Test(.enabled(if: hasSlurm, "OCTAVO_TEST_SLURM is not set"))
  func aKilledDriverFindsItsJobs() throws {
    try place.write(Self.notebook(iterations: 2000), to: "n.md")
    let arguments = ["run", "n.md", "--on", "slurm", "-o", "there", "--store", "s"]
    let killed = try place.start(arguments)
    try killed.wait(for: "] learn")
    killed.send(SIGKILL)
    _ = killed.ended()
    let ended = try place.run(arguments)
    #expect(ended.status == 0, "\(ended.messages)")
    #expect(trainings(in: "there/n") == 9)
    try expectSameResults("n")
  }

  /// A run on Slurm, once a training has begun on a node.
  private func startTraining(iterations: Int) throws -> Workplace.Running {
    try place.write(Self.notebook(iterations: iterations, rates: "1e-3"), to: "n.md")
    let run = try place.start("run", "n.md", "--on", "slurm", "-o", "there", "--store", "s")
    try run.wait(for: "] learn")
    return run
  }

  /// As after preemption: Slurm ends the job with SIGTERM and queues it again.
  @Test(.enabled(if: hasSlurm, "OCTAVO_TEST_SLURM is not set"))
  func aRequeuedJobGoesOn() throws {
    let run = try startTraining(iterations: 60_000)
    usleep(1_000_000)
    let queue = try place.shell("squeue -h -r -t RUNNING -o %i --name n:learn")
    let job = try #require(queue.output.split(separator: "\n").first)
    #expect(try place.shell("scontrol requeue \(job)").status == 0)
    // Slurm would wait two minutes, in case that something is wrong with the node.
    usleep(2_000_000)
    _ = try place.shell("scontrol update jobid=\(job) starttime=now")
    let ended = run.ended()
    #expect(ended.status == 0, "\(ended.messages)")
    let logs = place.names("there/n/logs/learn").map { place.text("there/n/logs/learn/\($0)") }
    #expect(logs.contains { $0.contains("resumes from where it was stopped") }, "\(logs)")
    #expect(!ended.messages.contains("is tried again"))
    try expectSameResults("n")
  }

  @Test(.enabled(if: hasSlurm, "OCTAVO_TEST_SLURM is not set"))
  func anInterruptedDriverStopsItsJobs() throws {
    let run = try startTraining(iterations: 1_000_000)
    run.send(SIGINT)
    let ended = run.ended()
    #expect(ended.status == 130, "\(ended.messages)")
    let queue = try place.shell("squeue -h -t PENDING,RUNNING -o %j")
    #expect(!queue.output.contains("n:learn"), "\(queue.output)")
  }

  @Test(.enabled(if: hasSlurm, "OCTAVO_TEST_SLURM is not set"))
  func aRefusalSaysWhy() throws {
    let ended = try place.run(
      "run", "n.md", "--on", "slurm", "--slurm", "partition=none-such", "--store", "s")
    #expect(ended.status == 69)
    #expect(ended.messages.matches(of: /invalid partition/).count == 1, "\(ended.messages)")
    #expect(place.text("outputs/n/results.json").isEmpty && place.names("s/clusters").isEmpty)
  }

  // MARK: Ray

  @Test(.enabled(if: ray != nil, "OCTAVO_TEST_RAY names no address"))
  func rayGivesTheSameBytes() throws {
    let address = try #require(Self.ray)
    let ended = try place.run(
      "run", "n.md", "--on", "ray=\(address)", "-o", "there", "--store", "s")
    #expect(ended.status == 0, "\(ended.messages)")
    try expectSameResults("n")
    #expect(trainings(in: "there/n") == 9)
  }

  // MARK: Without a cluster

  @Test func callsThatMakeNoSenseAreRefused() throws {
    for arguments in [
      ["--slurm", "partition=main"], ["--submit-only"], ["--on", "slurm", "--no-cache"],
      ["--on", "slurm", "--watch"], ["--on", "kubernetes"], ["--points-per-job", "0"],
      ["--on", "slurm", "--slurm", "array=1-3"], ["--on", "ray=http://x", "--slurm", "time=1"],
    ] {
      #expect(try place.run(["run", "n.md"] + arguments).status == 64, "\(arguments)")
    }
  }

  /// Commands of Slurm that a test has written.
  private func install(_ scripts: [String: String]) throws {
    for (name, script) in scripts {
      try place.write("#!/bin/sh\n\(script)\n", to: "bin/\(name)")
      let file = place.folder.appending(path: "bin/\(name)").path
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
    }
  }

  private let slurmOfTest = ("PATH=$PWD/bin:$PATH;", "")

  @Test func aCommandThatHangsDoesNotHoldUpCtrlC() throws {
    try install([
      "scontrol": "echo 'MaxArraySize            = 1001'", "sbatch": "touch called; sleep 1000",
    ])
    let run = try place.start(
      "run", "n.md", "--on", "slurm", "--submit-only", shell: slurmOfTest)
    for _ in 0..<3000 where !place.names(".").contains("called") { usleep(10_000) }
    run.send(SIGINT)
    let ended = run.ended()
    #expect(ended.status == 130 && !ended.isKilled, "\(ended.messages)")
    #expect(place.names(".octavo/clusters").isEmpty)
  }

  @Test func whatSbatchSaysIsTold() throws {
    try install([
      "scontrol": "echo 'MaxArraySize            = 1001'",
      "sbatch": "echo 'sbatch: error: no such account' >&2; exit 1",
    ])
    let ended = try place.run("run", "n.md", "--on", "slurm", shell: slurmOfTest)
    #expect(ended.status == 69)
    #expect(ended.messages.contains("sbatch: no such account"), "\(ended.messages)")
  }

  @Test func aStoreOfRunsOnAClusterIsNotCleaned() throws {
    try install([
      "scontrol": "echo 'MaxArraySize            = 1001'", "sbatch": "echo 17", "scancel": "",
    ])
    _ = try place.run("run", "n.md", "--on", "slurm", "--submit-only", shell: slurmOfTest)
    let refused = try place.run("clean")
    #expect(refused.status == 64 && refused.messages.contains("octavo collect"))
    #expect(try place.run("collect", "--list").output.hasPrefix("n  slurm  0 of 18"))
    #expect(try place.run("collect", "--cancel", shell: slurmOfTest).status == 0)
    #expect(try place.run("clean").status == 0)
  }

  @Test func aClusterThatIsNotThereIsNamed() throws {
    let ended = try place.run("run", "n.md", "--on", "ray=http://127.0.0.1:9")
    #expect(ended.status == 69)
    #expect(ended.messages.contains("http://127.0.0.1:9"), "\(ended.messages)")
    #expect(try place.run("collect").status == 64)
  }
}
