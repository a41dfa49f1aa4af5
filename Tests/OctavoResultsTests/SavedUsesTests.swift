import Foundation
import OctavoResults
import Testing

@Suite struct SavedUsesTests {
  @Test func usesAreSaved() throws {
    var saved = SavedRunTests.saved
    saved.run.uses = ["b": ["a", "config"], "c": []]
    let again = try SavedRun(decoding: saved.encoded())
    #expect(again.run.uses == saved.run.uses)
  }

  @Test func aRunThatDoesNotSayThemCanBeRead() throws {
    let data = try SavedRunTests.saved.encoded()
    #expect(!String(decoding: data, as: UTF8.self).contains("\"uses\""))
    #expect(try SavedRun(decoding: data).run.uses == [:])
  }
}
