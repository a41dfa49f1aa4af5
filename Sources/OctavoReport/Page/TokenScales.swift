import OctavoBase
import OctavoResults

/// How the numbers of token strips are colored and written: each quantity alike in all texts of a
/// figure, and quantities that are compared, such as value and return, alike among themselves.
struct TokenScales {
  struct Measure {
    /// The rows that share the scale, as they are titled.
    var titles: [String] = []
    var kind: TokenStrip.Row.Scale
    fileprivate(set) var numbers: [Double] = []
    /// `nil` for a quantity that is not colored, or has no number.
    fileprivate(set) var colors: ColorScale?
    fileprivate var writing: ColorScale?

    /// With so many decimals that the greatest number of the measure has this many digits.
    func text(_ value: Double, digits: Int) -> String {
      guard value.isFinite, let writing else { return NumberText.short(value) }
      return writing.text(value, digits: digits)
    }

    /// Two decimals or more, since small numbers matter beside a large one.
    func cell(_ value: Double) -> String {
      text(value, digits: (numbers.lazy.map(\.magnitude).max() ?? 0) >= 10 ? 4 : 3)
    }
  }

  /// In the order in which they first appear.
  private(set) var measures: [Measure] = []
  private var places: [String: Int] = [:]

  init(_ strips: [TokenStrip]) {
    for row in strips.flatMap(\.rows) {
      let place = places[row.measureName] ?? measures.count
      if place == measures.count {
        measures.append(Measure(kind: row.scale))
        places[row.measureName] = place
      }
      if !measures[place].titles.contains(row.title) { measures[place].titles.append(row.title) }
      measures[place].numbers += row.values.compactMap { $0 }.filter(\.isFinite)
    }
    for place in measures.indices {
      let numbers = measures[place].numbers
      measures[place].writing = ColorScale(values: numbers, isDiverging: false)
      measures[place].colors =
        switch measures[place].kind {
        case .plain: nil
        case .diverging: ColorScale(values: numbers, isDiverging: true)
        // Nothing is the pale end, even where no token has it.
        case .sequential: ColorScale(values: numbers + [0], isDiverging: false)
        }
    }
  }

  subscript(row: TokenStrip.Row) -> Measure {
    places[row.measureName].map { measures[$0] } ?? Measure(kind: .plain)
  }

  /// The class that colors a token by a row; `nil` where it has no color.
  func className(_ row: TokenStrip.Row, _ index: Int) -> String? {
    row.number(index).flatMap { self[row].colors?.className($0) }
  }
}

extension TokenStrip.Row {
  /// `KL (nats)`.
  var title: String { unit.map { "\(name) (\($0))" } ?? name }

  fileprivate var measureName: String { measure.map { "measure \($0)" } ?? "row \(title)" }

  /// What the row has of a token, be it NaN; `nil` where the quantity is not defined.
  func value(_ index: Int) -> Double? { values.indices.contains(index) ? values[index] : nil }

  /// The same where it can have a color.
  func number(_ index: Int) -> Double? { value(index).flatMap { $0.isFinite ? $0 : nil } }
}

extension String {
  /// A token with its white space to be seen.
  var visibleToken: String {
    String(
      shortened().map { character -> Character in
        switch character {
        case " ": "·"
        case "\t": "→"
        case _ where character.isNewline: "↵"
        default: character
        }
      })
  }
}
