/// One or two colored shapes on paper, with the caption that says what is to be seen.
public struct ShapeScene: Hashable, Sendable {
  public enum Shape: String, Codable, Hashable, Sendable, CaseIterable {
    case circle, square, triangle
  }

  public enum Color: String, Codable, Hashable, Sendable, CaseIterable {
    case red, green, blue, yellow, purple, black

    /// Red, green and blue.
    public var components: [Double] {
      switch self {
      case .red: [217, 48, 45]
      case .green: [58, 158, 72]
      case .blue: [44, 104, 209]
      case .yellow: [240, 190, 42]
      case .purple: [142, 68, 173]
      case .black: [40, 40, 46]
      }
    }
  }

  /// Where the first shape is to the second.
  public enum Relation: String, Codable, Hashable, Sendable, CaseIterable {
    case leftOf = "left of"
    case above
  }

  public struct Object: Hashable, Sendable {
    public var color: Color
    public var shape: Shape
    /// Of the shape's middle, in image sides from the left and the top.
    public var x, y: Double
    /// Half the width of the smallest square around it, in image sides.
    public var radius: Double

    public var name: String { "\(color.rawValue) \(shape.rawValue)" }

    /// Whether a point is in the shape.
    func contains(_ px: Double, _ py: Double) -> Bool {
      let (dx, dy) = ((px - x) / radius, (py - y) / radius)
      switch shape {
      case .circle: return dx * dx + dy * dy <= 1
      case .square: return abs(dx) <= 0.9 && abs(dy) <= 0.9
      // Upright and as high as wide.
      case .triangle: return abs(dy) <= 1 && abs(dx) <= (dy + 1) / 2
      }
    }
  }

  public static let paper = [246.0, 245.0, 242.0]

  /// One, or two of which the first is left of the second or above it.
  public var objects: [Object]
  /// Nil for one object.
  public var relation: Relation?

  public init(objects: [Object], relation: Relation?) {
    precondition(objects.count == (relation == nil ? 1 : 2))
    self.objects = objects
    self.relation = relation
  }

  /// Such as “a red circle left of a blue square”.
  public var caption: String {
    let first = "a \(objects[0].name)"
    return relation.map { "\(first) \($0.rawValue) a \(objects[1].name)" } ?? first
  }

  /// A scene drawn at random: colors and shapes uniformly, places and sizes within bounds that
  /// keep the shapes apart and the relation clear.
  public init(
    isPair: Bool, colors: [Color], shapes: [Shape], using stream: inout RandomStream
  ) {
    func between(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * stream.uniform()
    }
    func object(_ x: ClosedRange<Double>, _ y: ClosedRange<Double>, _ radius: ClosedRange<Double>)
      -> Object
    {
      Object(
        color: colors[stream.integer(below: colors.count)],
        shape: shapes[stream.integer(below: shapes.count)],
        x: between(x.lowerBound, x.upperBound), y: between(y.lowerBound, y.upperBound),
        radius: between(radius.lowerBound, radius.upperBound))
    }
    guard isPair else {
      self.init(objects: [object(0.4...0.6, 0.4...0.6, 0.2...0.28)], relation: nil)
      return
    }
    let relation = Relation.allCases[stream.integer(below: Relation.allCases.count)]
    let (near, far, across) = (0.24...0.28, 0.72...0.76, 0.45...0.55)
    self.init(
      objects: [near, far].map { along in
        relation == .leftOf
          ? object(along, across, 0.16...0.2) : object(across, along, 0.16...0.2)
      },
      relation: relation)
  }
}

extension ShapeScene {
  /// Scenes, each from its place and the stream's seed alone.
  ///
  /// - Parameters:
  ///   - pairs: the probability of two shapes.
  ///   - isWanted: a scene of which this is false is drawn again.
  public static func scenes(
    count: Int, pairs: Double, colors: [Color], shapes: [Shape],
    where isWanted: (ShapeScene) -> Bool = { _ in true }, from stream: RandomStream
  ) -> [ShapeScene] {
    (0..<count).map { index in
      var stream = stream.derived(for: "scene", index: index)
      let isPair = stream.uniform() < pairs
      while true {
        let scene = ShapeScene(isPair: isPair, colors: colors, shapes: shapes, using: &stream)
        if isWanted(scene) { return scene }
      }
    }
  }

  /// Scenes as images with their captions.
  ///
  /// - Parameter progress: is called from time to time with the number of images drawn so far; may
  ///   throw to stop.
  public static func images(
    _ scenes: [ShapeScene], side: Int, progress: (_ done: Int) throws -> Void
  ) rethrows -> ImageSet {
    try ImageSet(
      drawing: scenes.map(\.objects), side: side, captions: scenes.map(\.caption),
      progress: progress)
  }
}
