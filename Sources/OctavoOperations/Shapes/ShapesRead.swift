import OctavoEngine
import OctavoResults
import OctavoRunner

/// `shapes.read`: what colored shapes an image shows, told by geometry.
struct ShapesRead: Operation {
  static let manual = Manual(
    "shapes.read",
    "Recognizes the shapes in images, and measures how often they agree with the captions.",
    discussion: """
      Pixels that are not paper fall into connected parts; a part's color is the one that most of its \
      pixels are nearest to, its shape the one among circle, square and triangle that it overlaps with \
      most. A part that overlaps with none of them by `overlap` (intersection over union) is no shape, \
      and its image does not count as recognized. Nothing is learned, so a model can be measured by it; \
      on drawn images its own errors can be measured first. Images whose captions do not describe \
      shapes do not count for `accuracy`, `colors` and `shapes`, which are absent where none does. \
      `spread` tells how different the images of one caption are: how far their shapes lie from the mean \
      place, root mean square, among images that agree with their captions; it is absent where no caption \
      has two of them.
      """,
    example: """
      run: shapes.read
      images: samples
      """)

  static let computesLittle = true

  struct Outputs: OutputGroup {
    @Output("The share of images that show exactly what the caption says.", isShare: true)
    var accuracy: Estimate?
    @Output("The share of images that show one or two clear shapes.", isShare: true) var recognized:
      Double
    @Output("The share that has the caption's colors, and no others.", isShare: true) var colors:
      Double?
    @Output("The share that has the caption's shapes, and no others.", isShare: true) var shapes:
      Double?
    @Output("How far shapes lie from the mean place of their caption's, in image sides.")
    var spread: Double?
    @Output("How many images were read.") var images: Int
    @Output(
      "One row per image: what it should show, and what it shows.",
      columns: ["caption", "reading", "agrees"],
      types: ["caption": .text, "reading": .text, "agrees": .boolean]) var readings: Table

    var shown: [any DeclaredOutput] { [$accuracy, $recognized, $colors, $shapes, $images] }
  }

  @Input("The images.") var images: Images
  @Option("Which split of the images.")
  var part = ImagePart.all
  @Option("The least overlap of a part of the image with a shape.", .within(0...1))
  var overlap = 0.75

  func check(_ problems: inout Problems) {
    if let images = $images.outline, images.channels != 3 {
      problems.report(at: $images.field, Self.grey, remedy: Self.colored)
    }
    part.check($images.outline, at: $part, &problems)
  }

  private static let grey = "the images are grey"
  private static let colored = "give images of red, green and blue"

  func run(in context: StepContext) throws -> Outputs {
    guard images.training.channels == 3 else {
      throw OperationError(Self.grey, remedy: Self.colored)
    }
    let set = try part.some(of: images)
    let readings = ShapeReadings(of: set, ShapeReader(leastOverlap: overlap))
    for warning in readings.warnings { context.warn(warning) }
    var outputs = Outputs()
    outputs.recognized = readings.recognized
    outputs.images = set.count
    outputs.accuracy = readings.agreement { $0 == $1 }
    outputs.colors = readings.agreement { $0.colors == $1.colors }?.value
    outputs.shapes = readings.agreement { $0.shapes == $1.shapes }?.value
    outputs.spread = readings.spread
    outputs.readings = readings.table
    return outputs
  }
}

/// What is read of images, and what of that agrees with their captions.
private struct ShapeReadings {
  private let set: ImageSet
  private let reader: ShapeReader
  private let scenes: [ShapeScene?]
  /// Nil where an image shows no clear shapes.
  private let read: [ShapeCaption?]
  private let readings: [String?]
  /// Nil where a caption does not describe shapes.
  private let wanted: [ShapeCaption?]

