/// Captions some of whose words are to be predicted (Devlin et al. 2019, section 3.1): of the
/// chosen words 80 % are masked, 10 % are replaced by any word and 10 % stay, so that the model
/// cannot trust a word that it sees.
package struct MaskedWords {
  /// As the model reads them.
  package private(set) var captions: [[Int32]]
  /// Of the words to predict.
  package private(set) var places: [WordPlace] = []
  /// The tokens to predict at these places.
  package private(set) var words: [Int32] = []

  private static let maskedShare = 0.8
  private static let exchangedShare = 0.1

  /// - Parameter share: of the words that are chosen, each by itself.
  package init(
    of captions: [[Int32]], _ vocabulary: CaptionVocabulary, share: Double,
    from stream: inout RandomStream
  ) {
    self.captions = captions
    for (row, caption) in captions.enumerated() {
      for (index, word) in caption.enumerated() where stream.uniform() < share {
        places.append(WordPlace(row: row, word: index))
        words.append(word)
        let draw = stream.uniform()
        if draw < Self.maskedShare {
          self.captions[row][index] = vocabulary.mask
        } else if draw < Self.maskedShare + Self.exchangedShare {
          self.captions[row][index] = Int32(1 + stream.integer(below: vocabulary.words.count))
        }
      }
    }
  }
}
