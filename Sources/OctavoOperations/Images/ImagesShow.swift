import OctavoEngine
import OctavoResults
import OctavoRunner

/// `images.show`: images in the report, as a list or as a grid.
struct ImagesShow: Operation {
  static let manual = Manual(
    "images.show", "Shows images with their captions.",
    discussion: """
      `images` alone makes a list, each image over its caption. `rows` makes a grid: every row has its \
      own images and label, and images in one column have one caption, which stands at its head if \
      all rows agree on it. Small images are enlarged by a whole factor.
      """,
    example: """
      run: images.show
      rows:
        - {images: plain, label: guidance 1}
        - {images: guided, label: guidance 4}
      limit: 6
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The images.") var grid: Figure

    var shown: [any DeclaredOutput] { [$grid] }
  }

  @Input("The images.") var images: Images?
  @Option("Rows of a grid, in place of `images`.", .count(0...100)) var rows: [ImageRowOptions] = []
  @Option("Which split of the images.")
  var part = ImagePart.all
  @Option("The number of images to skip, from the first.", .within(0...1_000_000_000)) var skip = 0
  @Option("How many images at most, or of each row.", .within(1...256)) var limit = 12

  func check(_ problems: inout Problems) {
    if $images.isGiven != rows.isEmpty {
      problems.report(
        at: rows.isEmpty ? nil : $rows,
        rows.isEmpty ? "there is nothing to show" : "both `images` and `rows` are given",
        remedy: "give either `images` or `rows`")
    }
    let outlines = [$images.outline].compactMap { $0 } + rows.compactMap(\.$images.outline)
    if let count = outlines.compactMap(part.count).min(), count <= skip {
      problems.report(at: skip > 0 ? $skip : $part) { throw nothingLeft(of: count) }
    }
  }

  /// The error of showing none of `count` images.
  private func nothingLeft(of count: Int) -> OperationError {
    skip > 0 ? ImageRange.nothingLeft(of: count, skipping: skip) : ImagePart.nothingThere
  }

  func run(in context: StepContext) throws -> Outputs {
    var outputs = Outputs()
    outputs.grid = try images.map { Figure(.images(try list($0))) } ?? Figure(grid())
    return outputs
  }

  private func chosen(_ images: Images) throws -> (set: ImageSet, indices: Range<Int>) {
    let set = part.of(images)
    guard set.count > skip else {
      throw nothingLeft(of: set.count)
    }
    return (set, skip..<min(set.count, skip + limit))
  }

  private func list(_ images: Images) throws -> [ImageTile] {
    let (set, indices) = try chosen(images)
    return try set.tiles(indices)
  }

  private func grid() throws -> Figure.Content {
    let chosen = try rows.map { try self.chosen($0.images) }
    let width = chosen.map(\.indices.count).max() ?? 0
    let heads = chosen.map { set, indices in Array(set.captions[indices]) }
    let isShared = heads.allSatisfy { $0 == heads[0] }
    return .imageGrid(
      ImageGrid(
        rows: rows.map(\.name),
        columns: isShared ? heads[0] : Array(repeating: "", count: width),
        tiles: try chosen.map { set, indices in
          try set.tiles(
            indices, labels: isShared ? Array(repeating: "", count: indices.count) : nil)
        }))
  }
}

/// One row of a grid of images.
struct ImageRowOptions: OptionGroup {
  @Input("The row's images.") var images: Images
  @Option("What stands before the row; without it, the step's name.") var label: String?

  var name: String {
    label ?? $images.reference.split(separator: ".").first.map(String.init) ?? ""
  }
}
