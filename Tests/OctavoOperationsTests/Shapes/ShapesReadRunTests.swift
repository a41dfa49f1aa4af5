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
    #expect(reading.warnings.contains { $0.contains("3 of 3 images are no drawn shapes") })
    #expect(reading.warnings.contains { $0.contains("3 of 3 captions do not describe") })
    let drawn = try #require(run[step: "drawn"])
    #expect(drawn.warnings == [])
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
