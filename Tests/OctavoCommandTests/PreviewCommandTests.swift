import Foundation
import FoundationNetworking
import Testing

/// The built program, while a notebook is written and its page is read.
@Suite(.serialized) struct PreviewCommandTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  /// Starts a preview and waits for its address.
  private func start(
    _ arguments: String...
  ) async throws -> (running: Workplace.Running, address: URL) {
    let running = try place.start(["preview"] + arguments + ["--port", "0"])
    for _ in 0..<1000 {
      let output = (try? String(contentsOf: running.output, encoding: .utf8)) ?? ""
      if output.hasSuffix("\n"), let url = URL(string: String(output.dropLast())) {
        return (running, url)
      }
      try await Task.sleep(for: .milliseconds(10))
    }
    throw CocoaError(.fileReadUnknown)
  }

  private func page(_ address: URL) async throws -> String {
    let (data, _) = try await URLSession.shared.data(from: address)
    return String(decoding: data, as: UTF8.self)
  }

  /// Whether the page comes to hold a text.
  private func shows(_ text: String, at address: URL) async throws -> Bool {
    for _ in 0..<1000 {
      if try await page(address).contains(text) { return true }
      try await Task.sleep(for: .milliseconds(10))
    }
    return false
  }

  private func end(_ running: Workplace.Running) {
    running.send(SIGINT)
    let ended = running.ended()
    #expect(ended.status == 0 && !ended.isKilled, "\(ended.messages)")
  }

  private func move(_ from: String, to: String) {
    let (from, to) = (place.folder.appending(path: from), place.folder.appending(path: to))
    #expect(rename(from.path, to.path) == 0)
  }

  // MARK: Saving

  @Test func showsWhatIsSaved() async throws {
    try place.write(Notebooks.table, to: "n.md")
    let (running, address) = try await start("n.md")
    #expect(try await shows("x=", at: address))
    try place.write(Notebooks.table.replacing("x=", with: "first="), to: "n.md")
    #expect(try await shows("first=", at: address))
    try place.write(Notebooks.table.replacing("x=", with: "second="), to: "n.md.tmp")
    move("n.md.tmp", to: "n.md")
    #expect(try await shows("second=", at: address))
    try place.remove("n.md")
    try await Task.sleep(for: .milliseconds(50))
    try place.write(Notebooks.table.replacing("x=", with: "third="), to: "n.md")
    #expect(try await shows("third=", at: address))
    #expect(place.names("outputs").isEmpty, "a preview writes no report")
    end(running)
  }

  @Test func showsWhatFilesOfTheNotebookHold() async throws {
    try place.write(String(repeating: "one two ", count: 171), to: "data/text.txt")
    try place.write(
      """
      ---
      bibliography: works.bib
      ---

      Said by @who. There are `{value} corpus.characters` of them.

      ```step corpus
      run: text.load
      path: data/text.txt
      ```
      """, to: "n.md")
    try place.write("@misc{who, author = {Ann Early}, title = {T}, year = 1999}", to: "works.bib")
    let (running, address) = try await start("n.md")
    #expect(try await shows("1368", at: address))
    try place.write(String(repeating: "one two ", count: 172), to: "data/text.txt")
    #expect(try await shows("1376", at: address))
    try place.write("@misc{who, author = {Bea Later}, title = {T}, year = 1999}", to: "works.bib")
    #expect(try await shows("Later", at: address))
    end(running)
  }

  @Test func takesParametersFromAFileThatChanges() async throws {
    try place.write(Notebooks.table, to: "n.md")
    try place.write("x: 41\n", to: "settings.yaml")
    let (running, address) = try await start("n.md", "-p", "@settings.yaml")
    #expect(try await shows("41", at: address))
    try place.write("x: 43\n", to: "settings.yaml")
    #expect(try await shows("43", at: address))
    end(running)
  }

  // MARK: Errors

  @Test func errorsLeaveTheLastReport() async throws {
    try place.write(Notebooks.table, to: "n.md")
    let (running, address) = try await start("n.md")
    #expect(try await shows("x=", at: address))
    try place.write(Notebooks.table.replacing("rows:", with: "rwos:"), to: "n.md")
    try running.wait(for: "did you mean `rows`?")
    #expect(try await page(address).contains("x="))
    try place.write(Notebooks.table.replacing("x=", with: "mended="), to: "n.md")
    #expect(try await shows("mended=", at: address))
    end(running)
  }

  @Test func aNotebookThatIsWrongFromTheStartIsShownAsADraft() async throws {
    try place.write(Notebooks.table.replacing("rows:", with: "rwos:"), to: "n.md")
    let (running, address) = try await start("n.md")
    #expect(try await shows("x=", at: address))
    end(running)
  }

  @Test func refusesWhatCannotBeShown() async throws {
    try place.write(Notebooks.table, to: "n.md")
    let missing = try place.run("preview", "none.md")
    #expect(missing.status == 65)
    #expect(missing.messages.contains("There is no notebook `none.md`"))
    #expect(mkfifo(place.folder.appending(path: "pipe.md").path, 0o600) == 0)
    for file in ["pipe.md", ".", "/dev/zero"] {
      let refused = try place.run("preview", file)
      #expect(refused.status == 65 && refused.messages.contains("file is wanted"), "\(file)")
    }
    #expect(try place.run("run", "--watch", "pipe.md").status == 65)
    #expect(try place.run("preview", "-").status == 64)
    #expect(try place.run("preview", "n.md", "--port", "70000").status == 64)
    let (running, address) = try await start("n.md")
    let port = try #require(address.port)
    let taken = try place.run("preview", "n.md", "--port", "\(port)")
    #expect(taken.status == 64)
    #expect(taken.messages.contains("Another program listens on port \(port)"))
    end(running)
  }

  // MARK: Runs

  @Test func aSaveStopsTheRunThatIsOn() async throws {
    try place.write("Prose one.\n\n" + Notebooks.training(iterations: "1000000"), to: "n.md")
    let (running, address) = try await start("n.md")
    try running.wait(for: "] learn")
    #expect(try await shows("Prose one.", at: address), "the page is drawn while the run is on")
    try place.write("Prose two.\n\n" + Notebooks.training(iterations: "1000000"), to: "n.md")
    #expect(try await shows("Prose two.", at: address))
    try running.wait(for: "resumes from where it was stopped")
    try place.write("Prose three.\n\n" + Notebooks.training(iterations: "20"), to: "n.md")
    #expect(try await shows("Prose three.", at: address))
    try running.wait(for: "✓ [2/2] learn")
    end(running)
  }

  @Test func endsWhileARunIsOn() async throws {
    try place.write(Notebooks.training(iterations: "1000000"), to: "n.md")
    let (running, _) = try await start("n.md")
    try running.wait(for: "] learn")
    end(running)
  }

  // MARK: Without a page

  @Test func watchingRunsAgain() async throws {
    try place.write(Notebooks.table, to: "n.md")
    let running = try place.start("run", "--watch", "n.md")
    try running.wait(for: "waiting for the next save")
    #expect(place.text("outputs/n/index.html").contains("x="))
    try place.write(Notebooks.table.replacing("rows:", with: "rwos:"), to: "n.md")
    try running.wait(for: "did you mean `rows`?")
    try place.write(Notebooks.table.replacing("x=", with: "again="), to: "n.md")
    for _ in 0..<1000 where !place.text("outputs/n/index.html").contains("again=") {
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(place.text("outputs/n/index.html").contains("again="))
    running.send(SIGINT)
    let ended = running.ended()
    #expect(ended.status == 0 && !ended.isKilled)
    #expect(ended.output == "outputs/n/index.html\noutputs/n/index.html\n")
    #expect(try place.run("run", "--watch", "-").status == 64)
  }

  /// An image of the notebook may be what its run writes.
  @Test func watchingIsNotMovedByWhatItWrites() async throws {
    let images = "```step s\nrun: shapes.draw\ncount: 20\nside: 16\n```\n"
    try place.write(images, to: "n.md")
    #expect(try place.run("run", "n.md").status == 0)
    let paths = place.folder.appending(path: "outputs/n/artifacts")
    let all = FileManager.default.enumerator(atPath: paths.path)?.allObjects as? [String] ?? []
    let image = all.filter { $0.hasSuffix(".png") }.sorted().first
    let path = image ?? "none.png"
    try place.write(images + "\n![One](outputs/n/artifacts/\(path))\n", to: "n.md")
    let running = try place.start("run", "--watch", "--keep-going", "n.md")
    try running.wait(for: "waiting for the next save")
    try await Task.sleep(for: .milliseconds(500))
    running.send(SIGINT)
    let ended = running.ended()
    #expect(ended.messages.matches(of: /waiting for the next save/).count == 1)
  }
}
