extension Double {
  /// How files and parameters write a number that JSON has no word for: `nan`, `inf` or `-inf`;
  /// `nil` for a number that is finite.
  public var nonFiniteWord: String? {
    isFinite ? nil : isNaN ? "nan" : self < 0 ? "-inf" : "inf"
  }
}
