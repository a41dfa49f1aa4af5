/// The sentences of the stories; ``StoryGrammar`` fills their slots.
enum StoryPhrases {
  static let openings = [
    "one {weather} {time}, {hero} the {species} took {his} {kind} {thing} {to place}.",
    "on a {weather} {time}, {hero} the {species} went {to place} with a {kind} {thing}.",
    "{hero} the {species} took a {kind} {thing} {to place} one {weather} {time}.",
  ]

  static let middles = [
    "{landmark} {he} met {friend} the {other}.",
    "{he} wanted to {purpose} with {friend} the {other}.",
    "{landmark} {he} met {friend} the {other}, who wanted to {purpose} too.",
    "{landmark} {he} met {friend} the {other}. \"may i {request}?\" asked {friend}.",
    "\"come, {friend},\" said {hero} to the {other}. \"let us {purpose}!\"",
  ]

  static let turns = ["but", "then", "just then", "suddenly"]

  /// Two ways to close a story in the same form, so that only the mood tells them apart.
  static let endings: [(cheerful: String, gloomy: String)] = [
    (
      "{hero} hugged {friend}, and they went home laughing {homeward}.",
      "{hero} left {friend}, and {he} went home crying {homeward}."
    ),
    (
      "\"thank you!\" said {hero}, and the happy friends danced together.",
      "\"leave me alone,\" sobbed {hero}, and the sad friends parted."
    ),
    (
      "what a lovely {time}! {hero} sang with joy.",
      "what a dreadful {time}! {hero} wept with sorrow."
    ),
    (
      "{hero} smiled at {friend}. there was no merrier {species} {homeward}.",
      "{hero} sighed at {friend}. there was no lonelier {species} {homeward}."
    ),
    (
      "{friend} cheered, {hero} clapped, and both were glad.",
      "{friend} frowned, {hero} sulked, and both were sorry."
    ),
    (
      "\"we did it!\" laughed {friend}. {hero} gave {friend} a big hug.",
      "\"it is my fault,\" cried {friend}. {hero} turned away in tears."
    ),
  ]
}
