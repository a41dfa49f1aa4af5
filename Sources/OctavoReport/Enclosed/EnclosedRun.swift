import Foundation
import OctavoBase
import OctavoResults

/// The record of a run that its page carries, as `gunzip` writes it: a line of JSON, and after it the
/// bytes of the data files that the page carries, one after another.
///
/// What the page has anyway is not in it: the notebook, which stands in a link of its own, and images,
/// of which it has the hashes. Tables that the page does not show are left out; their hashes stand
/// for them. What says who ran the notebook where is left out but for what the page shows.
struct EnclosedRun: Codable {
  static let currentFormat = 1
  static let kind = "octavo-run"

  struct Content: Hashable, Codable {
    /// Of lines and marks.
    var page: String
    /// Of the words alone.
    var words: String
  }

  /// Says what the record is to whoever opens it.
  var kind = Self.kind
  var format = Self.currentFormat
  /// SHA-256 of the notebook's bytes.
  var notebook: String
  /// SHA-256 of what the page shows.
  var hashes: Content
  var metadata: RunMetadata
  var run: SavedRun
  var omitted: [OmittedTable]

  /// - Parameter images: those of the page, by their hashes.
  init(
    _ saved: SavedRun, _ metadata: RunMetadata, page: PageText, keepsAllTables: Bool = false
  ) {
    notebook = ContentHash(of: saved.notebook.bytes).description
    hashes = Content(page: page.hash, words: page.wordsHash)
    self.metadata = metadata.shown(withTimings: saved.showsTimings)
    var run = saved
    run.notebook.text = ""
    run.images = saved.images.mapValues { ImageReference.replacing($0, in: page.images) }
    run.run = saved.run.mappingImages { ImageReference.replacing($0, in: page.images) }
    for index in run.files.indices { run.files[index].bytes = nil }
    omitted = []
    if !keepsAllTables {
      let used = UsedTables(of: saved)
      (run.run, omitted) = OmittedTable.taken(from: run.run) { !used.contains($0, of: $1) }
    }
    self.run = run
  }

  /// The run with what the page has of it.
  func restored(notebook text: String, images: [String: [UInt8]]) -> SavedRun {
    var saved = run
    saved.notebook.text = text
    saved.images = run.images.compactMapValues { ImageReference.resolving($0, in: images) }
    saved.run = run.run.mappingImages { ImageReference.resolving($0, in: images) ?? [] }
    return saved
  }

  // MARK: Bytes

  /// - Parameter files: those that the page carries.
  func encoded(with files: [DataFile]) throws -> [UInt8] {
    var record = self
    record.sizes = files.map { $0.bytes?.count }
    var bytes = [UInt8](try JSONEncoder.stable().encode(record)) + [UInt8(ascii: "\n")]
    for file in files { bytes += file.bytes ?? Data() }
    return bytes
  }

  /// For each data file how many of the bytes after the line are its own.
  private var sizes: [Int?] = []

  private struct Kind: Decodable {
    var kind: String
    var format: Int
  }

  /// - Throws: `SavedRun.NewerFormat`, `DecodingError` and `Gzip.Damage`.
  init(decoding bytes: [UInt8]) throws {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { throw Gzip.Damage() }
    let line = Data(bytes[..<end])
    let kind = try JSONDecoder.stable().decode(Kind.self, from: line)
    guard kind.kind == Self.kind else { throw Gzip.Damage() }
    guard kind.format <= Self.currentFormat else {
      throw SavedRun.NewerFormat(format: kind.format)
    }
    self = try JSONDecoder.stable().decode(Self.self, from: line)
    var start = end + 1
    guard sizes.count == run.files.count, run.run.isWellFormed else { throw Gzip.Damage() }
    for (index, size) in sizes.enumerated() {
      guard let size else { continue }
      guard size >= 0, size <= bytes.count - start else { throw Gzip.Damage() }
      let content = Data(bytes[start..<start + size])
      guard ContentHash(of: content).description == run.files[index].sha256 else {
        throw Gzip.Damage()
      }
      run.files[index].bytes = content
      start += size
    }
  }
}

/// An image of the page: its hash stands in the place of its bytes.
private enum ImageReference {
  static func replacing(_ bytes: [UInt8], in images: [String: [UInt8]]) -> [UInt8] {
    let hash = ContentHash(of: bytes).description
    return images[hash] == nil ? bytes : Array(hash.utf8)
  }

  /// `nil` where the page has the image no longer.
  static func resolving(_ bytes: [UInt8], in images: [String: [UInt8]]) -> [UInt8]? {
    guard bytes.count == 64, bytes.allSatisfy({ $0 < 0x80 }) else { return bytes }
    return images[String(decoding: bytes, as: UTF8.self)]
  }
}

extension Run {
  /// Names that steps and folders can have, each of which stands for one thing.
  fileprivate var isWellFormed: Bool {
    let isName = !["", ".", ".."].contains(notebook) && !notebook.contains("/")
    let hasControls = notebook.unicodeScalars.contains { $0.properties.generalCategory == .control }
    return isName && !hasControls && Set(steps.map(\.name)).count == steps.count
  }

  fileprivate func mappingImages(_ change: ([UInt8]) -> [UInt8]) -> Run {
    var run = self
    for step in run.steps.indices {
      run.steps[step].shownItems = run.steps[step].shownItems.map { item in
        guard case .figure(var figure) = item else { return item }
        func changed(_ tile: ImageTile) -> ImageTile {
          var tile = tile
          tile.png = change(tile.png)
          return tile
        }
        switch figure.content {
        case .images(let tiles): figure.content = .images(tiles.map(changed))
        case .imageGrid(var grid):
          grid.tiles = grid.tiles.map { $0.map(changed) }
          figure.content = .imageGrid(grid)
        case .plot, .passages, .tokens: return item
        }
        return .figure(figure)
      }
    }
    return run
  }
}

extension RunMetadata {
  /// What a page shows of them: nothing that names the machine or leads into its store.
  fileprivate func shown(withTimings: Bool) -> RunMetadata {
    var shown = self
    shown.host = ""
    shown.steps = withTimings ? steps.mapValues(\.shown) : [:]
    guard !withTimings else { return shown }
    (shown.started, shown.seconds, shown.processor, shown.threads) = ("", 0, "", 0)
    (shown.instructionSet, shown.peakMemoryMegabytes) = (nil, nil)
    return shown
  }
}

extension RunMetadata.Step {
  fileprivate var shown: Self {
    let parts = points.map { Array($0.values) } ?? []
    // A page tells which processor computed which points only where there are several.
    let isMixed = Set(parts.map(\.processor)).count > 1
    return Self(
      cached: cached, seconds: seconds,
      processor: processor ?? (isMixed ? nil : parts.first?.processor),
      iterationMilliseconds: iterationMilliseconds,
      points: isMixed
        ? points?.mapValues {
          Self(cached: $0.cached, seconds: $0.seconds, processor: $0.processor)
        } : nil)
  }
}
