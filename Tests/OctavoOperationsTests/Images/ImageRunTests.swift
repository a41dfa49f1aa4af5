import Foundation
import OctavoEngine
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// What `images.load` reads from files, and what images and their models are as artifacts.
@Suite struct ImageRunTests {
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = URL.temporaryDirectory.appending(path: "octavo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func plan(_ options: String, in folder: URL) -> Plan {
    let text = "```step images\nrun: images.load\n\(options)\n```\n"
    return Plan(
      Notebook.read(Source(path: "images.md", text: text)), catalogue: .octavo, folder: folder)
  }

  private func load(_ options: String, in folder: URL) -> StepRecord? {
    let plan = plan(options, in: folder)
    #expect(!plan.hasErrors, "\(plan.diagnostics.map(\.message))")
    return Runner.run(plan, options: Runner.Options(), outputWriter: nil).run[step: "images"]
  }

  private static let idx: [UInt8] =
    [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2] + Array(1...12)

  @Test func readsIDXFilesWithLabels() throws {
    try inFolder { folder in
      try Data(Self.idx).write(to: folder.appending(path: "images.idx"))
      try Data([0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 7]).write(to: folder.appending(path: "labels.idx"))
      let step = load(
        "path: images.idx\nlabels: labels.idx\nmargin: 1\nvalidation-fraction: 0.34", in: folder)
      #expect(step?.status == .done)
      #expect(step?.values["count"] == .integer(2))
      #expect(step?.values["validation-count"] == .integer(1))
      #expect(step?.values["distinct-captions"] == .integer(2))
      guard case .figure(let figure)? = step?.shownItems.first,
        case .images(let tiles) = figure.content
      else {
        Issue.record("no images are shown")
        return
      }
      #expect(tiles.map(\.label) == ["7", "0"])
      let pixels = try ImageFile.decode(tiles[0].png, channels: 1)
      #expect(pixels.bytes == [0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0])
    }
  }

