/// What the animals carry. Each thing comes with its own places, purpose and mishaps, so that the
/// opening of a story foretells how it can turn.
extension StoryWords {
  static let kite = StoryThing(
    name: "kite",
    kinds: ["red", "blue", "striped"],
    places: [.hill, .meadow, .beach],
    purpose: "fly the kite",
    request: "hold the string",
    mishaps: [
      StoryMishap(
        event: "the {kind} kite got caught in a tree.",
        rescue: "{friend} climbed up and brought the kite down.",
        loss: "no one could climb so high."),
      StoryMishap(
        event: "the wind pulled the {kind} kite away.",
        rescue: "{friend} ran and caught it by the tail.",
        loss: "the kite was gone behind the hills."),
    ])

  static let boat = StoryThing(
    name: "boat",
    kinds: ["paper", "wooden", "little"],
    places: [.pond, .river, .beach],
    purpose: "sail the boat",
    request: "sail with you",
    mishaps: [
      StoryMishap(
        event: "a wave turned the {kind} boat over.",
        rescue: "{friend} swam out and pushed the boat ashore.",
        loss: "the boat sank to the bottom."),
      StoryMishap(
        event: "the {kind} boat drifted far from the shore.",
        rescue: "{friend} pulled it back with a branch.",
        loss: "the water carried the boat out of sight."),
    ])

  static let drum = StoryThing(
    name: "drum",
    kinds: ["red", "round", "loud"],
    places: [.hill, .forest, .market],
    purpose: "play a march",
    request: "beat the drum",
    mishaps: [
      StoryMishap(
        event: "the {kind} drum rolled down into a ditch.",
        rescue: "{friend} dug it out without a scratch.",
        loss: "the drum cracked on a stone."),
      StoryMishap(
        event: "one of the drumsticks snapped in two.",
        rescue: "{friend} carved a new stick for the {kind} drum.",
        loss: "the {kind} drum stayed silent."),
    ])

  static let lantern = StoryThing(
    name: "lantern",
    kinds: ["brass", "yellow", "paper"],
    places: [.forest, .river, .garden],
    purpose: "find fireflies",
    request: "carry the light",
    mishaps: [
      StoryMishap(
        event: "the light of the {kind} lantern went out.",
        rescue: "{friend} struck a match and lit it.",
        loss: "no one had a match to light it."),
      StoryMishap(
        event: "the {kind} lantern slipped into a hole.",
        rescue: "{friend} reached down and pulled the lantern up.",
        loss: "the hole was too deep."),
    ])

  static let ball = StoryThing(
    name: "ball",
    kinds: ["green", "yellow", "bouncy"],
    places: [.meadow, .garden, .beach],
    purpose: "play catch",
    request: "throw the ball",
    mishaps: [
      StoryMishap(
        event: "the {kind} ball rolled under a thorny bush.",
        rescue: "{friend} crawled in and rolled the ball out.",
        loss: "a thorn went into the ball, and it burst."),
      StoryMishap(
        event: "the {kind} ball bounced over the wall.",
        rescue: "{friend} jumped over and threw the ball back.",
        loss: "no one could climb the wall."),
    ])

  static let cake = StoryThing(
    name: "cake",
    kinds: ["plum", "honey", "lemon"],
    places: [.garden, .market, .meadow],
    purpose: "have a picnic",
    request: "have a slice",
    mishaps: [
      StoryMishap(
        event: "the {kind} cake slid off its plate.",
        rescue: "{friend} caught the cake before it fell.",
        loss: "the cake fell into the mud."),
      StoryMishap(
        event: "a crow flew off with the {kind} cake.",
        rescue: "{friend} shouted, and the crow dropped the cake.",
        loss: "the crow ate every crumb."),
    ])

  static let hat = StoryThing(
    name: "hat",
    kinds: ["straw", "felt", "feathered"],
    places: [.market, .hill, .river],
    purpose: "dress up",
    request: "try it on",
    mishaps: [
      StoryMishap(
        event: "the {kind} hat blew into a puddle.",
        rescue: "{friend} fished the hat out and dried it.",
        loss: "a cart rolled over the hat."),
      StoryMishap(
        event: "a thread of the {kind} hat came loose.",
        rescue: "{friend} sewed the hat as good as new.",
        loss: "the whole hat fell to pieces."),
    ])

  static let book = StoryThing(
    name: "book",
    kinds: ["thick", "picture", "leather"],
    places: [.garden, .forest, .pond],
    purpose: "read about pirates",
    request: "turn the pages",
    mishaps: [
      StoryMishap(
        event: "the {kind} book lost its last page.",
        rescue: "{friend} chased the page and caught it.",
        loss: "no one ever learned how the book ended."),
      StoryMishap(
        event: "the {kind} book dropped into the water.",
        rescue: "{friend} dried the book, page by page.",
        loss: "the ink ran, and the book was blank."),
    ])

  static let flute = StoryThing(
    name: "flute",
    kinds: ["silver", "reed", "tiny"],
    places: [.hill, .pond, .forest],
    purpose: "play a tune",
    request: "listen to you",
    mishaps: [
      StoryMishap(
        event: "the {kind} flute made no sound.",
        rescue: "{friend} shook the flute, and a beetle flew out.",
        loss: "no one knew how to mend the flute."),
      StoryMishap(
        event: "a magpie snatched the {kind} flute.",
        rescue: "{friend} traded it back for a shiny button.",
        loss: "the magpie hid the flute far away."),
    ])

  static let basket = StoryThing(
    name: "basket",
    kinds: ["wicker", "brown", "big"],
    places: [.forest, .meadow, .hill],
    purpose: "pick berries",
    request: "have a berry",
    mishaps: [
      StoryMishap(
        event: "the handle of the {kind} basket tore off.",
        rescue: "{friend} tied the basket with a ribbon.",
        loss: "all the berries spilled and were squashed."),
      StoryMishap(
        event: "a goose pulled at the {kind} basket.",
        rescue: "{friend} fed the goose, and it let the basket go.",
        loss: "the goose ran off with all the berries."),
    ])
}
