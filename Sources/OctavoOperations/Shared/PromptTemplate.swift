import OctavoRunner

/// A prompt in which places such as `{history}` are filled.
struct PromptTemplate {
  enum Place: String, CaseIterable {
    case history, film

    /// As it is written in a template.
    var mark: String { "{\(rawValue)}" }
  }

  private let text: String

  init(_ text: String) { self.text = text }

  /// The prompt. What is filled in is not looked at for places again.
  func filled(_ values: [Place: String]) -> String {
    var (result, rest) = ("", text[...])
    while let start = rest.firstIndex(of: "{") {
      result += rest[..<start]
      rest = rest[start...]
      if let place = Place.allCases.first(where: { rest.hasPrefix($0.mark) }),
        let value = values[place]
      {
        result += value
        rest = rest.dropFirst(place.mark.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result + rest
  }

  /// Reports a template without a place that it needs, or with one that has no meaning in it.
  static func check(
    _ text: String, at option: FieldReference, needs places: Set<Place>, _ problems: inout Problems
  ) {
    for place in Place.allCases {
      if places.contains(place), !text.contains(place.mark) {
        problems.report(
          at: option, "the prompt does not contain the \(place.rawValue)",
          remedy: "write `\(place.mark)` where it belongs")
      }
      if !places.contains(place), text.contains(place.mark) {
        problems.report(
          at: option,
          "`\(place.mark)` has no meaning here, and would stand in the prompt as written",
          remedy: "leave it out")
      }
    }
  }
}
