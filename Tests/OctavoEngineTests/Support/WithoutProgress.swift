import OctavoEngine

/// What reports its progress, for tests that do not look at it.

extension ShapeScene {
  static func images(_ scenes: [ShapeScene], side: Int) -> ImageSet {
    images(scenes, side: side, progress: { _ in })
  }
}

extension FilmTastes {
  func histories(
    people: Int, lengths: ClosedRange<Int>, from stream: RandomStream
  ) -> [[Int]] {
    viewers(
      people: people, lengths: lengths, without: { _ in [] }, from: stream, progress: { _ in }
    ).map(\.films)
  }
}

extension SequenceSpace {
  func distribution(of model: GPT, prompt: [Int32]) -> Categorical {
    distribution(of: model, prompt: prompt, progress: { _ in })
  }
}

extension RuleLanguage {
  func text(lines: Int, from stream: RandomStream) -> String {
    text(lines: lines, from: stream, progress: { _ in })
  }
}

extension StoryGrammar {
  func stories(count: Int, cheerful: Double, from stream: RandomStream) -> [Story] {
    stories(count: count, cheerful: cheerful, from: stream, progress: { _ in })
  }
}

extension SymbolChain {
  func text(length: Int, using stream: inout RandomStream) -> String {
    text(length: length, using: &stream, progress: { _ in })
  }
}
