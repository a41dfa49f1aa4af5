import Foundation
import OctavoEngine
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// What `images.load` makes of folders: captions, formats, transparency, and what it says of the rest.
@Suite struct ImageFolderRunTests {
  /// A folder of images that a test fills.
  private struct Folder {
    let url: URL

    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws {
      let file = url.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }

    func write(_ name: String, _ text: String) throws { try write(name, text.utf8) }

    func image(_ name: String, _ value: UInt8 = 7, side: Int = 2) throws {
      try write(
        name,
        PNG.encode(
          Array(repeating: value, count: side * side * 3), height: side, width: side, channels: 3))
    }
  }

  private func inFolder(_ body: (Folder) throws -> Void) throws {
    let folder = URL.temporaryDirectory.appending(path: "octavo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(Folder(url: folder))
  }

  private func plan(_ options: String, _ folder: Folder, then more: String = "") -> Plan {
    let text =
      "```step images\nrun: images.load\nvalidation-fraction: 0\n\(options)\n```\n\(more)"
    return Plan(
      Notebook.read(Source(path: "images.md", text: text)), catalogue: .octavo,
      folder: folder.url)
  }

  private func problems(_ options: String, _ folder: Folder, then more: String = "") -> [String] {
    plan(options, folder, then: more).diagnostics.map { "\($0.message); \($0.remedy ?? "")" }
  }

  private func loaded(
    _ options: String, _ folder: Folder
  ) throws -> (tiles: [ImageTile], warnings: [String]) {
    let plan = plan(options, folder)
    #expect(!plan.hasErrors, "\(plan.diagnostics.map(\.message))")
    let step = try #require(
      Runner.run(plan, options: Runner.Options(), outputWriter: nil).run[step: "images"])
    #expect(step.status == .done)
    guard case .figure(let figure)? = step.shownItems.first,
      case .images(let tiles) = figure.content
    else { return ([], step.warnings.texts) }
    return (tiles, step.warnings.texts)
  }

  private func labels(_ options: String, _ folder: Folder) throws -> [String?] {
    try loaded(options, folder).tiles.map(\.label)
  }

