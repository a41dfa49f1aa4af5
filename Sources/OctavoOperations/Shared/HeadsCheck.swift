import OctavoRunner

extension Problems {
  /// Reports a width that heads cannot share evenly.
  ///
  /// - Parameter prefix: of the options' names, such as `text-` for `text-width` and `text-heads`.
  mutating func require(
    _ width: Int, divisibleBy heads: Int, at option: FieldReference, prefix: String = ""
  ) {
    guard !width.isMultiple(of: heads) else { return }
    report(
      at: option, "\(width) is not divisible by \(heads) heads",
      remedy: "choose a `\(prefix)width` that is a multiple of `\(prefix)heads`")
  }
}
