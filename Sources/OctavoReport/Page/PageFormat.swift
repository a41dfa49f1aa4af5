import OctavoBase
import OctavoNotebook
import OctavoResults

extension ValueFormat {
  /// A value as a page has it: numbers with a real minus sign, none before a zero, and the marks of
  /// the page's language.
  func text(_ value: Value) -> String {
    guard value.double != nil else { return format(value) }
    let notation = NumberNotation.current
    guard fill != "-" else { return notation.text(format(value)) }
    return notation.text(ofZeroWithoutSign(value).format(value).replacing("-", with: "−"))
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
