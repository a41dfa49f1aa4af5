import Foundation
import OctavoBase
import OctavoEngine
import OctavoResults
import OctavoRunner

/// The images of a folder, all of one size, with their captions.
struct FolderImages {
  let folder: ImageFolder
  private let channels: Int
  private let background: RGBColor?
  private let captionTable: FilePath?
  private let captionColumn: String

  /// - Parameters:
  ///   - background: what transparent parts are laid on; without it white, with a warning.
  ///   - captions: as `ImageCaptions` takes them.
  /// - Throws: where the folder cannot be read or holds no image.
  init(
    _ path: ImageFolderPath, isGrey: Bool, background: RGBColor?, captions: FilePath?,
    column: String
  ) throws {
    folder = try ImageFolder(path.url)
    channels = isGrey ? 1 : 3
    self.background = background
    captionTable = captions
    captionColumn = column
    guard !folder.images.isEmpty else {
      throw OperationError(
        "the folder `\(path.path)` holds no PNG or JPEG",
        remedy: "give a folder with files named *.png or *.jpg")
    }
  }

  /// The size of all images of a range, from their headers.
  ///
  /// - Throws: where one cannot be read or has another size, or the range is empty.
  func size(_ range: ImageRange) throws -> (height: Int, width: Int) {
    try range.require(folder.images.count)
    let images = range.of(folder.images)
    let first = try header(of: images[0])
    for image in images.dropFirst() {
      let header = try header(of: image)
      guard (header.height, header.width) == (first.height, first.width) else {
        throw OperationError(
          "`\(image.name)` is \(header.width) × \(header.height), and `\(images[0].name)` is "
            + "\(first.width) × \(first.height)", remedy: "bring all images to one size")
      }
    }
    return (first.height, first.width)
  }

  func captions() throws -> ImageCaptions {
    try ImageCaptions(of: folder, table: captionTable, column: captionColumn)
  }

  /// Larger tables of captions are read only when their step runs, so that checking a notebook stays
  /// quick.
  private static let checkedBytes = 32_000_000

  /// Whether reading the captions takes no time worth a word.
  var hasQuickCaptions: Bool {
    let tables = captionTable.map { [$0.url] } ?? folder.metadata.map(\.url)
    return tables.allSatisfy { (FileStatus($0)?.size ?? 0) <= Self.checkedBytes }
  }

  /// What the first image's head tells of all, and the captions.
  func outline(_ range: ImageRange) throws -> Images.Outline {
    let first = try header(of: folder.images[0])
    let captions = try hasQuickCaptions ? self.captions().texts : nil
    return Images.Outline(
      height: first.height, width: first.width, channels: channels,
      captions: captions.map(range.of))
  }

  /// - Returns: the images, and what has to be said of them.
  func read(
    _ range: ImageRange, progress: (_ done: Int, _ all: Int) throws -> Void
  ) throws -> (images: ImageSet, warnings: [StepWarning]) {
    let items = range.of(folder.images)
    let size = try size(range)
    let captions = try captions()
    var notes = ImageNotes()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(items.count * size.height * size.width * channels)
    for (index, item) in items.enumerated() {
      let image = try content(of: item) { view throws(ImageFileError) in
        try ImageFile.decode(view, channels: channels, background: background ?? .white)
      }
      guard (image.height, image.width) == size else {
        throw OperationError("`\(item.name)` has changed while it was read")
      }
      bytes += image.bytes
      notes.add(image, item.name, isBackgroundGiven: background != nil)
      try progress(index + 1, items.count)
    }
    let set = ImageSet(
      height: size.height, width: size.width, channels: channels, bytes: bytes,
      captions: range.of(captions.texts))
    return (set, passedOver + captions.warnings + notes.warnings)
  }

  /// What of the folder is not read.
  private var passedOver: [StepWarning] {
    var warnings: [StepWarning] = []
    let table = captionTable.flatMap { FileStatus($0.url) }
    let others = folder.others.filter { file in
      table.map { FileStatus(file.url)?.isSame(as: $0) != true } ?? true
    }
    if let first = others.first?.name {
      let count = others.count
      warnings.append(
        StepWarning(
          .minor,
          count == 1
            ? "1 file that is no image is passed over: \(first)."
            : "\(count) files that are no images are passed over, such as \(first)."))
    }
    if let first = folder.unreadSubfolders.first?.name {
      let count = folder.unreadSubfolders.count
      warnings.append(
        StepWarning(
          .ordinary,
          (count == 1
            ? "1 subfolder is passed over" : "\(count) subfolders are passed over")
            + ", as the folder itself holds images: \(count == 1 ? "" : "such as ")\(first)."))
    }
    return warnings
  }

  private func header(of item: ImageFolder.Item) throws -> ImageFile.Header {
    try content(of: item) { view throws(ImageFileError) in try ImageFile.header(of: view) }
  }

  /// What is read of an image's bytes.
  private func content<Result>(
    of item: ImageFolder.Item,
    _ read: (UnsafeRawBufferPointer) throws(ImageFileError) -> Result
  ) throws -> Result {
    let bytes: [UInt8]
    do throws(FileProblem) { bytes = try RegularFile.contents(of: item.url.path) } catch {
      throw OperationError("`\(item.name)` \(error.predicate)", remedy: "remove or replace it")
    }
    do { return try bytes.withUnsafeBytes(read) } catch {
      throw OperationError(
        "`\(item.name)` cannot be read as an image: \(error)", remedy: "remove or replace it")
    }
  }
}

/// What is to be said of images that were read.
private struct ImageNotes {
  private var count = 0
  private var transparent: [String] = []
  private var animated: [String] = []
  private var damaged: [(name: String, warning: String)] = []

  mutating func add(_ image: ImageFile.Decoded, _ name: String, isBackgroundGiven: Bool) {
    count += 1
    if image.isTransparent, !isBackgroundGiven { transparent.append(name) }
    if image.isAnimated { animated.append(name) }
    if let warning = image.warning { damaged.append((name, warning)) }
  }

  var warnings: [StepWarning] {
    var warnings: [StepWarning] = []
    if let first = transparent.first {
      warnings.append(
        StepWarning(
          .minor,
          "\(part(transparent.count)) transparent parts, which are laid on white; `background` "
            + "chooses another color. The first is \(first)."))
    }
    if let first = animated.first {
      warnings.append(
        StepWarning(
          .minor,
          "\(part(animated.count)) an animation, of which the first picture is read. The first is "
            + "\(first)."))
    }
    if let first = damaged.first {
      warnings.append(
        StepWarning(
          .ordinary,
          "\(part(damaged.count)) something that is not read. The first is \(first.name), of which "
            + "\(first.warning)."))
    }
    return warnings
  }

  private func part(_ count: Int) -> String {
    "\(count) of \(self.count) images \(count == 1 ? "has" : "have")"
  }
}
