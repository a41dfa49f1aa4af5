import Foundation
import Testing

/// What another build of the program takes from the store.
@Suite struct ProgramChangeTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(Notebooks.table, to: "n.md")
  }

  @Test func aProgramThatComputesTheSameTakesTheResults() throws {
    #expect(try place.run("run", "n.md").status == 0)
    let program = try #require(Workplace.program)
    let other = place.folder.appending(path: "octavo")
    try FileManager.default.copyItem(at: program, to: other)
    let file = try FileHandle(forWritingTo: other)
    try file.seekToEnd()
    try file.write(contentsOf: Data("of another build".utf8))
    try file.close()
    #expect(try place.run("plan", "n.md").output.contains(": stored"))
    let ended = try place.run("run", "n.md", shell: ("shift; set -- ./octavo \"$@\";", ""))
    #expect(ended.status == 0, "\(ended.messages)")
    #expect(place.text("outputs/n/run.json").contains("\"cached\" : true"))
  }
}
