import Foundation

/// Where the cursor stands in a block, as far as the text before it tells: a reader of YAML gives up
/// at the half-written line that completion is asked for.
struct BlockCursor {
  enum Place: Hashable {
    /// Where a key is written, within the mapping that these keys lead to.
    case key([String])
    /// Where the value of the last of these keys is written.
    case value([String])
    case comment
  }

  private(set) var place: Place = .key([])
  /// Whether a new element of a list stands there, which may be a mapping.
  private(set) var isElement = false
  /// What of the key or value stands before the cursor.
  private(set) var written = ""
  /// The keys that the block has in the mappings of these paths, and plain values that stand behind
  /// keys, as far as they stand on one line.
  private(set) var keys: [[String]: [String]] = [:]
  private(set) var values: [[String]: String] = [:]

  private struct Open {
    var isMapping: Bool
    var path: [String]
    var key: String?
  }

  private var blockKeys: [(indentation: Int, key: String)] = []
  private var flow: [Open] = []
  private var quote: Character?
  private var token = ""
  private var isInComment = false
  private var isInExpression = false
  private var base: [String] = []
  private var hasKey = false
  private var isItem = false
  private var scalarIndentation: Int?

  /// - Parameters:
  ///   - lines: those of the block, from its first.
  ///   - line: the cursor's, from 0.
  ///   - column: the cursor's, in Unicode scalars from 0.
  init(_ lines: [Substring], line: Int, column: Int) {
    for (index, text) in lines.enumerated() {
      if index == line {
        let before = Substring(text.unicodeScalars.prefix(column))
        var cursor = self
        cursor.read(before)
        place = cursor.currentPlace
        isElement = cursor.isItem && cursor.flow.isEmpty && cursor.quote == nil
        written = String(cursor.token.drop { $0 == " " })
        if let sign = cursor.quote { written = String(sign) + written }
      }
      read(text)
      endLine()
    }
    if line >= lines.count {
      place = .key([])
      written = ""
    }
  }

  private var currentPlace: Place {
    if isInComment { return .comment }
    if scalarIndentation != nil { return .value(base) }
    if let open = flow.last {
      if let key = open.key { return .value(open.path + [key]) }
      return open.isMapping ? .key(open.path) : .value(open.path)
    }
    return hasKey ? .value(base) : .key(base)
  }

  private mutating func read(_ line: Substring) {
    giveUpWhatIsNotClosed(before: line)
    var rest = line
    if flow.isEmpty, quote == nil {
      let content = line.drop { $0 == " " }
      var indentation = line.count - content.count
      if let limit = scalarIndentation {
        if content.isEmpty || indentation > limit {
          token = String(content)
          return
        }
        scalarIndentation = nil
      }
      rest = content
      token = ""
      hasKey = false
      isItem = false
      isInComment = false
      isInExpression = false
      if rest.isEmpty {
        // A new key may stand at any depth; where the cursor is says which is meant.
        base = blockKeys.filter { $0.indentation < indentation }.map(\.key)
        return
      }
      while rest.first == "-", rest.dropFirst().first.map({ $0 == " " }) ?? true {
        while let last = blockKeys.last, last.indentation > indentation { blockKeys.removeLast() }
        let item = rest.dropFirst().drop { $0 == " " }
        let marked = blockKeys.filter { $0.indentation <= indentation }.map(\.key)
        keys[marked] = nil
        base = marked
        hasKey = true
        indentation += rest.count - item.count
        rest = item
      }
      isItem = hasKey
      while let last = blockKeys.last, last.indentation >= indentation { blockKeys.removeLast() }
      base = blockKeys.map(\.key)
      if let (key, value) = Self.keyAndValue(rest) {
        note(key, in: base)
        blockKeys.append((indentation, key))
        base.append(key)
        hasKey = true
        isItem = false
        rest = value
      } else {
        hasKey = isItem
      }
    }
    for character in rest { read(character) }
    let text = token.drop { $0 == " " }
    if flow.isEmpty, hasKey, let first = text.first, first == "|" || first == ">" {
      scalarIndentation = blockKeys.last?.indentation ?? 0
    }
  }

  /// A key that stands no further in than the one whose braces, brackets or quotes are still open
  /// begins something new: these are being written.
  private mutating func giveUpWhatIsNotClosed(before line: Substring) {
    guard !flow.isEmpty || quote != nil, let last = blockKeys.last else { return }
    let content = line.drop { $0 == " " }
    guard line.count - content.count <= last.indentation, Self.keyAndValue(content) != nil else {
      return
    }
    flow = []
    quote = nil
    token = ""
  }

  private mutating func endLine() {
    let text = token.trimmingCharacters(in: .whitespaces)
    if flow.isEmpty, quote == nil, hasKey, !text.isEmpty, scalarIndentation == nil,
      values[base] == nil
    {
      values[base] = text
    }
    if quote == nil, flow.isEmpty { token = "" }
    isInComment = false
  }

  private mutating func read(_ character: Character) {
    if isInComment { return }
    if let open = quote {
      if character == open { quote = nil } else { token.append(character) }
      return
    }
    let isAtStart = token.allSatisfy { $0 == " " }
    switch character {
    case "\"" where isAtStart, "'" where isAtStart:
      quote = character
      token = ""
    case "#" where token.isEmpty || token.last == " ":
      isInComment = true
    case "{" where isAtStart, "[" where isAtStart:
      let path = flow.last.map { $0.path + ($0.key.map { [$0] } ?? []) } ?? base
      flow.append(Open(isMapping: character == "{", path: path))
      token = ""
    case "{" where token.last == "$":
      isInExpression = true
      token.append(character)
    case "}" where isInExpression:
      isInExpression = false
      token.append(character)
    case "}" where flow.last?.isMapping == true:
      endEntry()
      flow.removeLast()
      token = ""
    case "]" where flow.last?.isMapping == false:
      flow.removeLast()
      token = ""
    case "," where !flow.isEmpty:
      endEntry()
      flow[flow.count - 1].key = nil
      token = ""
    case " " where flow.last?.isMapping == true && flow.last?.key == nil && token.hasSuffix(":"):
      let key = String(token.dropLast().drop { $0 == " " })
      note(key, in: flow[flow.count - 1].path)
      flow[flow.count - 1].key = key
      token = ""
    default:
      token.append(character)
    }
  }

  private mutating func endEntry() {
    guard let open = flow.last, let key = open.key else { return }
    let text = String(token.drop { $0 == " " })
    if !text.isEmpty { values[open.path + [key]] = text }
  }

  private mutating func note(_ key: String, in path: [String]) {
    keys[path, default: []].append(key)
  }

  /// A plain key and what stands behind its colon.
  private static func keyAndValue(_ text: Substring) -> (String, Substring)? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let value = text[text.index(after: colon)...]
    guard value.first.map({ $0 == " " }) ?? true else { return nil }
    var key = text[..<colon]
    while key.last == " " { key.removeLast() }
    guard let first = key.first, !"{[\"'#".contains(first), !key.contains(" #") else { return nil }
    return (String(key), value)
  }
}
