/// Models with a larger vocabulary or room for longer captions, which keep what they have learned.
extension FusionModel {
  /// The model with more words and room for longer captions. New rows are initialized as in a new
  /// model.
  ///
  /// - Precondition: `vocabulary` has all of the model's words, and `captionLength` is not below
  ///   the model's.
  package func grown(
    to vocabulary: CaptionVocabulary, captionLength: Int, stream: RandomStream
  ) -> FusionModel {
    var configuration = configuration
    configuration.captionLength = captionLength
    let (old, new) = (self.vocabulary, vocabulary)
    return FusionModel(
      configuration, new,
      parameters.grown(
        to: configuration.parameters(new),
        rows: [
          "captions.tokens.weight": old.places(in: new) + [Int(new.mask), Int(new.start)],
          "captions.positions.weight": Array(0...self.configuration.captionLength),
        ], stream: stream))
  }
}

extension ContrastiveModel {
  /// As `FusionModel.grown(to:captionLength:stream:)`.
  package func grown(
    to vocabulary: CaptionVocabulary, captionLength: Int, stream: RandomStream
  ) throws(ConfigurationProblem) -> ContrastiveModel {
    var shape = text.transformer.configuration
    shape.vocabularySize = vocabulary.size
    // One more, for the end.
    shape.context = captionLength + 1
    let grown = text.transformer.parameters.grown(
      to: shape.parameters,
      rows: [
        "tokenEmbedding.weight": text.vocabulary.places(in: vocabulary),
        "positionEmbedding.weight": Array(0..<text.length),
      ], stream: stream)
    return ContrastiveModel(
      configuration, parameters, TextEncoder(vocabulary, try GPT(shape, parameters: grown)))
  }
}

extension CaptionVocabulary {
  /// These words and others.
  package func adding(_ others: some Sequence<String>) -> CaptionVocabulary {
    CaptionVocabulary(words: Set(words).union(others))
  }

  /// Which tokens of a larger vocabulary the filling and the words are, in their order.
  ///
  /// - Precondition: it has all of the words.
  fileprivate func places(in larger: CaptionVocabulary) -> [Int] {
    let places = Dictionary(uniqueKeysWithValues: zip(larger.words, 1...))
    return [Int(Self.filling)] + words.map { places[$0]! }
  }
}

extension Parameters {
  /// These parameters with some tables enlarged; all others are kept.
  ///
  /// - Parameter rows: for the name of a table, where in the new one each of its rows belongs.
  fileprivate func grown(
    to shapes: [ParameterShape], rows: [String: [Int]], stream: RandomStream
  ) -> Parameters {
    Parameters(
      shapes.map { shape in
        let old = self[shape.name]
        guard let places = rows[shape.name] else { return (shape.name, old) }
        var table = shape.tensor(from: stream)
        for (row, place) in places.enumerated() {
          for column in 0..<old.columns {
            table[place * old.columns + column] = old[row * old.columns + column]
          }
        }
        return (shape.name, table)
      })
  }
}
