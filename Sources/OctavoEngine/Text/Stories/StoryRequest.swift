extension Story {
  private static let shortestWord = 4

  /// The same story behind a sentence that asks for some of the words of its continuation, such as
  /// “tell of tears, fault, kite.” (as in TinyStories-Instruct, Eldan & Li 2023). Half of them,
  /// rounded up, are words of the story's mood, if it has as many.
  ///
  /// - Parameter count: the number of words, at least 1; fewer if the continuation has fewer.
  public func asking(for count: Int, using stream: inout RandomStream) -> Story {
    let lexicon = CheerfulnessLexicon.stories
    let moodWords = mood == .cheerful ? lexicon.cheerful : lexicon.gloomy
    let known = Self.words(of: prompt)
    var words: [String] = []
    for word in Self.words(of: continuation) where !known.contains(word) && !words.contains(word) {
      words.append(word)
    }
    let moody = words.filter(moodWords.contains).shuffled(using: &stream).prefix((count + 1) / 2)
    let others = words.filter { $0.count >= Self.shortestWord && !moodWords.contains($0) }
      .shuffled(using: &stream).prefix(count - moody.count)
    let asked = (moody + others).shuffled(using: &stream)
    return Story(
      prompt: "tell of \(asked.joined(separator: ", ")). \(prompt)", continuation: continuation,
      mood: mood)
  }

  private static func words(of text: String) -> [String] {
    text.split { !$0.isLetter }.map(String.init)
  }
}
