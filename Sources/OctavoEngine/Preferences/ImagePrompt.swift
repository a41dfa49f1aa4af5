/// A prompt with an image among its tokens, and a response to it.
public struct ImagePrompt: Hashable, Sendable {
  /// The texts between which the image stands, as tokens; each may be empty.
  public var parts: [[Int32]]
  public var response: [Int32]

  /// - Precondition: there is a place for the image.
  public init(parts: [[Int32]], response: [Int32]) {
    precondition(parts.count > 1)
    self.parts = parts
    self.response = response
  }

  /// The prompt with `imageTokens` placeholders wherever the image stands.
  func prompt(imageTokens: Int) -> [Int32] {
    Array(parts.joined(separator: Array(repeating: 0, count: imageTokens)))
  }

  /// The positions of the image's tokens in the prompt, each with the token's index in the image.
  func imagePlaces(imageTokens: Int) -> [(place: Int, token: Int)] {
    var (places, start) = ([(place: Int, token: Int)](), 0)
    for part in parts.dropLast() {
      start += part.count
      places += (0..<imageTokens).map { (place: start + $0, token: $0) }
      start += imageTokens
    }
    return places
  }

  /// What keeps a model from learning from it, if anything.
  public func problem(for model: MultimodalModel.Configuration) -> ExampleProblem? {
    PromptResponse(prompt: prompt(imageTokens: model.imageTokens), response: response)
      .problem(for: model.language)
  }
}

/// Prompts with the image of each.
package struct ImagePrompts: Sendable {
  /// (N, H, W, channels)
  package let images: Tensor
  package let prompts: [ImagePrompt]

  /// - Precondition: there is an image for every prompt.
  package init(images: Tensor, prompts: [ImagePrompt]) {
    precondition(images.shape[0] == prompts.count)
    self.images = images
    self.prompts = prompts
  }

  var checksum: UInt64 {
    images.checksum
      ^ prompts.flatMap { [[Int32($0.parts.count)]] + $0.parts + [$0.response] }.checksum
  }
}

/// Prompts and responses of one pass, with the places of their images.
struct ImagePromptBatch {
  let responses: ResponseBatch
  /// The positions of the images' tokens in the batch, row after row.
  let imagePlaces: [Int32]
  /// For each of them, its index among the tokens of all images.
  let imageTokens: [Int32]

  /// - Parameters:
  ///   - images: for each prompt, which of the pass's images it shows.
  ///   - count: how many tokens an image takes.
  init(_ prompts: [ImagePrompt], images: [Int], imageTokens count: Int) {
    responses = ResponseBatch(
      prompts: prompts.map { $0.prompt(imageTokens: count) }, responses: prompts.map(\.response))
    let columns = responses.tokens.columns
    let places = prompts.indices.map { prompts[$0].imagePlaces(imageTokens: count) }
    imagePlaces = places.enumerated().flatMap { row, places in
      places.map { Int32(row * columns + $0.place) }
    }
    imageTokens = places.enumerated().flatMap { row, places in
      places.map { Int32(images[row] * count + $0.token) }
    }
  }
}
