import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// What models that read images and captions together make of small drawings, and what they refuse.
@Suite struct FusionRunTests {
  private static let start = """
    ```step shapes
    run: shapes.draw
    count: 60
    side: 16
    pairs: 0
    colors: [red, blue]
    ```

    ```step fused
    run: fusion.train
    images: shapes
    model: {patch: 8, width: 8, layers: 1, heads: 2}
    training: {iterations: 3, batch: 8}
    ```

    ```step asked
    run: shapes.ask
    count: 60
    side: 16
    kinds: [color, count]
    ```

    """

  private func failure(_ run: Run, _ step: String) -> String? {
    guard case .failed(let error) = run[step: step]?.status else { return nil }
    return error
  }

  @Test func retrievalReadsEveryPair() throws {
    let run = runNotebook(
      Self.start + """
        ```step found
        run: fusion.evaluate
        model: fused
        images: shapes
        part: training
        limit: 20
        ```
        """)
    let found = try #require(run[step: "found"])
    let labels = try found.number("label-count")
    #expect(try found.number("count") == 20)
    #expect(try found.number("passes") == 20 * labels)
    #expect(try found.number("mean-rank") <= labels && found.number("mean-rank") >= 1)
    #expect(try found.number("chance") == 1 / labels)
    #expect(try found.texts("caption", of: "names").count == 20)
    // Three words of each caption are masked in turn.
    #expect(try found.column("count", of: "words").reduce(0, +) == 60)
  }

  @Test func reportsEachKind() throws {
    let run = runNotebook(
      Self.start + """
        ```step answers
        run: fusion.finetune
        model: fused
        questions: asked
        training: {iterations: 2, batch: 8}
        ```

        ```step all
        run: fusion.quiz
        model: answers
        questions: asked
        ```
        """)
    #expect(try #require(run[step: "all"]).texts("kind", of: "kinds") == ["color", "count"])
  }

  /// Answers that were never learned count as wrong, and words that were never read are refused.
  @Test func saysWhatWasNotLearned() throws {
    let run = runNotebook(
      Self.start + """
        ```step red
        run: shapes.ask
        count: 60
        side: 16
        kinds: [color]
        colors: [red, blue]
        ```

        ```step green
        run: shapes.ask
        count: 60
        side: 16
        kinds: [color]
        colors: [green]
        ```

        ```step answers
        run: fusion.finetune
        model: fused
        questions: red
        training: {iterations: 2, batch: 8}
        ```

        ```step others
        run: fusion.quiz
        model: answers
        questions: green
        ```

        ```step unread
        run: fusion.quiz
        model: answers
        questions: asked
        kind: count
        ```

        ```step same
        run: fusion.finetune
        model: fused
        questions: green
        training: {iterations: 2, batch: 8}
        ```
        """)
    let others = try #require(run[step: "others"])
    #expect(try others.number("accuracy") == 0)
    #expect(
      others.warnings.contains {
        $0.text == "6 of 6 questions have an answer that the model has not learned, and count as "
          + "wrong."
      }, "\(others.warnings)")
    #expect(try #require(failure(run, "unread")).contains("has not learned the word"))
    #expect(try #require(failure(run, "same")).contains("all questions have the same answer"))
  }

  @Test func wrongCaptionsHaveToExist() throws {
    let run = runNotebook(
      """
      ```step shapes
      run: shapes.draw
      count: 10
      side: 16
      pairs: 0
      colors: [red]
      shapes: [circle]
      ```

      ```step fused
      run: fusion.train
      images: shapes
      ```
      """)
    #expect(try #require(failure(run, "fused")).contains("all images have the same caption"))
  }
}
