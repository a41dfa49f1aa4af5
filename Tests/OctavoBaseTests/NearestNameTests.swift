import OctavoBase
import Testing

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("widht", "width"), ("Width", "width"), ("iteration", "iterations"), ("heds", "heads"),
    ("validaton-loss", "validation-loss"), ("tilte", "title"),
  ])
  func findsWhatWasMeant(name: String, meant: String) {
    let names = ["title", "width", "heads", "iterations", "validation-loss", "loss"]
    #expect(nearest(to: name, among: names) == meant)
  }

  @Test func findsNothingFarAway() {
    #expect(nearest(to: "color", among: ["width", "heads"]) == nil)
    #expect(nearest(to: "x", among: ["abc"]) == nil)
    #expect(nearest(to: "width", among: [String]()) == nil)
  }

  @Test func namesOfEarlierVersionsLeadToTodaysName() {
    #expect(nearest(to: "held-back", among: ["count", "validation-count"]) == "validation-count")
    #expect(nearest(to: "held-back", among: ["training", "validation"]) == "validation")
    #expect(nearest(to: "held-back", among: ["count"]) == nil)
  }

  @Test func initialsLeadToTheNameWhereThereIsOne() {
    let names = ["rate", "learning-rate", "top-p", "warm-up", "best-of-n"]
    #expect(nearest(to: "lr", among: names) == "learning-rate")
    #expect(nearest(to: "BON", among: names) == "best-of-n")
    #expect(nearest(to: "lr", among: ["learning-rate", "last-row"]) == nil)
  }

  @Test func prefersTheFirstOfEquals() {
    #expect(nearest(to: "beta3", among: ["beta1", "beta2"]) == "beta1")
  }

  @Test func survivesHugeNames() {
    let huge = String(repeating: "a", count: 1_000_000)
    #expect(nearest(to: huge, among: ["width", huge + "b"]) == huge + "b")
  }
}
