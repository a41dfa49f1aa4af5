import OctavoEngine
import Testing

@Suite struct SearchWordsTests {
  @Test(
    arguments: [
      ("Born in 1969.", ["born", "in", "1969"]),
      ("room34 room 34", ["room34", "room", "34"]),
      ("1,969.5 and 3.14, 12:30", ["1,969.5", "and", "3.14", "12", "30"]),
      ("-5 or \u{2212}5, 1-5", ["-5", "or", "-5", "1", "5"]),
      ("Mia's don't l'homme", ["mia", "s", "don", "t", "l", "homme"]),
      ("e\u{301}t\u{E9}", ["\u{E9}t\u{E9}"]),
      ("ΟΔΟΣ οδος", ["οδοσ", "οδοσ"]),
      ("हिन्दी में", ["हिन्दी", "में"]),
      ("مَدْرَسَة", ["مَدْرَسَة"]),
      ("می\u{200C}خواهم so\u{AD}ft", ["میخواهم", "soft"]),
      ("東京都1969年", ["東京", "京都", "1969", "年"]),
      ("猫、犬", ["猫", "犬"]),
      ("スーパー", ["スー", "ーパ", "パー"]),
      ("서울에 산다", ["서울", "울에", "산다"]),
      ("ภาษาไทย", ["ภา", "าษ", "ษา", "าไ", "ไท", "ทย"]),
      ("!!! — ❤\u{FE0F}", []), ("", []),
    ] as [(String, [String])])
  func wordsFollowUnicode(text: String, words: [String]) {
    #expect(text.searchWords.map(String.init) == words)
  }

  @Test(arguments: [
    ("born in 1969", "1969", true), ("born in 1875", "1969", false),
    ("born in 1969", "19", false), ("room 12", "room 34", false), ("room 12", "Room 12!", true),
    ("at 19.5 degrees", "19", false), ("at -5 degrees", "5", false),
    ("the fox", "ox", false), ("caf\u{E9}", "cafe\u{301}", true), ("cafe", "caf\u{E9}", false),
    ("彼は東京都に住む", "東京", true), ("黒猫がいる", "猫", true), ("彼は京都に住む", "東京", false),
    ("서울에 산다", "서울", true), ("हिन्दी में", "हिन", false),
    ("a 😀 b", " 😀\n", true), ("a b", "😀", false), ("a b", " ", false), ("a, b", "a b", true),
  ])
  func answersAreFoundAsWords(text: String, answer: String, isFound: Bool) {
    #expect(text.holdsWords(of: answer) == isFound)
  }

  @Test func digitsTellPassagesApart() {
    let rooms = [
      "The key lies in room 12.", "The key lies in room 34.", "The key lies in room 56.",
    ]
    #expect(BM25(rooms).best(1, for: "What lies in room 34?").map(\.document) == [1])
    #expect(BM25(rooms).best(3, for: "78").isEmpty)
  }

  @Test func textWithoutSpacesIsSearchedByPairs() {
    let passages = ["彼女は大阪で生まれた。", "彼は東京都で生まれた。", "猫が好きだ。", "그는 서울에 산다"]
    let index = BM25(passages)
    #expect(index.best(1, for: "東京").map(\.document) == [1])
    #expect(index.best(1, for: "猫").map(\.document) == [2])
    #expect(index.best(1, for: "서울").map(\.document) == [3])
  }

  @Test func exactDuplicatesAreTheSameText() {
    let documents = [
      "Bread 2.50", "Bread 2.60", "bread 2.50", "Bread 2.50  ", "Bread, 2.50", "Bread  2.50",
      "a\r\nb", "a\nb\n", "a \nb", "a\n\nb", "caf\u{E9}", "cafe\u{301}", "", " ",
    ]
    #expect(ExactDuplicateFilter().kept(of: documents) == [0, 1, 2, 4, 5, 6, 9, 10, 12])
  }

  @Test func nearDuplicatesTakeDigitsAsZeros() {
    #expect(
      "Page 12 of १२: a_b, 1.5".normalizedWords == ["page", "00", "of", "00", "a", "b", "0", "0"])
    #expect("e\u{301}".normalizedWords == ["\u{E9}"])
    #expect("हिन्दी 猫犬".normalizedWords == ["हिन्दी", "猫", "犬"])
    let filter = NearDuplicateFilter(similarity: 0.8, shingleLength: 3)
    #expect(filter.kept(of: ["今日は天気がとても良い", "今日は天気がとても良い。", "雨が降る"]) == [0, 2])
  }
}
