extension Unicode.Scalar {
  /// Whether it can stand in a name of a block, a parameter or a column.
  var isPartOfName: Bool {
    self == "-" || self == "_" || properties.isAlphabetic || properties.numericType != nil
  }
}
