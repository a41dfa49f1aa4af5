import OctavoNotebook
import OctavoResults

extension ValueFormat {
  /// A value as a page has it: numbers with a real minus sign, and none before a zero.
  func text(_ value: Value) -> String {
    guard value.double != nil, fill != "-" else { return format(value) }
    return ofZeroWithoutSign(value).format(value).replacing("-", with: "−")
  }

  private func ofZeroWithoutSign(_ value: Value) -> ValueFormat {
    var format = self
    format.dropsSignOfZero = true
    let type: ValueType = if case .integer = value { .integer } else { .number }
    return self != ValueFormat(nil) && format.mismatch(with: type) == nil ? format : self
  }

  /// As half an interval is written, which has no sign.
  var ofWidths: ValueFormat {
    var format = self
    format.sign = nil
    return format
  }
}
