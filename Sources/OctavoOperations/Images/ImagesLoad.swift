import Foundation
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `images.load`: images from a file of many, or from a folder of PNGs and JPEGs.
struct ImagesLoad: Operation {
  static let manual = Manual(
    "images.load",
    "Reads images from an IDX file such as MNIST's, or from a folder of PNGs and JPEGs.",
    discussion: """
      An IDX file (LeCun et al. 1998) holds many grey images of one size, compressed by gzip or not; \
      `labels` is the file beside it whose numbers become the captions. A folder's PNGs and JPEGs are \
      read in the order of their names and must have one size; where the folder itself holds none, \
      those of its subfolders are. Captions come from a `metadata.jsonl` or `metadata.csv` with \
      `file_name` and `text`, as in Hugging Face's image folders, from the table that `captions` \
      names, or else from the names of the subfolders. Samples of other depths are scaled to 8 bits \
      and JPEGs turned as their EXIF orientation says; color profiles and gamma are not applied. \
      Transparent parts are laid on `background`, blended in the samples' own coding, and `margin` \
      adds pixels of that color, as 28 pixels halve twice and 32 five times.

      Steps that read parts of one file, such as images to train on and others to evaluate with, share \
      no image if the ranges given by `skip` and `limit` do not overlap and all steps have the same \
      `shuffle-seed`, or none: the order depends only on the seed and on the number of images. Shuffle \
      files whose beginning differs from their end, such as MNIST's test set.
      """,
    example: """
      run: images.load
      path: data/t10k-images-idx3-ubyte.gz
      labels: data/t10k-labels-idx1-ubyte.gz
      margin: 2
      """)

  static let computesLittle = true

  typealias Outputs = ImagesOutputs

  @Option("The IDX file with the images.") var path: FilePath?
  @Option("The IDX file with a label for each of them.") var labels: FilePath?
  @Option("The folder with the PNGs and JPEGs, in place of `path`.") var folder: ImageFolderPath?
  @Option(
    "A CSV, or a file with one JSON object per line, with `file_name` (the path from the folder) and "
      + "captions, in place of the folder's own.") var captions: FilePath?
  @Option("The column or key with the captions.") var captionColumn = "text"
  @Option("Whether a folder's images are read as grey.") var grey = false
  @Option(
    "What stands behind transparent parts and in the margin: `white`, `black`, `grey` or such as "
      + "`\"#ff8000\"`; without it white for a folder and black for an IDX file.")
  var background: BackgroundColor?
  @Option(
    "The seed that shuffles the images; without it, they keep their order.", .within(0...Int.max))
  var shuffleSeed: Int?
  @Option("The number of images to skip, from the first.", .within(0...1_000_000_000)) var skip = 0
  @Option("Reads at most this many images, after those that are skipped.", .limit)
  var limit: Int?
  @Option("How many pixels are added on every side.", .within(0...256)) var margin = 0
  @Option("The fraction at the end that becomes the validation split.", .within(0..<1))
  var validationFraction = 0.1

  func check(_ problems: inout Problems) {
    if (path == nil) == (folder == nil) {
      problems.report(
        at: path == nil ? nil : $folder,
        path == nil ? "there is nothing to read" : "both `path` and `folder` are given",
        remedy: "give `path` for an IDX file, or `folder` for a folder of PNGs and JPEGs")
      return
    }
    if labels != nil, path == nil {
      problems.report(
        at: $labels, "a folder's captions are in its metadata, or in the file `captions`",
        remedy: "leave `labels` out")
      return
    }
    if captions != nil, path != nil {
      problems.report(
        at: $captions, "the captions of an IDX file are in its `labels`",
        remedy: "leave `captions` out")
      return
    }
    if let path { checkFile(path, &problems) }
    if let folder { checkFolder(folder, &problems) }
  }

  private func checkFile(_ path: FilePath, _ problems: inout Problems) {
    let file = IDXImages(path, labels: labels)
    var shape: (count: Int, height: Int, width: Int)?
    problems.report(at: $path) { shape = try file.shape() }
    guard let shape else { return }
    problems.report(at: $labels) { try file.checkLabels(of: shape.count) }
    problems.report(at: $skip) { try range.require(shape.count) }
    checkSize(shape.height, shape.width, channels: 1, count: shape.count, at: $path, &problems)
  }

  private func checkFolder(_ folder: ImageFolderPath, _ problems: inout Problems) {
    var found: FolderImages?
    problems.report(at: $folder) { found = try images(of: folder) }
    guard let found else { return }
    var size: (height: Int, width: Int)?
    problems.report(at: range.length(of: found.folder.images.count) == 0 ? $skip : $folder) {
      size = try found.size(range)
    }
    if let size {
      checkSize(
        size.height, size.width, channels: grey ? 1 : 3, count: found.folder.images.count,
        at: $folder, &problems)
    }
    if found.hasQuickCaptions {
      problems.report(at: captions == nil ? $folder : $captions) { _ = try found.captions() }
    }
  }

  private func checkSize(
    _ height: Int, _ width: Int, channels: Int, count: Int, at option: FieldReference?,
    _ problems: inout Problems
  ) {
    let (height, width) = (height + 2 * margin, width + 2 * margin)
    guard max(height, width) <= ImageFile.longestSide else {
      problems.report(
        at: $margin,
        "with it an image is \(width) × \(height), and at most \(ImageFile.longestSide) × "
          + "\(ImageFile.longestSide) are held")
      return
    }
    problems.requireMemory(
      range.length(of: count) * height * width * channels * 5, for: "holding these images",
      at: option, remedy: "set a smaller `limit`")
  }

  private var range: ImageRange { ImageRange(shuffleSeed: shuffleSeed, skip: skip, limit: limit) }

  private func images(of folder: ImageFolderPath) throws -> FolderImages {
    try FolderImages(
      folder, isGrey: grey, background: background?.color, captions: captions,
      column: captionColumn)
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    guard var outline = try? knownOutline() else { return }
    outline.split(validationFraction: validationFraction)
    outline.height += 2 * margin
    outline.width += 2 * margin
    outputs[\.$images] = outline
  }

  private func knownOutline() throws -> Images.Outline? {
    if let path {
      let file = IDXImages(path, labels: labels)
      let shape = try file.shape()
      guard labels != nil else {
        return Images.Outline(
          height: shape.height, width: shape.width, channels: 1,
          count: range.length(of: shape.count), words: [], captionLength: 0)
      }
      return Images.Outline(
        height: shape.height, width: shape.width, channels: 1,
        captions: range.of(try file.captions(of: shape.count)))
    }
    return try folder.map { try images(of: $0).outline(range) }
  }

  func run(in context: StepContext) throws -> Outputs {
    let images: ImageSet
    if let path {
      images = try IDXImages(path, labels: labels).read(range)
    } else if let folder {
      let found = try self.images(of: folder).read(range) { done, all in
        try context.report(StepProgress(done, of: all, unit: "images"))
      }
      for warning in found.warnings { context.warn(warning) }
      images = found.images
    } else {
      throw OperationError("there is nothing to read")
    }
    let ground = background?.color ?? (path == nil ? .white : .black)
    let set = Images(
      margin > 0 ? images.surrounded(by: margin, of: ground) : images,
      validationFraction: validationFraction)
    return try Outputs(set)
  }
}
