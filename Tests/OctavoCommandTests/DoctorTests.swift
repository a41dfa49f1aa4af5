import Foundation
import Testing

@Suite struct DoctorTests {
  @Test func tellsWhatItFinds() throws {
    let place = try Workplace()
    let ended = try place.run("doctor")
    #expect(ended.status == 0, "\(ended.output) \(ended.messages)")
    for name in [
      "octavo", "processor", "instruction set", "threads", "memory", "store", "outputs", "libcmark",
    ] {
      #expect(ended.output.contains("\n\(name)") || ended.output.hasPrefix(name), "\(name)")
    }
    #expect(ended.output.contains("outputs can be written"))
    #expect(!place.names(".").contains(".octavo"))
  }

  @Test func aFolderThatCannotBeWrittenIsAnError() throws {
    let ended = try Workplace().run("doctor", "-o", "/dev/null/outputs")
    #expect(ended.status == 74)
    #expect(ended.output.contains("outputs cannot be written"))
  }

  @Test(arguments: ["outputs", "outputs/mine"])
  func aLinkThatLeadsNowhereIsAnError(_ folder: String) throws {
    let place = try Workplace()
    try FileManager.default.createSymbolicLink(
      atPath: place.folder.appending(path: "outputs").path, withDestinationPath: "gone")
    let ended = try place.run("doctor", "-o", folder)
    #expect(ended.status == 74)
    #expect(
      ended.output.contains("outputs is a symbolic link to `gone`, which does not exist"),
      "\(ended.output)")
  }
}
