/// The different places of a page at which an element stands: its name and classes, and those of the
/// elements around it. Where a thousand cells stand alike, that is one place.
package struct ElementPaths {
  private struct Place: Hashable {
    var parent: Int?
    var element: String
    var classes: String
  }

  private var places: [Place] = []
  private var classes: [[Substring]] = []
  private var children: [[Int]] = []
  private var numbers: [Place: Int] = [:]
  /// Of the places with a class or an element.
  private var byClass: [Substring: [Int]] = [:]
  private var byElement: [Substring: [Int]] = [:]

  package init(_ node: HTMLNode) { add(node, within: nil) }

  private mutating func add(_ node: HTMLNode, within parent: Int?) {
    switch node {
    case .text: return
    case .fragment(let nodes): for node in nodes { add(node, within: parent) }
    case .element(let tag, let attributes, let nodes):
      let classes = attributes.first { $0.name == "class" }?.value ?? ""
      let number = number(of: Place(parent: parent, element: tag.name, classes: classes))
      for node in nodes { add(node, within: number) }
    }
  }

  private mutating func number(of place: Place) -> Int {
    if let number = numbers[place] { return number }
    let number = places.count
    numbers[place] = number
    places.append(place)
    classes.append(place.classes.split(separator: " "))
    children.append([])
    if let parent = place.parent { children[parent].append(number) }
    for name in classes[number] { byClass[name, default: []].append(number) }
    byElement[place.element[...], default: []].append(number)
    return number
  }

  /// Whether an element of the page may fit the selector.
  package func contain(_ selector: StyleSelector) -> Bool {
    guard let last = selector.parts.last else { return true }
    let candidates =
      last.classes.first.map { byClass[$0] ?? [] } ?? last.element.map { byElement[$0] ?? [] }
      ?? Array(places.indices)
    return candidates.contains { fits($0, selector.parts[...]) }
  }

  private func fits(_ number: Int, _ parts: ArraySlice<StyleSelector.Part>) -> Bool {
    guard let part = parts.last, fits(number, part) else { return false }
    let rest = parts.dropLast()
    if rest.isEmpty { return true }
    let parent = places[number].parent
    switch part.relation {
    case .directlyWithin: return parent.map { fits($0, rest) } ?? false
    case .within:
      var around = parent
      while let number = around {
        if fits(number, rest) { return true }
        around = places[number].parent
      }
      return false
    case .next, .behind:
      // Which of an element's children come first is not known here.
      return parent.map { children[$0].contains { fits($0, rest) } } ?? false
    }
  }

  private func fits(_ number: Int, _ part: StyleSelector.Part) -> Bool {
    if let element = part.element, element != places[number].element { return false }
    return part.classes.allSatisfy(classes[number].contains)
  }
}
