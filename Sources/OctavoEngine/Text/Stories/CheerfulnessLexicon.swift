/// Words that are cheerful or gloomy, and the score of a text by them.
public struct CheerfulnessLexicon: Hashable, Codable, Sendable {
  public let cheerful: Set<String>
  public let gloomy: Set<String>

  /// - Parameters: words in lower case.
  public init(cheerful: Set<String>, gloomy: Set<String>) {
    self.cheerful = cheerful
    self.gloomy = gloomy
  }

  /// How many words of a text are in each list; case does not matter.
  public func counts(in text: String) -> (cheerful: Int, gloomy: Int) {
    var counts = (cheerful: 0, gloomy: 0)
    for word in text.lowercased().split(whereSeparator: { !$0.isLetter }) {
      if cheerful.contains(String(word)) { counts.cheerful += 1 }
      if gloomy.contains(String(word)) { counts.gloomy += 1 }
    }
    return counts
  }

  /// The number of cheerful words less the number of gloomy ones.
  public func score(_ text: String) -> Int {
    let counts = counts(in: text)
    return counts.cheerful - counts.gloomy
  }
}

extension CheerfulnessLexicon {
  /// The words by which the endings of ``StoryGrammar`` show their mood, and their relatives.
  public static let stories = CheerfulnessLexicon(
    cheerful: [
      "best", "bliss", "cheer", "cheered", "cheerful", "clapped", "danced", "dancing", "delight",
      "delighted", "fun", "giggled", "glad", "grinned", "happier", "happiest", "happily", "happy",
      "hug", "hugged", "joy", "joyful", "laugh", "laughed", "laughing", "laughter", "love", "loved",
      "lovely", "lucky", "merrier", "merrily", "merry", "proud", "sang", "sing", "singing", "smile",
      "smiled",
      "smiling", "thank", "thanked", "wonderful",
    ],
    gloomy: [
      "alone", "angry", "cried", "cry", "crying", "dreadful", "fault", "fear", "frowned", "gloom",
      "gloomy",
      "grief", "groaned", "hopeless", "lonelier", "lonely", "miserable", "moaned", "mourned", "sad",
      "sadder", "saddest", "sadly", "sighed", "sob", "sobbed", "sorrow", "sorry", "sulked", "tear",
      "tears", "unhappy", "weep", "weeping", "wept", "worse", "worst",
    ])
}
