import Foundation
import OctavoBase
import OctavoRunner

/// A text to learn from, and its validation split.
package struct Corpus: Artifact {
  /// What is known of a corpus before its text is there.
  package struct Outline: Sendable {
    /// Stands for a length that is not known, and is larger than any.
    static let unknownLength = 1 << 50

    /// An upper bound of its length in characters.
    var characters: Int
    /// The fraction that is the validation split.
    var validationFraction: Double
    /// How many distinct characters, where the text is at hand.
    var vocabularySize: Int?
    /// The characters that it may have; nil where they are not known.
    var alphabet: Set<Unicode.Scalar>?
    /// Whether some of its documents are rearranged, with sentinels before their parts.
    var isRearranged = false

    /// The characters that it has, where each of them is known to occur.
    var exactAlphabet: Set<Unicode.Scalar>? {
      vocabularySize == alphabet?.count ? alphabet : nil
    }

    /// An upper bound of the characters of the validation split.
    var validationCount: Int { Int((Double(characters) * validationFraction).rounded(.up)) }
  }

  package static let kind = ArtifactKind(
    "corpus", "a text with a validation split", isDelivered: false)

  var training: String
  var validation: String

  init(training: String, validation: String) {
    self.training = training
    self.validation = validation
  }

  /// Cuts a text in two: what comes first is for training.
  package init(text: String, validationFraction: Double) {
    let scalars = text.unicodeScalars
    let count = Int(Double(scalars.count) * (1 - validationFraction))
    let cut = scalars.index(scalars.startIndex, offsetBy: count)
    training = String(scalars[..<cut])
    validation = String(scalars[cut...])
  }

  package func write(to sink: inout some ArtifactSink) throws {
    try sink.file("training.txt", training)
    try sink.file("validation.txt", validation)
  }

  package init(contentsOf folder: URL) throws {
    training = try String(contentsOf: folder.appending(path: "training.txt"), encoding: .utf8)
    validation = try String(contentsOf: folder.appending(path: "validation.txt"), encoding: .utf8)
  }
}

extension Set<Unicode.Scalar> {
  /// a to z, and some more.
  static func smallLetters(and others: String) -> Self {
    Set("abcdefghijklmnopqrstuvwxyz".unicodeScalars).union(others.unicodeScalars)
  }
}

/// How often each character occurs in a text.
struct CharacterStatistics {
  let characters: Int
  let distinct: Int
  /// In nats: what a character costs to whoever knows only the frequencies.
  let entropy: Double

  init(of texts: String...) {
    var counts: [UInt32: Int] = [:]
    for text in texts {
      for scalar in text.unicodeScalars { counts[scalar.value, default: 0] += 1 }
    }
    let total = counts.values.reduce(0, +)
    characters = total
    distinct = counts.count
    entropy = counts.values.sorted().reduce(0) { sum, count in
      let share = Double(count) / Double(total)
      return sum - share * Double.log(share)
    }
  }
}
