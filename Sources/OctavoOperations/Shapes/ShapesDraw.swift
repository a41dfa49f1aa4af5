import OctavoEngine
import OctavoResults
import OctavoRunner

/// `shapes.draw`: images of colored shapes with captions, drawn on the spot.
struct ShapesDraw: Operation {
  static let manual = Manual(
    "shapes.draw", "Draws colored shapes with captions that describe them.",
    discussion: """
      An image has one shape, “a red circle”, or two, “a red circle left of a blue square” or “above”, \
      whose colors and shapes are drawn independently. Combinations that are named in `without` are \
      not drawn, and with `with` every image shows one of those named there; so a model can be trained \
      without a combination and tested on it. Places and sizes vary within bounds that keep \
      the relation clear. The images need no file, and the same seed gives the same images. \
      `shapes.read` tells by geometry what an image shows.
      """,
    example: """
      run: shapes.draw
      count: 2000
      """)
  static let drawsRandomNumbers = true
  static let computesLittle = true
  typealias Outputs = ImagesOutputs

  @Option("How many images.", .within(1...1_000_000)) var count = 2000
  @Option("The height and width of an image in pixels.", .within(8...256)) var side = 32
  @Option("The share of images with two shapes.", .within(0...1)) var pairs = 0.5
  let combinations = CombinationOptions(
    with: "Combinations of which every image shows one; without it, all are drawn alike.")
  @Option("The fraction at the end that becomes the validation split.", .within(0..<1))
  var validationFraction = 0.1

  func check(_ problems: inout Problems) {
    problems.requireMemory(
      count * side * side * 3 * 5, for: "drawing", at: $count,
      remedy: "draw fewer or smaller images")
  }

  private func isWanted(_ scene: ShapeScene) -> Bool {
    let names = scene.objects.map(\.name)
    return !names.contains(where: combinations.without.contains(_:))
      && (combinations.with.isEmpty || names.contains(where: combinations.with.contains(_:)))
  }

  private var words: Set<String> {
    var words = combinations.words.union(["a"])
    if pairs > 0 {
      words.formUnion(
        ShapeScene.Relation.allCases.flatMap { CaptionVocabulary.words(of: $0.rawValue) })
    }
    return words
  }

  func outline(_ outputs: inout ExpectedOutputs<Outputs>) {
    let validationCount = Int(Double(count) * validationFraction)
    outputs[\.$images] = Images.Outline(
      height: side, width: side, channels: 3, count: count - validationCount,
      validationCount: validationCount,
      words: words, captionLength: pairs > 0 ? 8 : 3)
  }

  func run(in context: StepContext) throws -> Outputs {
    let scenes = ShapeScene.scenes(
      count: count, pairs: pairs, colors: combinations.colors, shapes: combinations.shapes,
      where: isWanted, from: RandomStream(seed: context.seed))
    return try Outputs(
      Images(
        try ShapeScene.images(scenes, side: side) {
          try context.report(StepProgress($0, of: count, unit: "images"))
        }, validationFraction: validationFraction))
  }
}
