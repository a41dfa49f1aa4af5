import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner
import Testing

/// What `images.compare` says of images that are known to be like others, or unlike them.
@Suite struct ImagesCompareTests {
  private func run(_ steps: String) -> Run {
    let text = """
      ```step shapes
      run: shapes.draw
      count: 80
      side: 16
      colors: [red]
      shapes: [circle, square]
      pairs: 0
      ```

      ```step classifier
      run: classifier.train
      images: shapes
      model: {patch: 8, width: 8, layers: 1, heads: 2}
      training: {iterations: 30, batch: 16}
      ```

      """
    let plan = Plan(
      Notebook.read(Source(path: "compare.md", text: text + steps)), catalogue: .octavo,
      folder: .temporaryDirectory)
    #expect(!plan.hasErrors, "\(plan.diagnostics.map(\.message))")
    return Runner.run(plan, options: Runner.Options(), outputWriter: nil).run
  }

  private func number(_ name: String, of step: StepRecord) -> Double {
    step.values[name]?.double ?? .nan
  }

  @Test func imagesAreLikeThemselvesAndUnlikeOthers() throws {
    let outcome = run(
      """
      ```step same
      run: images.compare
      images: shapes
      reference: shapes
      model: classifier
      ```

      ```step told
      run: classifier.evaluate
      classifier: classifier
      images: shapes
      part: all
      ```

      ```step triangles
      run: shapes.draw
      count: 40
      side: 16
      colors: [blue]
      shapes: [triangle]
      pairs: 0
      ```

      ```step other
      run: images.compare
      images: triangles
      reference: shapes
      model: classifier
      ```
      """)
    let same = try #require(outcome[step: "same"])
    let other = try #require(outcome[step: "other"])
    #expect(number("frechet-distance", of: same) < 1e-9)
    // Unbiased, and so below zero where sets are equal.
    #expect(number("kernel-distance", of: same) < 0)
    #expect(number("precision", of: same) == 1 && number("recall", of: same) == 1)
    #expect(same.values["agreement"] == same.values["reference-agreement"])
    let told = try #require(outcome[step: "told"])
    #expect(number("agreement", of: same) == number("accuracy", of: told))
    #expect(number("frechet-distance", of: other) > 0.02)
    #expect(number("kernel-distance", of: other) > 0)
    #expect(number("precision", of: other) < 0.5)
    #expect(other.values["agreement"] == nil, "a triangle is no class of the classifier")
    #expect(other.values["reference-agreement"] == same.values["agreement"])
    #expect(same.warnings.texts == [])
  }

  @Test func fewImagesGiveAWarning() throws {
    let outcome = run(
      """
      ```step few
      run: images.compare
      images: shapes
      part: validation
      reference: shapes
      model: classifier
      ```
      """)
    let few = try #require(outcome[step: "few"])
    #expect(few.warnings.texts.first?.hasPrefix("There are 8 images on one side") == true)
  }
}
