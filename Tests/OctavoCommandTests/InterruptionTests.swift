import Foundation
import OctavoRunner
import Testing

/// Runs that are stopped, killed, or that meet each other. The environment variable `OCTAVO_KILLS`
/// says how often to kill and `OCTAVO_PAIRS` how many pairs to run, where the usual few are not
/// enough.
@Suite(.serialized) struct InterruptionTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(Notebooks.several, to: "race.md")
    try place.write(Notebooks.training(iterations: "6000"), to: "long.md")
  }

  private static func count(_ variable: String, usually count: Int) -> Int {
    ProcessInfo.processInfo.environment[variable].flatMap(Int.init) ?? count
  }

  /// Which parameters the parts of a folder were made with, and whether it is whole.
  private func expectOneRun(in folder: String, _ comment: Comment) {
    let inspection = OutputInspection(of: place.folder.appending(path: folder))
    #expect(inspection.changed.isEmpty && inspection.missing.isEmpty, comment)
    let results = place.text("\(folder)/results.json")
    var made = Set(results.matches(of: /"x" : ([0-9])/).prefix(1).map { String($0.1) })
    let page = place.text("\(folder)/index.html")
    made.formUnion(page.matches(of: #/>x=.*?([0-9])</#).prefix(1).map { String($0.1) })
    for step in place.names("\(folder)/artifacts") where step.hasPrefix("t") {
      let table = place.text("\(folder)/artifacts/\(step)/table.csv")
      made.formUnion(table.split(separator: "\n").dropFirst().prefix(1).map(String.init))
    }
    #expect(made.count == 1, "\(comment): made of \(made)")
  }

  // MARK: Signals

  @Test func aStoppedRunGoesOn() throws {
    #expect(try place.run("run", "long.md", "--no-cache", "-o", "whole").status == 0)
    for signal in [SIGINT, SIGTERM, SIGHUP] {
      let stopped = try place.start("run", "long.md")
      try stopped.wait(for: "] learn")
      stopped.wait(forProcessorSeconds: 0.2)
      stopped.send(signal)
      let ended = stopped.ended()
      #expect(ended.status == 130 && !ended.isKilled, "\(ended.messages)")
      #expect(place.text("outputs/long/index.html").contains("interrupted"))
      let resumed = try place.run("run", "long.md")
      #expect(resumed.status == 0)
      #expect(resumed.messages.contains("resumes from where it was stopped"), "\(resumed.messages)")
      #expect(place.data("outputs/long/results.json") == place.data("whole/long/results.json"))
      try place.remove(".octavo")
    }
  }

  /// Not even where it was stopped before its first step.
  @Test func aStoppedRunSaysSo() throws {
    for _ in 0..<20 {
      let run = try place.start("run", "long.md")
      usleep(.random(in: 0..<60_000))
      run.send(SIGINT)
      let ended = run.ended()
      #expect(ended.status == 130 || ended.isKilled, "\(ended.messages)")
    }
  }

  @Test func whoIgnoresTheHangUpIsNotStopped() throws {
    let run = try place.start("run", "long.md", shell: ("trap '' HUP;", ""))
    try run.wait(for: "] learn")
    run.send(SIGHUP)
    #expect(run.ended().status == 0)
  }

  @Test func aSecondSignalEndsAtOnce() throws {
    let run = try place.start("run", "long.md")
    try run.wait(for: "] learn")
    for _ in 0..<2 { run.send(SIGINT) }
    #expect(run.ended().status == 130)
  }

  @Test func noHandlerRunsOnAThreadThatComputes() throws {
    let run = try place.start("run", "long.md")
    try run.wait(for: "] learn")
    usleep(100_000)
    let process = "\(run.process.processIdentifier)"
    let tasks = URL(filePath: "/proc/\(process)/task")
    var blocked: [String: UInt64] = [:]
    for task in try FileManager.default.contentsOfDirectory(atPath: tasks.path) {
      let status = try String(contentsOf: tasks.appending(path: "\(task)/status"), encoding: .utf8)
      blocked[task] = status.firstMatch(of: /SigBlk:\s*([0-9a-f]+)/)
        .flatMap { UInt64($0.output.1, radix: 16) }
    }
    run.send(SIGINT)
    #expect(run.ended().status == 130)
    #expect(blocked.count > 2)
    // The one that waits for them is another than the first, which computes.
    let signals = [SIGINT, SIGTERM, SIGHUP].reduce(UInt64(0)) { $0 | 1 << UInt64($1 - 1) }
    let taking = blocked.filter { $0.value & signals != signals }.map(\.key)
    #expect(taking.count <= 1 && !taking.contains(process))
  }

  // MARK: Two at once

  @Test func twoRunsInOneFolderAreNotMixed() throws {
    for pair in 0..<Self.count("OCTAVO_PAIRS", usually: 5) {
      if pair.isMultiple(of: 2) { try? place.remove(".octavo") }
      let runs = try ["1", "2"].map { try place.start("run", "race.md", "-p", "x=\($0)") }
      for ended in runs.map({ $0.ended() }) {
        #expect(ended.status == 0, "\(ended.messages)")
      }
      expectOneRun(in: "outputs/race", "pair \(pair)")
      #expect(place.names("outputs") == ["race"])
      #expect(place.names(".octavo/temporary").isEmpty)
    }
  }

  @Test func theSecondNamesTheFirst() throws {
    let first = try place.start("run", "long.md")
    try first.wait(for: "] learn")
    let second = try place.start("run", "long.md")
    try second.wait(for: "process \(first.process.processIdentifier) on ")
    second.send(SIGINT)
    #expect(second.ended().status == 130)
    #expect(first.ended().status == 0)
  }

  // MARK: Kills

  @Test func nothingIsMixedOrLostByKills() throws {
    try place.write("mine", to: "notes.txt")
    #expect(try place.run("run", "race.md", "-p", "x=9", "-o", "whole").status == 0)
    let reference = place.data("whole/race/results.json")
    for index in 0..<Self.count("OCTAVO_KILLS", usually: 8) {
      // What is computed, what is read, and what is put in place are all met.
      if index.isMultiple(of: 3) { try? place.remove(".octavo") }
      let run = try place.start("run", "race.md", "-p", "x=\(index % 8 + 1)")
      usleep(.random(in: 0..<(index.isMultiple(of: 2) ? 1_500_000 : 300_000)))
      run.send(SIGKILL)
      _ = run.ended()
      if !place.names("outputs/race").isEmpty {
        expectOneRun(in: "outputs/race", "after kill \(index)")
      }
      if index == 2 {
        #expect(try place.run("run", "race.md", "-p", "x=3").status == 0)
        try place.write("mine", to: "outputs/race/notes.txt")
      }
    }
    let ended = try place.run("run", "race.md", "-p", "x=9")
    #expect(ended.status == 0, "\(ended.messages)")
    expectOneRun(in: "outputs/race", "at the end")
    #expect(place.data("outputs/race/results.json") == reference)
    #expect(place.text("outputs/race/notes.txt") == "mine")
    #expect(place.names("outputs") == ["race"])
    for part in ["temporary", "underway"] { #expect(place.names(".octavo/\(part)").isEmpty) }
    #expect(place.names(".octavo/results").allSatisfy { !$0.hasPrefix(".") })
  }
}
