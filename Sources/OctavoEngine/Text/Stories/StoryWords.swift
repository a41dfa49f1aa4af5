/// Names that share their pronouns.
struct StoryCast {
  let names: [String]
  let subject: String
  let possessive: String
}

struct StoryWeather {
  let adjective: String
  /// How one goes home in it.
  let homeward: String
}

struct StoryPlace {
  let toward: String
  let landmark: String
}

/// Something to carry, with what it is for and what may befall it.
struct StoryThing {
  let name: String
  let kinds: [String]
  let places: [StoryPlace]
  let purpose: String
  let request: String
  let mishaps: [StoryMishap]
}

struct StoryMishap {
  let event: String
  let rescue: String
  let loss: String
}

enum StoryWords {
  static let girls = StoryCast(
    names: ["lily", "mia", "rosa", "nell", "anna", "ruby"],
    subject: "she", possessive: "her")
  static let boys = StoryCast(
    names: ["tom", "ben", "max", "sam", "leo", "finn"],
    subject: "he", possessive: "his")

  static let species = ["fox", "bear", "mouse", "cat", "duck", "rabbit", "frog", "goat"]

  static let times = ["morning", "afternoon", "evening"]

  static let weathers = [
    StoryWeather(adjective: "windy", homeward: "in the wind"),
    StoryWeather(adjective: "rainy", homeward: "in the rain"),
    StoryWeather(adjective: "snowy", homeward: "in the snow"),
    StoryWeather(adjective: "foggy", homeward: "in the fog"),
    StoryWeather(adjective: "sunny", homeward: "under the sun"),
    StoryWeather(adjective: "cloudy", homeward: "under the clouds"),
  ]

  static let things = [kite, boat, drum, lantern, ball, cake, hat, book, flute, basket]
}

extension StoryPlace {
  static let hill = StoryPlace(toward: "up the hill", landmark: "near the oak")
  static let meadow = StoryPlace(toward: "to the meadow", landmark: "beside the fence")
  static let beach = StoryPlace(toward: "to the beach", landmark: "behind the rocks")
  static let pond = StoryPlace(toward: "to the pond", landmark: "among the reeds")
  static let river = StoryPlace(toward: "down to the river", landmark: "under the bridge")
  static let forest = StoryPlace(toward: "into the forest", landmark: "between the pines")
  static let garden = StoryPlace(toward: "to the garden", landmark: "at the gate")
  static let market = StoryPlace(toward: "to the market", landmark: "next to the well")
}
