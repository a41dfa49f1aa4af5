import OctavoResults

extension Value {
  /// The value as a label.
  var plainText: String {
    switch self {
    case .integer(let integer): String(integer)
    case .number: label
    case .text(let text): text
    case .boolean(let boolean): boolean ? "yes" : "no"
    }
  }
}
