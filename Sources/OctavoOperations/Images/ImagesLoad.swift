import Foundation
import OctavoEngine
import OctavoResults
import OctavoRunner

/// `images.load`: images from a file of many, or from a folder of PNGs.
struct ImagesLoad: Operation {
  static let manual = Manual(
    "images.load", "Reads images from an IDX file such as MNIST's, or from a folder of PNGs.",
    discussion: """
      An IDX file (LeCun et al. 1998) holds many grey images of one size, compressed by gzip or not; \
      `labels` is the file beside it whose numbers become the captions. A folder's PNGs are read in \
      the order of their names and must have one size; where the folder holds a `metadata.jsonl` with \
      `file_name` and `text` on each line, as Hugging Face's image folders do, the texts become the \
      captions. `margin` adds black around grey images, as 28 pixels halve twice and 32 five times.
      """,
    example: """
      run: images.load
      path: data/t10k-images-idx3-ubyte.gz
      labels: data/t10k-labels-idx1-ubyte.gz
      margin: 2
      """)
  static let outputs = imagesOutputs

  @Option("The IDX file with the images.") var path: FilePath?
  @Option("The IDX file with a label for each of them.") var labels: FilePath?
  @Option("The folder with the PNGs, in place of `path`.") var folder: FolderPath?
  @Option("Whether a folder's images are read as grey.") var grey = false
  @Option("Reads at most this many images, from the first.", .limit) var limit: Int?
  @Option("How many pixels are added on every side.", .within(0...256)) var margin = 0
  @Option("The part at the end that is held back.", .within(0..<1)) var validationFraction = 0.1

  func check(_ findings: inout Findings) {
    if (path == nil) == (folder == nil) {
      findings.report(
        at: path == nil ? nil : "folder",
        path == nil ? "there is nothing to read" : "both `path` and `folder` are given",
        remedy: "give `path` for an IDX file, or `folder` for a folder of PNGs")
      return
    }
    if labels != nil, path == nil {
      findings.report(
        at: "labels", "a folder's captions are in its `metadata.jsonl`",
        remedy: "leave `labels` out")
      return
    }
    if path != nil {
      findings.report(at: "path") { _ = try IDXImages(path!).read(limit: 1) }
      if let labels { findings.report(at: "labels") { _ = try IDXImages(path!).labels(labels) } }
    } else {
      findings.report(at: "folder") { _ = try PNGFolder(folder!, grey: grey).files() }
    }
  }

  /// The first image, which tells of all.
  private var first: ImageSet? {
    try? path.map { try IDXImages($0).read(limit: 1) }
      ?? folder.map { try PNGFolder($0, grey: grey).read(limit: 1) }
  }

  func foresee(_ outlook: inout Outlook) {
    guard let first else { return }
    var outline = Images.Outline(of: first)
    outline.count = nil
    outline.height += 2 * margin
    outline.width += 2 * margin
    outlook.expect("images", Images.self, outline)
  }

  func run(in context: StepContext) throws -> StepResult {
    let images: ImageSet
    if let path {
      images = try IDXImages(path).read(limit: limit, labels: labels)
    } else if let folder {
      images = try PNGFolder(folder, grey: grey).read(limit: limit)
    } else {
      throw OperationError("there is nothing to read")
    }
    let set = Images(
      margin > 0 ? images.surrounded(by: margin) : images, holdingBack: validationFraction)
    return try StepResult(images: set)
  }
}
