import Foundation
import OctavoEngine
import Testing

@Suite struct CharacterNGramModelTests {
  /// By hand: after "aab" the bigram model has c(a)=2, c(b)=1, t=2 without context, and after "a"
  /// c(aa)=1, c(ab)=1, t=2; the first byte has the context of a zero byte, c(0a)=1, t=1.
  @Test func probabilitiesAreWittenAndBells() {
    let model = CharacterNGramModel(order: 2, trainedOn: ["aab"])
    let unigramA = (2 + 2.0 / 256) / 5
    let firstA = (1 + 1 * unigramA) / 2
    let aAfterA = (1 + 2 * unigramA) / 4
    let expected = pow(firstA * aAfterA, -1.0 / 2)
    #expect(abs(model.perplexity(of: "aa") - expected) < 1e-12)
  }

  @Test(arguments: [1, 3, 7])
  func probabilitiesOfTheNextByteSumToOne(order: Int) {
    let model = CharacterNGramModel(order: order, trainedOn: ["abracadabra", "bandana"])
    let next = (0..<128).map { String(Unicode.Scalar(UInt8($0))) }
    // One byte follows the beginning; the 128 bytes that are no ASCII text are all alike unseen.
    let seen = next.reduce(0) { $0 + 1 / model.perplexity(of: $1) }
    let unseen = 1 / model.perplexity(of: "\u{1}")
    #expect(abs(seen + 128 * unseen - 1) < 1e-9)
  }

  @Test func tellsStoriesFromNoise() {
    let stories = StoryGrammar().stories(count: 200, cheerful: 0.5, from: RandomStream(seed: 2))
    let model = CharacterNGramModel(trainedOn: stories.prefix(150).map(\.text))
    let story = model.perplexity(of: stories[199].text)
    #expect(story < 3)
    #expect(model.perplexity(of: String(stories[199].text.reversed())) > 5 * story)
    #expect(model.perplexity(of: "") == 1)
  }
}
