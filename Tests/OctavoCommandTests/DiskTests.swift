import Foundation
import Testing

/// Disks that are full or cannot be written, which need the right to mount one.
@Suite(.serialized, .enabled(if: Workplace.canMount, "mounting a disk is not allowed here"))
struct DiskTests {
  private let place: Workplace

  init() throws {
    place = try Workplace()
    try place.write(Notebooks.table + "\n\n" + Notebooks.training(iterations: "300"), to: "n.md")
  }

  private func mount(_ name: String, _ options: String) throws {
    let path = place.folder.appending(path: name).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try #require(Workplace.system("mount", "-t", "tmpfs", "-o", options, "none", path))
  }

  private func unmount(_ name: String) {
    #expect(Workplace.system("umount", place.folder.appending(path: name).path))
  }

  @Test func aFolderThatCannotBeWrittenIsFoundBeforeComputing() throws {
    try mount("outputs", "size=1m,ro")
    let ended = try place.run("run", "n.md")
    unmount("outputs")
    #expect(ended.status == 74, "\(ended.messages)")
    #expect(place.names(".octavo").isEmpty)
  }

  @Test func whatAFullDiskDidNotTakeIsDeliveredByTheNextRun() throws {
    try mount("outputs", "size=24k")
    let ended = try place.run("run", "n.md", "--log-to", "jsonl=e.jsonl")
    #expect(ended.status == 74, "\(ended.messages)")
    #expect(ended.messages.contains("no space left"))
    #expect(ended.messages.contains("in the store"))
    let last = place.text("e.jsonl").split(separator: "\n").last ?? ""
    #expect(last.contains("\"run-finished\"") && last.contains("\"report\":null"), "\(last)")
    unmount("outputs")
    let next = try place.run("run", "n.md")
    #expect(next.status == 0)
    #expect(next.messages.split(separator: "\n").count { $0.contains("from the store") } == 3)
  }

  @Test func aFullDiskLeavesTheFolderAsItWas() throws {
    try mount("outputs", "size=400k")
    #expect(try place.run("run", "n.md").status == 0)
    let results = place.data("outputs/n/results.json")
    Data(count: 1_000_000).withUnsafeBytes { bytes in
      let url = place.folder.appending(path: "outputs/full")
      let descriptor = open(url.path, O_CREAT | O_WRONLY, 0o600)
      defer { close(descriptor) }
      #expect(write(descriptor, bytes.baseAddress, bytes.count) > 0)
    }
    #expect(try place.run("run", "n.md", "-p", "x=2").status == 74)
    #expect(place.data("outputs/n/results.json") == results)
    #expect(try place.run("diff", "outputs/n", "outputs/n").status == 0)
    try place.remove("outputs/full")
    let next = try place.run("run", "n.md", "-p", "x=2")
    #expect(next.status == 0, "\(next.messages)")
    #expect(next.messages.contains("from the store"))
    unmount("outputs")
  }

  @Test func aStoreThatIsFullStopsNothing() throws {
    try mount(".octavo", "size=16k")
    let ended = try place.run("run", "n.md")
    #expect(ended.status == 0, "\(ended.messages)")
    #expect(ended.messages.contains("cannot be kept"))
    unmount(".octavo")
    #expect(try place.run("run", "n.md", "-o", "other").status == 0)
    #expect(place.data("outputs/n/results.json") == place.data("other/n/results.json"))
  }
}
