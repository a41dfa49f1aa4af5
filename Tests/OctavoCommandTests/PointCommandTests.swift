import Foundation
import OctavoResults
import Testing

/// Steps with points, run by the built program.
@Suite struct PointCommandTests {
  private static let notebook = """
    ```step stories
    run: stories.compose
    count: 100
    ```

    ```step learn
    run: gpt.train
    for: {rate: [1e-3, 1e-2], seed: 1..2}
    data: stories
    model: {layers: 1, heads: 1, width: 8, context: 8}
    training: {iterations: 20, batch: 2, learning-rate: "${rate}"}
    ```

    ```step judge
    run: gpt.evaluate
    model: learn
    data: stories
    ```

    ```step claims
    run: expect
    that: learn.validation-loss < 100
    ```

    The loss is `{value} estimate(judge.loss[rate=1e-2]) | .3f`.
    """

  private func workplace() throws -> Workplace {
    let place = try Workplace()
    try place.write(Self.notebook, to: "x.md")
    return place
  }

  private func results(_ place: Workplace, _ output: String = "outputs") throws -> Data {
    try Data(contentsOf: place.folder.appending(path: "\(output)/x/results.json"))
  }

  @Test func jobsAndThreadsDoNotChangeAByte() throws {
    let place = try workplace()
    var found: [Data] = []
    for (jobs, threads) in [("1", "1"), ("2", "2"), ("4", "1"), ("1", "2")] {
      let run = try place.run(
        "run", "x.md", "--no-cache", "--jobs", jobs, "--threads", threads, "-o", jobs + threads)
      #expect(run.status == 0, "\(run.messages)")
      found.append(try results(place, jobs + threads))
    }
    #expect(Set(found).count == 1)
  }

  /// Workers that start in any order, two of them for one point, share what they compute.
  @Test func workersShareAStore() throws {
    let place = try workplace()
    let workers = try ["seed=2", "rate=0.01", "rate=0.001,seed=1", "seed=2"].enumerated().map {
      try place.start(
        "run", "x.md", "--only", "judge", "--at", $1, "--store", "shared", "-o", "worker-\($0)")
    }
    for worker in workers { #expect(worker.ended().status == 0) }
    let whole = try place.run("run", "x.md", "--store", "shared", "-o", "whole")
    #expect(whole.status == 0)
    // All but what stands on all points together.
    #expect(whole.messages.components(separatedBy: "from the store").count - 1 == 9)
    let alone = try place.run("run", "x.md", "--no-cache", "-o", "alone")
    #expect(alone.status == 0)
    #expect(try results(place, "whole") == results(place, "alone"))
  }

  @Test func pointsHaveFoldersAndPlaces() throws {
    let place = try workplace()
    #expect(try place.run("run", "x.md").status == 0)
    let folder = place.folder.appending(path: "outputs/x/artifacts/learn")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
        "rate=0.001,seed=1", "rate=0.001,seed=2", "rate=0.01,seed=1", "rate=0.01,seed=2",
      ])
    let read = try ResultsFile(decoding: try results(place))
    #expect(read.steps["learn"]?.points.count == 4)
    let page = try String(
      contentsOf: place.folder.appending(path: "outputs/x/index.html"), encoding: .utf8)
    #expect(page.contains("4 points"))
    #expect(try place.run("verify", "x.md").output.hasPrefix("x: the same"))
  }

  @Test func axesOfTheCommandLineAreRepeatedByTheReport() throws {
    let place = try workplace()
    #expect(try place.run("run", "x.md", "--for", "seed=5..7").status == 0)
    let read = try ResultsFile(decoding: try results(place))
    #expect(read.steps["learn"]?.points.count == 6)
    #expect(read.axes == [.init("seed", [5, 6, 7])])
    let page = try String(
      contentsOf: place.folder.appending(path: "outputs/x/index.html"), encoding: .utf8)
    #expect(page.contains("--for seed=5,6,7"))
    // The axes are those of the recorded run.
    #expect(try place.run("verify", "x.md").status == 0)
  }

  /// What a worker has recorded is what is verified.
  @Test func aPartOfARunIsVerified() throws {
    let place = try workplace()
    #expect(try place.run("run", "x.md", "--only", "learn", "--at", "seed=2").status == 0)
    let verified = try place.run("verify", "x.md")
    #expect(verified.status == 0, "\(verified.output)\(verified.messages)")
    #expect(!verified.messages.contains("was not asked for"))
  }

  @Test(arguments: [
    (["--at", "seed=1"], "--only"), (["--only", "learn", "--at", "seed"], "axis=value"),
    (["--only", "learn", "--at", "width=1"], "no axis `width`"),
    (["--only", "learn", "--at", "seed=9"], "no point"), (["--for", "seed"], "seed=1..5"),
    (["--for", "seed=1,1"], "twice"), (["--for", "seed=2..1"], "seed"),
    (["--for", "width=1"], "no axis `width`"), (["--jobs", "0"], "--jobs"),
    (["--max-points", "3"], "--max-points 4"),
  ])
  func whatCannotBeMeantIsRefused(arguments: [String], message: String) throws {
    let place = try workplace()
    let run = try place.start(["run", "x.md"] + arguments).ended()
    #expect(run.status != 0)
    #expect(run.messages.contains(message), "\(run.messages)")
  }
}