  /// Ranges of a shuffled file share no image, and hold all of them between them.
  @Test(arguments: [nil, 3]) func rangesOfAFileAreDisjoint(shuffleSeed: Int?) throws {
    try inFolder { folder in
      try Data(Self.idx(count: 9)).write(to: folder.appending(path: "images.idx"))
      try Data([0, 0, 8, 1, 0, 0, 0, 9] + Array(10..<19))
        .write(to: folder.appending(path: "labels.idx"))
      let shuffling = shuffleSeed.map { "\nshuffle-seed: \($0)" } ?? ""
      func labels(_ range: String) throws -> [String?] {
        let step = load(
          "path: images.idx\nlabels: labels.idx\nvalidation-fraction: 0\n\(range)\(shuffling)",
          in: folder)
        guard case .figure(let figure)? = step?.shownItems.first,
          case .images(let tiles) = figure.content
        else { return [] }
        for tile in tiles {
          let pixels = try ImageFile.decode(tile.png, channels: 1).bytes
          #expect(pixels.first.map { "\($0 + 10)" } == tile.label)
        }
        return tiles.map(\.label)
      }
      let parts = try labels("limit: 4") + labels("skip: 4\nlimit: 3") + labels("skip: 7")
      let all = (10..<19).map { "\($0)" }
      #expect(parts.compactMap { $0 }.sorted() == all)
      #expect((parts == all) == (shuffleSeed == nil))
      #expect(try labels("skip: 2") == Array(parts[2...]))
      #expect(
        plan("path: images.idx\nskip: 9\(shuffling)", in: folder).diagnostics.map(\.message)
          == ["there are 9 images, and 9 are left out"])
    }
  }

  /// Images of one pixel, whose numbers are counted from 0.
  private static func idx(count: Int) -> [UInt8] {
    [0, 0, 8, 3, 0, 0, 0, UInt8(count), 0, 0, 0, 1, 0, 0, 0, 1] + (0..<UInt8(count))
  }

  @Test func readsFoldersOfPNGs() throws {
    try inFolder { folder in
      for (name, value) in [("b", UInt8(9)), ("a", 200)] {
        let png = try PNG.encode(
          Array(repeating: value, count: 12), height: 2, width: 2, channels: 3)
        try Data(png).write(to: folder.appending(path: "\(name).png"))
      }
      try Data("{\"file_name\": \"b.png\", \"text\": \"dark\"}\n".utf8)
        .write(to: folder.appending(path: "metadata.jsonl"))
      let step = load("folder: .\nvalidation-fraction: 0", in: folder)
      #expect(step?.status == .done)
      guard case .figure(let figure)? = step?.shownItems.first,
        case .images(let tiles) = figure.content
      else {
        Issue.record("no images are shown")
        return
      }
      #expect(tiles.map(\.label) == [nil, "dark"])
      #expect(try ImageFile.decode(tiles[0].png, channels: 1).bytes == [200, 200, 200, 200])
      let second = load("folder: .\nskip: 1\nvalidation-fraction: 0", in: folder)
      #expect(second?.values["count"] == .integer(1))
      #expect(second?.values["distinct-captions"] == .integer(1))
      #expect(
        plan("folder: .\nskip: 2", in: folder).diagnostics.map(\.message)
          == ["there are 2 images, and 2 are left out"])
      // One of another size is found by its header, one that is damaged further on is not.
      let other = try PNG.encode([1, 2, 3], height: 1, width: 1, channels: 3)
      try Data(other).write(to: folder.appending(path: "c.png"))
      #expect(
        plan("folder: .", in: folder).diagnostics.map(\.message)
          == ["`c.png` is 1 × 1, and `a.png` is 2 × 2"])
      let same = try PNG.encode(Array(repeating: 3, count: 12), height: 2, width: 2, channels: 3)
      try Data(same.prefix(40)).write(to: folder.appending(path: "c.png"))
      #expect(failure(of: load("folder: .", in: folder)).contains("`c.png` cannot be read"))
    }
  }

  private func failure(of step: StepRecord?) -> String {
    if case .failed(let error)? = step?.status { error } else { "" }
  }

  /// The bytes of every file that an artifact writes, by name.
  private struct Files: ArtifactSink {
    var bytes: [String: [UInt8]] = [:]

    mutating func file(
      _ name: String, _ produce: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
      var all: [UInt8] = []
      try produce { all.append(contentsOf: $0) }
      bytes[name] = all
    }
  }

  private func expectRoundTrip<Kind: Artifact>(_ artifact: Kind, _ names: Set<String>) throws {
    try inFolder { folder in
      var first = Files()
      try artifact.write(to: &first)
      #expect(names.isSubset(of: first.bytes.keys), "\(first.bytes.keys)")
      for (name, bytes) in first.bytes {
        try Data(bytes).write(to: folder.appending(path: name))
      }
      var second = Files()
      try Kind(contentsOf: folder).write(to: &second)
      #expect(first.bytes == second.bytes)
    }
  }

  @Test(arguments: [3, 600]) func imagesAsArtifacts(count: Int) throws {
    let scenes = ShapeScene.scenes(
      count: count, pairs: 0.5, colors: [.red], shapes: [.circle], from: RandomStream(seed: 1))
    let set = ShapeScene.images(scenes, side: 8, progress: { _ in })
    try expectRoundTrip(
      Images(training: set[0..<count - 1], validation: set[[count - 1]]),
      ["images.json", "training-0001.png", "validation-0001.png"])
  }

  @Test func modelsAsArtifacts() throws {
    let stream = RandomStream(seed: 1)
    let autoencoder = try Autoencoder(
      .init(channels: 3, latentChannels: 2, widths: [8, 8]), stream: stream)
    let names: Set = ["config.json", "model.safetensors"]
    try expectRoundTrip(ImageAutoencoder(autoencoder), names)
    let text = try TextEncoder(
      CaptionVocabulary(of: ["one two"]), length: 2, width: 8, layers: 1, heads: 2, stream: stream)
    for isConditioned in [true, false] {
      let network = DenoisingUNet.Configuration(
        channels: 2, width: 8, textWidth: isConditioned ? 8 : nil)
      let model = try DiffusionModel(
        .init(network: network, height: 4, width: 4, isLimited: false),
        text: isConditioned ? text : nil, stream: stream)
      try expectRoundTrip(ImageDiffusion(model, isConditioned ? autoencoder : nil), names)
    }
  }
}