  init(of set: ImageSet, _ reader: ShapeReader) {
    self.set = set
    self.reader = reader
    let scenes = (0..<set.count).map { index -> ShapeScene? in
      let image = set.image(index)
      return reader.hasPaper(image, height: set.height, width: set.width)
        ? reader.scene(on: image, height: set.height, width: set.width) : nil
    }
    self.scenes = scenes
    read = scenes.map { $0.map { ShapeCaption($0) } }
    readings = scenes.map { $0?.caption }
    wanted = set.captions.map { ShapeCaption($0) }
  }

  /// The images whose captions describe shapes; of others nothing can be right or wrong.
  private var judged: [(wanted: ShapeCaption, read: ShapeCaption?)] {
    zip(wanted, read).compactMap { wanted, read in wanted.map { (wanted: $0, read: read) } }
  }

  var recognized: Double { Double(read.count { $0 != nil }) / Double(set.count) }

  /// The share of readings that are right; `nil` where no caption describes shapes.
  func agreement(_ isRight: (ShapeCaption, ShapeCaption) -> Bool) -> Estimate? {
    let judged = judged
    guard !judged.isEmpty else { return nil }
    return Estimate(
      share: judged.count { pair in pair.read.map { isRight(pair.wanted, $0) } ?? false },
      of: judged.count)
  }

  /// The root mean square distance of the shapes from the mean place of those of the same caption,
  /// with the degrees of freedom that the means leave.
  var spread: Double? {
    var groups: [String: [ShapeScene]] = [:]
    for (scene, wanted) in zip(scenes, wanted) {
      if let scene, let wanted, ShapeCaption(scene) == wanted {
        groups[scene.caption, default: []].append(scene)
      }
    }
    var (squares, degrees) = (0.0, 0)
    for (_, group) in groups.sorted(by: { $0.key < $1.key }) where group.count > 1 {
      for place in group[0].objects.indices {
        for coordinate in [\ShapeScene.Object.x, \.y] {
          let values = group.map { $0.objects[place][keyPath: coordinate] }
          let mean = values.mean
          squares += values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
        degrees += group.count - 1
      }
    }
    return degrees == 0 ? nil : (squares / Double(degrees)).squareRoot()
  }

  var table: Table {
    Table([
      .init("caption", texts: set.captions),
      .init("reading", texts: readings.map { $0 ?? "nothing clear" }),
      .init(
        "agrees",
        zip(wanted, read).map { wanted, read in wanted.map { Value.boolean($0 == read) } }),
    ])
  }

  var warnings: [StepWarning] {
    var warnings: [StepWarning] = []
    let strange = (0..<set.count).filter {
      !reader.hasPaper(set.image($0), height: set.height, width: set.width)
    }
    if let first = strange.first {
      let color = reader.borderColor(set.image(first), height: set.height, width: set.width)
        .map(String.init).joined(separator: ", ")
      warnings.append(
        StepWarning(
          .leavingOut(strange.count, of: set.count),
          "\(strange.count) of \(set.count) images \(strange.count == 1 ? "is" : "are") no drawn "
            + "shapes on paper. The first is number \(first + 1), whose border has the color "
            + "(\(color))."))
    }
    let undescribed = wanted.indices.filter { wanted[$0] == nil }
    if let first = undescribed.first {
      let caption = set.captions[first]
      let isNone = undescribed.count == set.count
      warnings.append(
        StepWarning(
          .leavingOut(undescribed.count, of: set.count),
          "\(undescribed.count) of \(set.count) captions \(undescribed.count == 1 ? "does" : "do") "
            + "not describe drawn shapes, "
            + (isNone
              ? "so there is no accuracy, and none of colors and shapes."
              : "and their images do not count for accuracy, colors and shapes.")
            + " The first is \(caption.isEmpty ? "empty" : "“\(caption)”")."))
    }
    return warnings
  }
}

extension ShapeCaption {
  /// Sorted, as a caption with the right ones in another order has the right ones.
  fileprivate var colors: [String] { objects.map(\.color.rawValue).sorted() }
  fileprivate var shapes: [String] { objects.map(\.shape.rawValue).sorted() }
}
