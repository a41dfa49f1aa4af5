import OctavoResults
import Testing

/// What `shapes.read` says of images that are not drawn shapes.
@Suite struct ShapesReadRunTests {
  private static let samples = """
    ```step shapes
    run: shapes.draw
    count: 8
    side: 16
    pairs: 0
    ```

    ```step diffusion
    run: diffusion.train
    images: shapes
    conditioning: none
    model: {width: 8, multipliers: [1], heads: 2, groups: 4}
    training: {iterations: 1, batch: 2}
    ```

    ```step samples
    run: diffusion.sample
    model: diffusion
    count: 3
    steps: 1
    ```

    ```step reading
    run: shapes.read
    images: samples
    ```

    ```step drawn
    run: shapes.read
    images: shapes
    ```
    """

  @Test func whatIsNoDrawingIsSaid() throws {
    let run = runNotebook(Self.samples)
    let reading = try #require(run[step: "reading"])
    #expect(reading.status == .done)
    // The samples have no captions, so nothing can be right or wrong.
    #expect(reading.values["accuracy"] == nil)
    #expect(reading.values["colors"] == nil)
    #expect(try reading.number("recognized") == 0)
    #expect(reading.warnings.texts.contains { $0.contains("3 of 3 images are no drawn shapes") })
    #expect(reading.warnings.texts.contains { $0.contains("3 of 3 captions do not describe") })
    let drawn = try #require(run[step: "drawn"])
    #expect(drawn.warnings.texts == [])
    #expect(try drawn.number("accuracy") > 0.5)
  }

  /// Both losses are told, and which is whose.
  @Test func bothValidationLossesAreTold() throws {
    let run = runNotebook(
      Self.samples.replacing("count: 8", with: "count: 8\nvalidation-fraction: 0.25"))
    let training = try #require(run[step: "diffusion"])
    // After one iteration the average is a copy of the weights.
    #expect(
      try training.number("validation-loss") == training.number("unaveraged-validation-loss"))
  }
}

/// Which combinations of color and shape are drawn.
@Suite struct ShapesDrawRunTests {
  private func captions(_ options: String) throws -> [String] {
    let run = runNotebook(
      """
      ```step shapes
      run: shapes.draw
      count: 120
      side: 16
      \(options)
      ```

      ```step reading
      run: shapes.read
      images: shapes
      ```
      """)
    return try #require(run[step: "reading"]).texts("caption", of: "readings")
  }

  @Test func combinationsAreLeftOutOrWanted() throws {
    let seen = try captions("without: [red circle, blue square]")
    #expect(seen.count == 120)
    #expect(seen.allSatisfy { !$0.contains("red circle") && !$0.contains("blue square") })
    #expect(seen.contains { $0.contains("red square") } && seen.contains { $0.contains(" above ") })
    let unseen = try captions("with: [red circle, blue square]")
    #expect(unseen.allSatisfy { $0.contains("red circle") || $0.contains("blue square") })
    #expect(unseen.contains { $0.contains("red circle") && $0.contains(" left of ") })
    #expect(unseen.contains { $0 == "a blue square" })
  }

  /// Places are uniform within known bounds: a single shape's x and y from 0.4 to 0.6.
  @Test func theSpreadIsThatOfTheDrawing() throws {
    let run = runNotebook(
      """
      ```step shapes
      run: shapes.draw
      count: 400
      pairs: 0
      colors: [red]
      shapes: [circle]
      ```

      ```step reading
      run: shapes.read
      images: shapes
      ```
      """)
    let spread = try #require(run[step: "reading"]).number("spread")
    #expect(abs(spread - 0.2 * (1.0 / 6).squareRoot()) < 0.006)
  }
}
