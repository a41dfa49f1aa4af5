import OctavoBase
import OctavoNotebook

/// In which units an editor counts the columns of a line.
enum PositionEncoding: String {
  case utf8 = "utf-8"
  case utf16 = "utf-16"

  func length(of scalar: Unicode.Scalar) -> Int {
    switch self {
    case .utf8: UTF8.width(scalar)
    case .utf16: UTF16.width(scalar)
    }
  }
}

/// Translates between the places of a text as an editor counts them, from 0, and as the notebook's
/// reader does, from 1 and in Unicode scalars.
struct TextPositions {
  let lines: [Substring]
  let encoding: PositionEncoding

  /// - Returns: a place within the text: the nearest one where there is none such. `nil` where the JSON
  ///   is no position.
  func position(_ json: JSON?) -> SourcePosition? {
    guard let line = json?["line"]?.integer, let character = json?["character"]?.integer else {
      return nil
    }
    guard line >= 0, character >= 0 else { return SourcePosition(line: 1, column: 1) }
    guard line < lines.count else { return end }
    var rest = character
    var column = 1
    for scalar in lines[line].unicodeScalars {
      let length = encoding.length(of: scalar)
      // A place within a character is meant as the one before it.
      guard rest >= length else { break }
      rest -= length
      column += 1
    }
    return SourcePosition(line: line + 1, column: column)
  }

  func range(_ json: JSON?) -> SourceRange? {
    guard let start = position(json?["start"]), let end = position(json?["end"]) else { return nil }
    return SourceRange(start, max(start, end))
  }

  private var end: SourcePosition {
    SourcePosition(line: lines.count, column: (lines.last?.unicodeScalars.count ?? 0) + 1)
  }

  func json(_ position: SourcePosition) -> JSON {
    let index = position.line - 1
    guard lines.indices.contains(index) else {
      return index < 0
        ? ["line": 0, "character": 0] : json(end)
    }
    let units = lines[index].unicodeScalars.prefix(max(position.column - 1, 0))
      .reduce(0) { $0 + encoding.length(of: $1) }
    return ["line": .integer(index), "character": .integer(units)]
  }

  func json(_ range: SourceRange) -> JSON {
    ["start": json(range.start), "end": json(range.end)]
  }

  /// Where a place is in the text that the lines are parts of.
  func index(of position: SourcePosition, in text: String) -> String.Index {
    guard lines.indices.contains(position.line - 1) else { return text.endIndex }
    let line = lines[position.line - 1]
    let scalars = line.unicodeScalars
    return scalars.index(
      scalars.startIndex, offsetBy: position.column - 1, limitedBy: scalars.endIndex)
      ?? line.endIndex
  }
}
