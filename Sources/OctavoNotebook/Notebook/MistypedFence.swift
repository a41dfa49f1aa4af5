import OctavoBase

/// What an author probably meant to write behind a fence, such as `step train` for `{Step: train}`.
struct MistypedFence: CustomStringConvertible {
  let kind: Block.Kind
  private let name: String

  /// - Returns: `nil` where the text announces nothing that is like a block.
  init?(_ info: some StringProtocol) {
    // A name such as `config.yaml` is one word, and no block.
    var words = info.split { !$0.isLetter && !$0.isNumber && !"-_./".contains($0) }
    if words.count == 3, ["yaml", "yml"].contains(words[0].lowercased()) { words.removeFirst() }
    guard words.count == 2 else { return nil }
    let word = String(words[0])
    guard let nearest = nearest(to: word, among: ["step", "config"]),
      let kind = Block.Kind(rawValue: nearest),
      word.lowercased() == nearest || Fence.isName(String(words[1]))
    else { return nil }
    self.kind = kind
    name = String(words[1])
  }

  /// - Parameter line: begins with signs that could be meant as a fence.
  init?(fenceLine line: some StringProtocol) {
    let start = line.drop { $0 == " " || $0 == "\t" }
    guard let sign = start.first, Self.fenceSigns.contains(sign) else { return nil }
    let info = start.drop { $0 == sign }
    guard start.count - info.count >= 2, !info.contains(sign) else { return nil }
    self.init(info)
  }

  /// Those that open a fence, and what is written in their place by mistake.
  private static let fenceSigns: Set<Character> = ["`", "~", "´", "'", "‘", "’", "\"", ":"]

  var description: String { "\(kind.rawValue) \(name)" }
}
