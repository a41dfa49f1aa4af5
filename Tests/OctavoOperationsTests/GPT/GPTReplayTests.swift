import OctavoResults
import Testing

/// Decoding against the pass over all positions, in steps of any size.
@Suite struct GPTReplayTests {
  @Test func decodingPredictsWhatEvaluationDoes() throws {
    let run = runNotebook(
      """
      ```step stories
      run: stories.compose
      count: 40
      ```

      ```step learn
      run: gpt.train
      data: stories
      model: {layers: 2, heads: 2, width: 16, context: 24, positions: rotary}
      training: {iterations: 20, batch: 4}
      ```

      ```step replay
      run: gpt.replay
      for: {stride: [1, 5, 24]}
      model: learn
      data: stories
      limit: 100
      stride: ${stride}
      ```

      ```step judge
      run: gpt.evaluate
      model: learn
      data: stories
      limit: 100
      ```

      ```step claims
      run: expect
      that:
        - max(replay.difference) < 1e-4
        - replay.difference[stride=1] == replay.difference[stride=24]
        - min(replay.agreement) == 1
        - abs(replay.loss[stride=1] - judge.loss) < 1e-5
        - abs(replay.parallel-loss[stride=5] - judge.loss) < 1e-5
        - replay.tokens[stride=1] == 100
        - replay.passes[stride=1] == 100
        - replay.passes[stride=5] == 21
        - replay.passes[stride=24] == 5
        - replay.parallel-passes[stride=1] == 5
      ```
      """)
    let claims = try #require(run[step: "claims"])
    #expect(claims.status == .done, "\(run.steps.map(\.status))")
    #expect(try claims.number("failed") == 0, "\(claims.shownItems)")
  }
}
