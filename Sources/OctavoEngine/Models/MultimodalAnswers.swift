extension MultimodalModel {
  /// The log-likelihood of each response, in nats.
  ///
  /// - Parameters:
  ///   - images: (N, H, W, channels)
  ///   - shown: for each prompt, which of these images it shows; one each in order if nil.
  public func logProbabilities(
    of prompts: [ImagePrompt], images: Tensor, shown: [Int]? = nil
  ) -> [Double] {
    let pass = Pass(self)
    let batch = ImagePromptBatch(
      prompts, images: shown ?? Array(prompts.indices), imageTokens: configuration.imageTokens)
    let tokens = pass.logits(batch, images: pass.tokens(of: images))
      .logProbabilities(of: batch.responses.labels).value.values
    var start = 0
    return prompts.map { prompt in
      defer { start += prompt.response.count }
      return tokens[start..<start + prompt.response.count].reduce(0) { $0 + Double($1) }
    }
  }

  /// Answers by greedy decoding: the most likely token after each prompt, again and again until a
  /// stop text is complete, the answer has `most` tokens, or the context is full.
  ///
  /// - Parameter images: (N, H, W, channels), one for each prompt.
  public func answers(
    to prompts: [ImagePrompt], images: Tensor, tokens most: Int, stop: StopTexts = .none
  ) -> [[Int32]] {
    let pass = Pass(self)
    let imageTokens = pass.tokens(of: images)
    var written = prompts.map { _ in [Int32]() }
    var progress = prompts.map { _ in StopTexts.Progress() }
    let lengths = prompts.map { $0.prompt(imageTokens: configuration.imageTokens).count }
    for count in 0..<most {
      let open = prompts.indices.filter {
        !progress[$0].isEnded && lengths[$0] + count < configuration.language.context
      }
      if open.isEmpty { break }
      let batch = ImagePromptBatch(
        // The last token is a placeholder for the one to predict.
        open.map { ImagePrompt(parts: prompts[$0].parts, response: written[$0] + [0]) },
        images: open, imageTokens: configuration.imageTokens)
      let places = open.indices.map { batch.responses.predictors[$0 * (count + 1) + count] }
      let largest = pass.logits(batch, images: imageTokens, at: places).value.indicesOfLargest()
      for (row, token) in zip(open, largest) {
        written[row].append(Int32(token))
        progress[row] = stop.progress(progress[row], after: Int32(token))
      }
    }
    return written
  }
}
