import Foundation
import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// Images with captions, with a validation split. Up to a few hundred are written as one PNG each,
/// more as sheets that hold many.
package struct Images: Artifact {
  /// What is known of images before they are drawn or read.
  package struct Outline: Sendable {
    var height: Int
    var width: Int
    var channels: Int
    /// How many there are to learn from; nil where it is not known.
    var count: Int?
    /// How many are in the validation split; nil where that is not known.
    var validationCount: Int?
    /// Every word that a caption may have; nil where they are not known.
    var words: Set<String>?
    /// The most words of a caption; nil where it is not known.
    var captionLength: Int?
    /// The captions that serve as prompts; nil where they are not known.
    var prompts: [String]?
  }

  package static let kind = ArtifactKind(
    "images", "images with captions, with a validation split")

  package var training: ImageSet
  package var validation: ImageSet

  package init(training: ImageSet, validation: ImageSet) {
    self.training = training
    self.validation = validation
  }

  /// The last part is the validation split.
  init(_ images: ImageSet, validationFraction fraction: Double) {
    let kept = images.count - Int(Double(images.count) * fraction)
    self.init(training: images[0..<kept], validation: images[kept..<images.count])
  }

  /// All of them.
  var all: ImageSet { ImageSet(joining: [training, validation]) }

  private struct Manifest: Codable {
    var height, width, channels: Int
    var imagesByFile: Int
    var training, validation: [String]
  }

  private static let manifestName = "images.json"
  private static let mostFiles = 512
  /// A sheet's columns and rows.
  private static let sheetSide = 16

  package func write(to sink: inout some ArtifactSink) throws {
    let isMany = training.count + validation.count > Self.mostFiles
    let most = ImageFile.longestSide / max(training.height, training.width)
    let side = isMany ? max(1, min(Self.sheetSide, most)) : 1
    let manifest = Manifest(
      height: training.height, width: training.width, channels: training.channels,
      imagesByFile: side * side, training: training.captions, validation: validation.captions)
    try sink.file(
      Self.manifestName, try JSONEncoder.stable(isIndented: true).encode(manifest))
    for (name, part) in [("training", training), ("validation", validation)] {
      for (index, sheet) in part.sheets(side: side).enumerated() {
        try sink.file(
          Self.fileName(name, index),
          PNG.encode(
            sheet, height: side * part.height, width: side * part.width, channels: part.channels))
      }
    }
  }

  private static func fileName(_ part: String, _ index: Int) -> String {
    "\(part)-\(String(format: "%04d", index + 1)).png"
  }

  package init(contentsOf folder: URL) throws {
    let manifest = try JSONDecoder().decode(
      Manifest.self, from: Data(contentsOf: folder.appending(path: Self.manifestName)))
    let side = Int(Double(manifest.imagesByFile).squareRoot())
    guard manifest.height > 0, manifest.width > 0, [1, 3].contains(manifest.channels),
      side * side == manifest.imagesByFile, side > 0
    else { throw OperationError("`\(Self.manifestName)` does not describe images") }
    func part(_ name: String, _ captions: [String]) throws -> ImageSet {
      let count = (captions.count + side * side - 1) / (side * side)
      let sheets = try (0..<count).map { index in
        let file = folder.appending(path: Self.fileName(name, index))
        let sheet = try ImageFile.decode(
          [UInt8](Data(contentsOf: file)), channels: manifest.channels)
        guard sheet.height == side * manifest.height, sheet.width == side * manifest.width else {
          throw OperationError("\(file.path) is of another size than `\(Self.manifestName)` says")
        }
        return sheet.bytes
      }
      return ImageSet(
        sheets: sheets, side: side, height: manifest.height, width: manifest.width,
        channels: manifest.channels, captions: captions)
    }
    self.init(
      training: try part("training", manifest.training),
      validation: try part("validation", manifest.validation))
  }
}

extension Images.Outline {
  /// - Parameter captions: of all images; nil where they are not known.
  init(height: Int, width: Int, channels: Int, captions: [String]?) {
    let words = captions.map { $0.map(CaptionVocabulary.words) }
    self.init(
      height: height, width: width, channels: channels, count: captions?.count,
      words: words.map { Set($0.joined()) },
      captionLength: words.map { $0.map(\.count).max() ?? 0 },
      prompts: captions)
  }

  /// Splits off the last part for validation.
  mutating func split(validationFraction fraction: Double) {
    guard let all = count else { return }
    let kept = all - Int(Double(all) * fraction)
    count = kept
    if kept < all { prompts = prompts.map { Array($0[kept...]) } }
  }
}

extension ImageSet {
  /// The images of an index range as tiles of a report.
  func tiles(_ indices: some Sequence<Int>, labels: [String]? = nil) throws -> [ImageTile] {
    try indices.enumerated().map { position, index in
      let caption = labels?[position] ?? captions[index]
      return ImageTile(
        label: caption.isEmpty ? nil : caption, png: try png(index), width: width, height: height)
    }
  }
}
