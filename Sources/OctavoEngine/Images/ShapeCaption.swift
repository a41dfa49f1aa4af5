/// What a caption of a scene of shapes says, whatever its places and sizes.
public struct ShapeCaption: Hashable, Sendable {
  /// A color and a shape.
  public struct Object: Hashable, Sendable {
    public let color: ShapeScene.Color
    public let shape: ShapeScene.Shape

    public init(color: ShapeScene.Color, shape: ShapeScene.Shape) {
      self.color = color
      self.shape = shape
    }

    /// Such as “red circle”.
    public var name: String { "\(color.rawValue) \(shape.rawValue)" }
  }

  /// One, or two of which the first is left of the second or above it.
  public let objects: [Object]
  /// Nil for one object.
  public let relation: ShapeScene.Relation?

  public init(_ scene: ShapeScene) {
    objects = scene.objects.map { Object(color: $0.color, shape: $0.shape) }
    relation = scene.relation
  }

  /// Reads “a red circle” or “a red circle left of a blue square”, whatever its case, punctuation and
  /// articles; nil for a text that says anything else.
  public init?(_ text: String) {
    let words = CaptionVocabulary.words(of: text).filter { !["a", "an", "the"].contains($0) }
    guard words.count >= 2, let first = Self.object(words[..<2]) else { return nil }
    let rest = words.dropFirst(2)
    guard !rest.isEmpty else {
      (objects, relation) = ([first], nil)
      return
    }
    guard rest.count > 2, let second = Self.object(rest.suffix(2)),
      let relation = ShapeScene.Relation(rawValue: rest.dropLast(2).joined(separator: " "))
    else { return nil }
    (objects, self.relation) = ([first, second], relation)
  }

  private static func object(_ words: ArraySlice<String>) -> Object? {
    guard let color = words.first.flatMap(ShapeScene.Color.init),
      let shape = words.last.flatMap(ShapeScene.Shape.init)
    else { return nil }
    return Object(color: color, shape: shape)
  }
}
