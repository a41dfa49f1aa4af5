import OctavoEngine
import Testing

@Suite struct ShapeQuestionTests {
  private typealias Combination = ShapeCaption.Object

  private static let all = ShapeScene.Color.allCases.flatMap { color in
    ShapeScene.Shape.allCases.map { Combination(color: color, shape: $0) }
  }
  private static let held = [Combination(color: .red, shape: .circle)]

  private static func questions(
    _ count: Int, most: Int = 4, kinds: [ShapeQuestion.Kind] = ShapeQuestion.Kind.allCases,
    asked: [Combination] = all, shown: [Combination] = all, seed: UInt64 = 1
  ) -> [ShapeQuestion] {
    ShapeQuestions(kinds: kinds, most: most, asked: asked, shown: shown)
      .questions(count: count, from: RandomStream(seed: seed))
  }

  /// Answers each question again, from the positions of the shapes alone.
  @Test func answersAreRight() {
    for question in Self.questions(4000) {
      let words = question.text.dropLast().split(separator: " ").map(String.init)
      let objects = question.objects
      switch question.kind {
      case .count:
        #expect(question.answer == ["one", "two", "three", "four"][objects.count - 1])
      case .color:
        let right = objects.filter { $0.shape.rawValue == words[4] }
        #expect(right.map(\.color.rawValue) == [question.answer])
      case .shape:
        let right = objects.filter { $0.color.rawValue == words[3] }
        #expect(right.map(\.shape.rawValue) == [question.answer])
      case .presence:
        let name = words.suffix(2).joined(separator: " ")
        #expect(question.answer == (objects.contains { $0.name == name } ? "yes" : "no"))
      case .place:
        let named = objects.filter { $0.name == words.suffix(2).joined(separator: " ") }
        #expect(named.count == 1)
        let gap = 0.2
        let right = objects.filter { object in
          switch words[2] {
          case "left": object.x < named[0].x - gap
          case "right": object.x > named[0].x + gap
          case "above": object.y < named[0].y - gap
          default: object.y > named[0].y + gap
          }
        }
        #expect(right.map(\.name) == [question.answer])
      }
    }
  }

  @Test func scenesAreDescribedInWords() {
    for question in Self.questions(200) {
      let names = question.description.split(separator: ", ").map(String.init)
      #expect(names.count == 4)
      #expect(names.filter { $0 != "nothing" }.sorted() == question.objects.map(\.name).sorted())
    }
  }

  /// No two shapes of a scene touch, and none is cut off.
  @Test func shapesStandApart() {
    for question in Self.questions(1000) {
      for (index, object) in question.objects.enumerated() {
        #expect(object.x - object.radius > 0 && object.x + object.radius < 1)
        #expect(object.y - object.radius > 0 && object.y + object.radius < 1)
        for other in question.objects[..<index] {
          let gap = max(abs(object.x - other.x), abs(object.y - other.y))
          #expect(gap > object.radius + other.radius)
        }
      }
    }
  }

  /// The words of a question alone do not make an answer more likely.
  @Test(arguments: [
    (ShapeQuestion.Kind.count, 4), (.color, 6), (.shape, 3), (.presence, 2), (.place, 18),
  ])
  func answersAreUniform(kind: ShapeQuestion.Kind, answers: Int) {
    let questions = Self.questions(6000, kinds: [kind])
    let counts = Dictionary(grouping: questions, by: \.answer).mapValues(\.count)
    #expect(counts.count == answers)
    for count in counts.values {
      #expect(abs(Double(count) * Double(answers) / 6000 - 1) < 0.3)
    }
  }

  @Test func combinationsAreHeldOut() {
    let seen = Self.all.filter { !Self.held.contains($0) }
    let name = Self.held[0].name
    for question in Self.questions(1000, asked: seen, shown: seen) {
      #expect(!question.objects.contains { $0.name == name })
      #expect(!question.text.contains(name) && question.answer != name)
    }
    for question in Self.questions(1000, asked: Self.held) {
      switch question.kind {
      case .presence: #expect(question.text.contains(name))
      case .place: #expect(question.answer == name)
      default: #expect(question.objects.contains { $0.name == name })
      }
    }
  }

  @Test func whatCannotBeAskedHasAProblem() {
    func problems(_ most: Int, _ shown: [Combination]) -> [ShapeQuestion.Kind] {
      let questions = ShapeQuestions(
        kinds: ShapeQuestion.Kind.allCases, most: most, asked: shown, shown: shown)
      return ShapeQuestion.Kind.allCases.filter { questions.problem(of: $0) != nil }
    }
    #expect(problems(3, Self.all) == [])
    #expect(problems(1, Self.all) == [.place])
    #expect(problems(3, Self.held) == [.place, .presence])
  }

  @Test func aQuestionDependsOnItsPlaceAlone() {
    #expect(Array(Self.questions(9).prefix(4)) == Self.questions(4))
    #expect(Self.questions(4) != Self.questions(4, seed: 2))
  }
}
