/// The elements and classes that a selector asks for, from the outermost to the one that it styles.
/// What it says of states, positions and attributes is left aside, so that it may seem to fit an
/// element that it does not fit, but never the other way round.
package struct StyleSelector {
  enum Relation: Character {
    case within = " "
    case directlyWithin = ">"
    case next = "+"
    case behind = "~"
  }

  struct Part {
    /// To the part before.
    var relation: Relation
    /// `nil` for any.
    var element: Substring?
    var classes: [Substring] = []
  }

  private(set) var parts: [Part] = []

  package init(_ text: some StringProtocol) {
    var rest = Substring(text)
    var relation = Relation.within
    while !rest.isEmpty {
      var part = Part(relation: relation)
      part.read(&rest)
      parts.append(part)
      relation = .within
      while let next = rest.first.flatMap(Relation.init) {
        if next != .within { relation = next }
        rest.removeFirst()
      }
    }
  }
}

extension StyleSelector.Part {
  fileprivate mutating func read(_ rest: inout Substring) {
    while let first = rest.first, StyleSelector.Relation(rawValue: first) == nil {
      switch first {
      case "(", "[": rest.removeBrackets()
      case ".":
        rest.removeFirst()
        classes.append(rest.removeName())
      case ":", "#":
        rest = rest.drop { $0 == first }
        _ = rest.removeName()
      case "*": rest.removeFirst()
      default:
        let name = rest.removeName()
        if name.isEmpty { rest.removeFirst() } else { element = name }
      }
    }
  }
}

extension Substring {
  fileprivate mutating func removeName() -> Substring {
    let name = prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
    self = self[name.endIndex...]
    return name
  }

  /// With what is in them.
  fileprivate mutating func removeBrackets() {
    var depth = 0
    repeat {
      switch popFirst() {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case nil: return
      default: break
      }
    } while depth > 0
  }
}