  @Test func captionsFromJSONLines() throws {
    try inFolder { folder in
      for name in ["0.png", "1.png", "2.png"] { try folder.image(name) }
      try folder.write(
        "metadata.jsonl",
        """
        {"file_name": "0.png", "text": "a", "width": 2}
        {"file_name": "./1.png", "text": "b"}
        {"file_name": "9.png", "text": "c"}
        """)
      let (tiles, warnings) = try loaded("folder: .", folder)
      #expect(tiles.map(\.label) == ["a", "b", nil])
      #expect(
        warnings == [
          "1 column of metadata.jsonl is not used: `width`.",
          "1 line of metadata.jsonl names no image in the folder: `9.png` in line 3.",
          "1 of 3 images has no caption: 2.png.",
        ])
      try folder.write(
        "metadata.jsonl", "{\"file_name\": \"0.png\", \"caption\": \"a\"}\n")
      #expect(
        problems("folder: .", folder) == [
          "metadata.jsonl, line 1: there is no `text`; the keys here are `caption`, `file_name`"
        ])
      #expect(try labels("folder: .\ncaption-column: caption", folder) == ["a", nil, nil])
    }
  }

  @Test(arguments: [
    "file_name,text\n0.png,a\n1.png,\"b, \"\"c\"\"\nd\"\n",
    "\u{FEFF}text,file_name\r\na,0.png\r\n\"b, \"\"c\"\"\r\nd\",1.png",
    "file_name,text\r0.png,a\r\r1.png,\"b, \"\"c\"\"\rd\"\r",
  ])
  func captionsFromCSV(_ table: String) throws {
    try inFolder { folder in
      try folder.image("0.png")
      try folder.image("1.png")
      try folder.write("metadata.csv", table)
      let (tiles, warnings) = try loaded("folder: .", folder)
      #expect(tiles[0].label == "a")
      #expect(tiles[1].label?.filter { !$0.isNewline } == "b, \"c\"d")
      #expect(warnings == [])
      // The same table under another name, outside.
      try FileManager.default.moveItem(
        at: folder.url.appending(path: "metadata.csv"), to: folder.url.appending(path: "other.csv"))
      #expect(try loaded("folder: .\ncaptions: other.csv", folder).warnings == [])
      #expect(
        try loaded("folder: .", folder).warnings
          == ["1 file that is no image is passed over: other.csv."])
    }
  }

  @Test(arguments: [
    ("file_name,text\n0.png,a,b\n", "line 2: there are 3 fields, and the header has 2"),
    ("file_name,text\n0.png,\"a\n", "line 2: the quote that begins a field has no end"),
    ("file_name,text\n0.png,\"a\"b\n", "line 2: more follows the quote"),
    ("file,text\n0.png,a\n", "has no column `file_name`; its columns are `file`, `text`"),
    ("file_name;text\n0.png;a\n", "separate the columns by commas"),
    ("file_name,text,text\n0.png,a,b\n", "has 2 columns `text`"),
    ("", "holds nothing"),
    ("file_name,text\n0.png,a\n./0.png,b\n", "line 3: `./0.png` has a caption already"),
  ])
  func wrongTablesAreFoundByCheck(_ table: String, _ problem: String) throws {
    try inFolder { folder in
      try folder.image("0.png")
      try folder.write("metadata.csv", table)
      let problems = problems("folder: .", folder)
      #expect(problems.count == 1 && problems[0].contains(problem), "\(problems)")
    }
  }

  @Test func tablesThatAreNotUTF8AreRefused() throws {
    try inFolder { folder in
      try folder.image("0.png")
      try folder.write("metadata.csv", Array("file_name,text\n0.png,caf".utf8) + [0xE9, 10])
      #expect(problems("folder: .", folder).first?.contains("line 2: this is not UTF-8") == true)
      try folder.write("metadata.jsonl", "{\"file_name\": \"0.png\", \"text\": \"a\"}\n")
      #expect(
        problems("folder: .", folder).first?
          .contains("both `metadata.csv` and `metadata.jsonl`") == true)
    }
  }

  @Test func subfoldersNameTheirImages() throws {
    try inFolder { folder in
      try folder.image("set/dog/1.png")
      try folder.image("set/cat/deep/2.png")
      try folder.image("set/cat/1.png")
      try folder.write("set/cat/notes.txt", "x")
      try folder.write("set/.hidden.txt", "x")
      let (tiles, warnings) = try loaded("folder: set", folder)
      #expect(tiles.map(\.label) == ["cat", "deep", "dog"])
      #expect(warnings == ["1 file that is no image is passed over: cat/notes.txt."])
      // A table in a subfolder is of its images.
      try folder.write("set/dog/metadata.csv", "file_name,text\n1.png,a dog\n")
      let captioned = try loaded("folder: set", folder)
      #expect(captioned.tiles.map(\.label) == [nil, nil, "a dog"])
      #expect(
        captioned.warnings.contains("2 of 3 images have no caption, such as cat/1.png."))
      // Beside images, subfolders are passed over.
      try folder.image("set/0.png")
      let flat = try loaded("folder: set", folder)
      #expect(flat.tiles.count == 1)
      #expect(
        flat.warnings == [
          "2 subfolders are passed over, as the folder itself holds images: such as cat."
        ])
    }
  }

  /// What a step has read decides its key, in subfolders too.
  @Test func keysFollowWhatIsRead() throws {
    try inFolder { folder in
      func key() throws -> String {
        try #require(plan("folder: set", folder).steps.first?.drafts.first ?? nil).canonical
          .compactText
      }
      try folder.image("set/dog/1.png")
      var keys: Set = [try key()]
      try folder.image("set/dog/1.png", 8)
      keys.insert(try key())
      try folder.write("set/metadata.csv", "file_name,text\ndog/1.png,a dog\n")
      keys.insert(try key())
      try folder.write("set/metadata.csv", "file_name,text\ndog/1.png,a cat\n")
      keys.insert(try key())
      #expect(keys.count == 4)
      try folder.write("set/.hidden", "x")
      keys.insert(try key())
      #expect(keys.count == 4)
    }
  }

  @Test func checkFindsWhatCannotBeLoaded() throws {
    try inFolder { folder in
      try folder.image("a.png")
      try folder.image("b.png", side: 3)
      #expect(
        problems("folder: .", folder) == [
          "`b.png` is 3 × 3, and `a.png` is 2 × 2; bring all images to one size"
        ])
      #expect(problems("folder: .\nlimit: 1", folder) == [])
      try folder.write("b.png", "GIF89a......")
      #expect(problems("folder: .", folder).first?.contains("it is a GIF") == true)
      try FileManager.default.removeItem(at: folder.url.appending(path: "b.png"))
      #expect(problems("folder: .\nmargin: 256\nlimit: 9", folder) == [])
      #expect(mkfifo(folder.url.appending(path: "c.png").path, 0o600) == 0)
      #expect(problems("folder: .", folder).first?.contains("`c.png` is a named pipe") == true)
    }
  }

  @Test func linksAreFollowed() throws {
    try inFolder { folder in
      try folder.image("real/1.png")
      let manager = FileManager.default
      try manager.createDirectory(
        at: folder.url.appending(path: "set"), withIntermediateDirectories: true)
      try manager.createSymbolicLink(
        at: folder.url.appending(path: "set/x.png"),
        withDestinationURL: folder.url.appending(path: "real/1.png"))
      #expect(try loaded("folder: set", folder).tiles.count == 1)
      try manager.createSymbolicLink(
        at: folder.url.appending(path: "real/loop"),
        withDestinationURL: folder.url.appending(path: "real"))
      try manager.moveItem(
        at: folder.url.appending(path: "real/1.png"), to: folder.url.appending(path: "1.png"))
      #expect(
        problems("folder: real", folder).first?.contains("leads back to a folder around it")
          == true)
      try manager.removeItem(at: folder.url.appending(path: "1.png"))
      #expect(problems("folder: set", folder).first?.contains("does not exist") == true)
    }
  }

  /// A red pixel, half opaque.
  private static let halfRed = Data(
    base64Encoded:
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DQAAAEgQGALFXOsAAAAABJRU5ErkJggg=="
  )!

  @Test func transparentPartsShowTheBackground() throws {
    try inFolder { folder in
      try folder.write("0.png", Self.halfRed)
      func pixels(_ options: String) throws -> (bytes: [UInt8], warnings: [String]) {
        let (tiles, warnings) = try loaded("folder: .\n\(options)", folder)
        return (try ImageFile.decode(tiles[0].png, channels: 3).bytes, warnings)
      }
      let plain = try pixels("")
      #expect(plain.bytes == [255, 127, 127])
      #expect(plain.warnings.count == 1 && plain.warnings[0].contains("laid on white"))
      let black = try pixels("background: black")
      #expect(black.bytes == [128, 0, 0] && black.warnings == [])
      let wide = try pixels("background: \"#0000ff\"\nmargin: 1")
      #expect(
        Array(wide.bytes.prefix(15)) == Array(repeating: [0, 0, 255], count: 4).joined() + [
          128, 0, 127,
        ])
      #expect(try Array(pixels("margin: 1").bytes.prefix(3)) == [255, 255, 255])
      #expect(problems("folder: .\nbackground: whit", folder).first?.contains("white") == true)
    }
  }

  /// The known words are named where a prompt or a caption has another.
  @Test func unknownWordsAreFoundByCheck() throws {
    try inFolder { folder in
      for (index, text) in ["a cat", "two dogs"].enumerated() {
        try folder.image("set/\(text)/\(index).png", side: 4)
      }
      func more(_ sample: String) -> String {
        """
        ```step model
        run: diffusion.train
        images: images
        model: {width: 8, multipliers: [1], heads: 2, groups: 4, text-width: 8, text-heads: 2}
        training: {iterations: 1}
        ```
        ```step shapes
        run: shapes.draw
        ```
        ```step samples
        run: diffusion.sample
        model: model
        \(sample)
        ```
        """
      }
      #expect(
        problems("folder: set", folder, then: more("prompt: two cats")).first?.contains(
          "it knows a, cat, dogs, two") == true)
      #expect(problems("folder: set", folder, then: more("prompt: a cat")) == [])
      #expect(problems("folder: set", folder, then: more("captions: images")) == [])
      #expect(
        problems("folder: set", folder, then: more("captions: shapes")).first?.contains("“above”")
          == true)
      try folder.image("bare/0.png", side: 4)
      #expect(
        problems("folder: bare", folder, then: more("")).first?
          .contains("the images have no captions") == true)
    }
  }
}
