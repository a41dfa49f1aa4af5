extension Variable {
  /// These rows, some of them replaced by rows of another variable: (…, C) with (N, C) → (…, C).
  ///
  /// - Parameters:
  ///   - places: the indices of the rows to replace, each at most once.
  ///   - sources: for each of them the index of the row of `others` that replaces it.
  /// - Precondition: there are as many sources as places.
  public func replacingRows(
    _ places: [Int32], with sources: [Int32], of others: Variable
  ) -> Variable {
    precondition(places.count == sources.count)
    let count = value.rows
    var rows = (0..<Int32(count)).map { $0 }
    for (place, source) in zip(places, sources) { rows[Int(place)] = Int32(count) + source }
    return stacked(on: others).embedding(rows, shape: Array(shape.dropLast()))
  }

  /// These rows and then those of another variable: (…, C), (…, C) → (rows, C).
  func stacked(on others: Variable) -> Variable {
    precondition(others.value.columns == value.columns)
    return reshaped([1, value.count]).joined(others.reshaped([1, others.value.count]))
      .reshaped([value.rows + others.value.rows, value.columns])
  }
}
