/// A question about a scene of shapes, with the scene and the right answer.
public struct ShapeQuestion: Hashable, Sendable {
  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    /// How many shapes there are.
    case count
    /// What color the only object of some shape has.
    case color
    /// What shape the only object of some color has.
    case shape
    /// What is next to an object, on a given side.
    case place
    /// Whether there is an object of some color and shape.
    case presence
  }

  public let kind: Kind
  /// Such as “what color is the circle?”.
  public let text: String
  /// Such as “red”.
  public let answer: String
  /// At most one in each quarter.
  public let objects: [ShapeScene.Object]

  /// The scene in words, quarter by quarter, such as “red circle, nothing, blue square, nothing”.
  public var description: String {
    (0..<ShapeQuestions.room).map { quarter in
      objects.first { ($0.x > 0.5 ? 1 : 0) + ($0.y > 0.5 ? 2 : 0) == quarter }?.name ?? "nothing"
    }.joined(separator: ", ")
  }
}

/// How questions about scenes are drawn at random. Each quarter of a scene has at most one shape.
public struct ShapeQuestions: Sendable {
  public typealias Combination = ShapeCaption.Object

  /// Asked in turn.
  public let kinds: [ShapeQuestion.Kind]
  /// The most shapes of a scene, at most 4.
  public let most: Int
  /// What a question may be about.
  public let asked: [Combination]
  /// What else a scene may show.
  public let shown: [Combination]

  /// The most shapes that a scene has room for.
  public static let room = 4

  /// - Precondition: there are kinds, and something to ask about; `most` is within the room.
  public init(
    kinds: [ShapeQuestion.Kind], most: Int, asked: [Combination], shown: [Combination]
  ) {
    precondition(!kinds.isEmpty && !asked.isEmpty && 1...Self.room ~= most)
    self.kinds = kinds
    self.most = most
    self.asked = asked
    self.shown = shown
  }

  /// Why no question of a kind can be asked; nil where one can.
  public func problem(of kind: ShapeQuestion.Kind) -> String? {
    let isAlone = asked.contains { one in !shown.contains { $0 != one } }
    switch kind {
    case .place where most < 2: return "one shape alone has nothing next to it"
    case .place where isAlone, .presence where isAlone:
      return "there is no other combination to tell `\(asked[0].name)` from"
    default: return nil
    }
  }

  /// Questions, each of which depends only on its index and on the stream's seed.
  ///
  /// - Precondition: no kind has a problem.
  public func questions(count: Int, from stream: RandomStream) -> [ShapeQuestion] {
    (0..<count).map { index in
      var stream = stream.derived(for: "question", index: index)
      return question(kinds[index % kinds.count], using: &stream)
    }
  }

  private func question(
    _ kind: ShapeQuestion.Kind, using stream: inout RandomStream
  ) -> ShapeQuestion {
    let subject = asked[stream.integer(below: asked.count)]
    switch kind {
    case .count:
      let objects = scene(subject, among: shown, using: &stream)
      return ShapeQuestion(
        kind: kind, text: "how many shapes are there?", answer: Self.numbers[objects.count - 1],
        objects: objects)
    case .color:
      let others = shown.filter { $0.shape != subject.shape }
      return ShapeQuestion(
        kind: kind, text: "what color is the \(subject.shape.rawValue)?",
        answer: subject.color.rawValue, objects: scene(subject, among: others, using: &stream))
    case .shape:
      let others = shown.filter { $0.color != subject.color }
      return ShapeQuestion(
        kind: kind, text: "what shape is \(subject.color.rawValue)?",
        answer: subject.shape.rawValue, objects: scene(subject, among: others, using: &stream))
    case .presence: return presence(of: subject, using: &stream)
    case .place: return place(of: subject, using: &stream)
    }
  }

  private static let numbers = ["one", "two", "three", "four"]

  /// One or more shapes, in quarters at random.
  private func scene(
    _ first: Combination?, among others: [Combination], using stream: inout RandomStream
  ) -> [ShapeScene.Object] {
    let count = others.isEmpty ? 1 : 1 + stream.integer(below: most)
    var combinations = first.map { [$0] } ?? []
    while combinations.count < count {
      combinations.append(others[stream.integer(below: others.count)])
    }
    let quarters = (0..<Self.room).shuffled(using: &stream)
    return zip(combinations, quarters).map { combination, quarter in
      Self.object(combination, column: quarter % 2, row: quarter / 2, using: &stream)
    }
  }

  /// Yes and no are equally likely.
  private func presence(
    of subject: Combination, using stream: inout RandomStream
  ) -> ShapeQuestion {
    let isThere = stream.integer(below: 2) == 0
    let others = shown.filter { $0 != subject }
    return ShapeQuestion(
      kind: .presence, text: "is there a \(subject.name)?", answer: isThere ? "yes" : "no",
      objects: scene(isThere ? subject : nil, among: others, using: &stream))
  }

  /// The neighbor is the only object of its color and shape, and the subject is the only object on
  /// the side that the question names.
  private func place(of subject: Combination, using stream: inout RandomStream) -> ShapeQuestion {
    let neighbors = shown.filter { $0 != subject }
    let neighbor = neighbors[stream.integer(below: neighbors.count)]
    let side = Side.allCases[stream.integer(below: Side.allCases.count)]
    let line = stream.integer(below: 2)
    func object(_ combination: Combination, along: Int, across: Int) -> ShapeScene.Object {
      Self.object(
        combination, column: side.isAcross ? along : across, row: side.isAcross ? across : along,
        using: &stream)
    }
    var objects = [
      object(subject, along: side.isFirst ? 0 : 1, across: line),
      object(neighbor, along: side.isFirst ? 1 : 0, across: line),
    ]
    let others = shown.filter { $0 != neighbor }
    if most > 2, !others.isEmpty, stream.integer(below: 2) == 0 {
      let other = others[stream.integer(below: others.count)]
      objects.append(object(other, along: side.isFirst ? 1 : 0, across: 1 - line))
    }
    return ShapeQuestion(
      kind: .place, text: "what is \(side.rawValue) the \(neighbor.name)?", answer: subject.name,
      objects: objects)
  }

  private enum Side: String, CaseIterable {
    case leftOf = "left of"
    case rightOf = "right of"
    case above, below

    var isAcross: Bool { self == .leftOf || self == .rightOf }
    /// Whether it is the left or the upper one of two.
    var isFirst: Bool { self == .leftOf || self == .above }
  }

  private static func object(
    _ combination: Combination, column: Int, row: Int, using stream: inout RandomStream
  ) -> ShapeScene.Object {
    func coordinate(_ place: Int) -> Double {
      0.25 + 0.5 * Double(place) + 0.08 * (stream.uniform() - 0.5)
    }
    return ShapeScene.Object(
      color: combination.color, shape: combination.shape, x: coordinate(column), y: coordinate(row),
      radius: 0.15 + 0.05 * stream.uniform())
  }
}
