import Foundation
import OctavoFingerprint
import Testing

@Suite struct FingerprintTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let files = Set(Fingerprint.files.split(separator: "\n").map(String.init))

  private static func sources(in folder: String) throws -> [String] {
    let url = root.appending(path: folder)
    let entries = try #require(FileManager.default.enumerator(atPath: url.path)?.allObjects)
    return entries.compactMap { $0 as? String }.map { "\(folder)/\($0)" }.filter { path in
      ["swift", "c", "h", "modulemap"].contains(URL(filePath: path).pathExtension)
    }
  }

  @Test(arguments: [
    "OctavoOperations", "OctavoEngine", "CKernels", "CImages", "CPNG", "CJPEG",
    "OctavoNotebook/Expressions", "OctavoRunner/Artifacts", "OctavoRunner/Declaration",
    "OctavoRunner/Execution", "OctavoRunner/Planning", "OctavoRunner/Store",
  ])
  func coversWhatComputes(module: String) throws {
    let sources = try Self.sources(in: "Sources/\(module)")
    #expect(!sources.isEmpty)
    #expect(sources.filter { !Self.files.contains($0) } == [])
  }

  @Test(arguments: [
    "OctavoReport", "octavo", "OctavoNotebook/Markdown", "OctavoNotebook/YAML",
    "OctavoResults/Files", "OctavoRunner/Outputs",
  ])
  func leavesOutWhatReadsAndShows(module: String) throws {
    let sources = try Self.sources(in: "Sources/\(module)")
    #expect(!sources.isEmpty)
    #expect(sources.filter(Self.files.contains) == [])
  }

  @Test func coversHowThingsAreBuiltAndWhatResultsAreMadeOf() {
    #expect(Self.files.contains("Sources/OctavoResults/Figure.swift"))
    #expect(Self.files.contains("Package.swift"))
  }

  @Test func coversTheLibrariesThatCompute() {
    let libraries = LoadedLibrary.needed()
    let names = libraries.map(\.name)
    #expect(Set(names).isSuperset(of: ["libpng16", "libjpeg", "libz", "libm", "libc"]))
    #expect(libraries.allSatisfy { $0.identity.count >= 16 }, "\(libraries)")
    #expect(names == LoadedLibrary.needed().map(\.name))
  }

  @Test func leavesOutALibraryWithWhatNoOtherNeeds() {
    let all = Set(LoadedLibrary.needed().map(\.name))
    let some = Set(LoadedLibrary.needed(apart: ["libFoundationNetworking"]).map(\.name))
    #expect(some.isSubset(of: all))
    #expect(some.isSuperset(of: ["libpng16", "libjpeg", "libz", "libm", "libc"]))
    #expect(some.isDisjoint(with: ["libFoundationNetworking", "libcurl", "libgnutls"]))
  }

  @Test func isTheSameWithAnotherCLibrary() {
    let names = Set(Fingerprint.libraries.map(\.name))
    #expect(names.isSuperset(of: ["libpng16", "libjpeg", "libz"]))
    #expect(names.isDisjoint(with: ["libc", "libm", "libgcc_s", "libstdc++", "libcmark"]))
    #expect(!names.contains { $0.hasPrefix("ld-linux") })
  }
}
