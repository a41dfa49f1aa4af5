extension RandomStream {
  /// Numbers among `0 ..< bound` in a random order, without repetition.
  ///
  /// - Precondition: `count` is at most `bound`.
  mutating func distinctNumbers<Element>(
    count: Int, below bound: Int, _ element: (_ index: Int, _ number: Int) throws -> Element
  ) rethrows -> [Element] {
    precondition(count <= bound)
    // Fisher and Yates's shuffle, which keeps only the places that it has changed.
    var moved: [Int: Int] = [:]
    return try (0..<count).map { index in
      let chosen = index + integer(below: bound - index)
      let number = moved[chosen] ?? chosen
      moved[chosen] = moved[index] ?? index
      return try element(index, number)
    }
  }
}
