import OctavoEngine
import OctavoResults
import OctavoRunner

/// `shapes.read`: what coloured shapes an image shows, told by geometry.
struct ShapesRead: Operation {
  static let manual = Manual(
    "shapes.read", "Tells what shapes images show, and how often it is what their captions say.",
    discussion: """
      Pixels that are not paper fall into connected parts; a part's colour is the one that most of its \
      pixels are nearest to, its shape the one among circle, square and triangle that it overlaps with \
      most. A part that overlaps with none of them by `overlap` (intersection over union) is no shape, \
      and its image does not count as recognised. Nothing is learnt, so a model can be measured by it; \
      on drawn images its own errors can be measured first.
      """,
    example: """
      run: shapes.read
      images: samples
      """)
  static let outputs: [Output] = [
    .value("accuracy", .number, "The share of images that show exactly what the caption says."),
    .value("accuracy-lower", .number, "The lower end of its 95 % interval (Wilson 1927)."),
    .value("accuracy-upper", .number, "The upper end."),
    .value("recognised", .number, "The share of images that show one or two clear shapes."),
    .value("colors", .number, "The share that has the caption's colours, and no others."),
    .value("shapes", .number, "The share that has the caption's shapes, and no others."),
    .value("images", .integer, "How many images were read."),
    .table(
      "readings", columns: ["caption", "reading", "agrees"],
      types: ["caption": .text, "reading": .text, "agrees": .boolean],
      "One row an image: what it should show, and what it shows."),
  ]

  @Input("The images.") var images: Images
  @Option("Which of the images: those to learn from, those held back, or all.")
  var part = ImagePart.all
  @Option("The least overlap of a part of the image with a shape.", .within(0...1))
  var overlap = 0.75

  func check(_ findings: inout Findings) {
    guard let images = $images.outline else { return }
    if images.channels != 3 {
      findings.report(at: "images", Self.grey, remedy: Self.colored)
    }
    if part.count(of: images) == 0 {
      findings.report(at: "part", Self.none, remedy: Self.otherPart)
    }
  }

  private static let grey = "the images are grey"
  private static let colored = "give images of red, green and blue"
  private static let none = "there are no such images"
  private static let otherPart = "choose another `part`"

  func run(in context: StepContext) throws -> StepResult {
    let set = part.of(images)
    guard set.channels == 3 else {
      throw OperationError(Self.grey, remedy: Self.colored)
    }
    guard set.count > 0 else {
      throw OperationError(Self.none, remedy: Self.otherPart)
    }
    let reader = ShapeReader(leastOverlap: overlap)
    let readings = (0..<set.count).map {
      reader.scene(on: set.image($0), height: set.height, width: set.width)
    }
    let pairs = zip(set.captions, readings).map { (wanted: Features($0), read: $1) }
    let agreements = zip(set.captions, readings).map { $0 == $1?.caption }
    let accuracy = Share(agreements.count { $0 }, of: set.count)
    func share(_ isRight: (Features, ShapeScene) -> Bool) -> Value {
      .number(
        Share(
          pairs.count { pair in pair.read.map { isRight(pair.wanted, $0) } ?? false },
          of: set.count
        ).value)
    }
    var result = StepResult()
    result.values = [
      "accuracy": .number(accuracy.value),
      "accuracy-lower": .number(accuracy.interval.lowerBound),
      "accuracy-upper": .number(accuracy.interval.upperBound),
      "recognised": share { _, _ in true },
      "colors": share { $0.colors == $1.objects.map(\.color.rawValue).sorted() },
      "shapes": share { $0.shapes == $1.objects.map(\.shape.rawValue).sorted() },
      "images": .integer(set.count),
    ]
    result.tables["readings"] = Table([
      .init("caption", texts: set.captions),
      .init("reading", texts: readings.map { $0?.caption ?? "nothing clear" }),
      .init("agrees", agreements.map(Value.boolean)),
    ])
    result.shown = ["accuracy", "recognised", "colors", "shapes", "images"]
    return result
  }
}

/// The colours and shapes that a caption names, sorted.
private struct Features {
  let colors, shapes: [String]

  init(_ caption: String) {
    let words = CaptionVocabulary.words(of: caption)
    let (colors, shapes) = (ShapeScene.Color.allCases, ShapeScene.Shape.allCases)
    self.colors = words.filter { word in colors.contains { $0.rawValue == word } }.sorted()
    self.shapes = words.filter { word in shapes.contains { $0.rawValue == word } }.sorted()
  }
}

/// Which of a step's images are meant.
enum ImagePart: String, OptionChoice {
  case training
  case heldBack = "held-back"
  case all

  /// How many images these are, as far as that is known.
  func count(of outline: Images.Outline) -> Int? {
    switch self {
    case .training: outline.count
    case .heldBack: outline.heldBack
    case .all: outline.count.flatMap { count in outline.heldBack.map { count + $0 } }
    }
  }

  func of(_ images: Images) -> ImageSet {
    switch self {
    case .training: images.training
    case .heldBack: images.validation
    case .all: images.all
    }
  }
}
