/// A name of a person or an organization, as BibTeX takes names apart.
public struct ReferenceName: Hashable, Sendable {
  /// The whole name of an organization.
  public var family: String
  /// Such as “von” and “de la”.
  public var particle = ""
  public var given = ""
  /// Such as “Jr.”.
  public var suffix = ""

  /// With its particle, as it is cited.
  public var familyWithParticle: String {
    particle.isEmpty ? family : "\(particle) \(family)"
  }

  /// The names of a field, and whether it says that there are others.
  public static func list(_ field: String) -> (names: [ReferenceName], hasOthers: Bool) {
    var parts = Words(field).separated { $0.lowercased() == "and" }
    let hasOthers = parts.count > 1 && parts.last.map { $0 == ["others"] } == true
    if hasOthers { parts.removeLast() }
    return (parts.filter { !$0.isEmpty }.map(ReferenceName.init), hasOthers)
  }

  /// - Parameter words: In the language of TeX, commas as words of their own; at least one.
  private init(_ words: [String]) {
    let parts = words.split(separator: ",", omittingEmptySubsequences: false).map(Array.init)
    switch parts.count {
    case 1:
      let words = parts[0]
      let last = words.count - 1
      let first = words.dropLast().firstIndex(where: Self.isParticle)
      let end = words.dropLast().lastIndex(where: Self.isParticle)
      if let first, let end {
        given = Self.text(words[..<first])
        particle = Self.text(words[first...end])
        family = Self.text(words[(end + 1)...])
      } else {
        given = Self.text(words[..<last])
        family = Self.text(words[last...])
      }
    default:
      let words = parts[0]
      let end = words.dropLast().lastIndex(where: Self.isParticle).map { $0 + 1 } ?? 0
      let begin = words[..<end].firstIndex(where: Self.isParticle) ?? 0
      particle = Self.text(words[begin..<end])
      family = Self.text(words[..<begin] + words[end...])
      given = Self.text((parts.last ?? [])[...])
      if parts.count > 2 { suffix = Self.text(parts[1][...]) }
    }
  }

  private static func text(_ words: ArraySlice<String>) -> String {
    TeXText(words.joined(separator: " ")).text
  }

  /// Whether a word begins in lower case. One in braces is a part of a name.
  private static func isParticle(_ word: String) -> Bool {
    if word.hasPrefix("{"), !word.hasPrefix("{\\") { return false }
    return TeXText(word).text.first { $0.isLetter }?.isLowercase == true
  }
}

/// The words of a list of names: white space and commas in braces separate none.
private struct Words {
  private var words: [String] = []

  init(_ field: String) {
    var word = ""
    var depth = 0
    var isEscaped = false
    func isSpace(_ character: Character) -> Bool { character.isWhitespace || character == "~" }
    for character in field {
      if depth == 0, !isEscaped, isSpace(character) || character == "," {
        if !word.isEmpty { words.append(word) }
        word = ""
        if character == "," { words.append(",") }
        continue
      }
      if !isEscaped, character == "{" { depth += 1 }
      if !isEscaped, character == "}" { depth -= 1 }
      isEscaped = character == "\\" && !isEscaped
      word.append(character)
    }
    if !word.isEmpty { words.append(word) }
  }

  func separated(by isSeparator: (String) -> Bool) -> [[String]] {
    words.split(omittingEmptySubsequences: false, whereSeparator: isSeparator).map(Array.init)
  }
}
