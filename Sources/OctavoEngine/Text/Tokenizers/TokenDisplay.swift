extension Tokenizer {
  /// One token as a reader should see it: white space and control characters made visible, and
  /// bytes that are no whole character in hexadecimal.
  ///
  /// - Precondition: the token is of this vocabulary.
  public func display(_ token: Int32) -> String {
    let bytes = bytes(of: token)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return bytes.map(hexadecimal).joined()
    }
    return text.unicodeScalars.map(visible).joined()
  }
}

private func visible(_ scalar: Unicode.Scalar) -> String {
  switch scalar {
  case " ": "·"
  case "\n": "↵"
  case "\t": "→"
  case "\u{00}"..."\u{1F}": String(Unicode.Scalar(0x2400 + scalar.value) ?? scalar)
  case "\u{7F}": "␡"
  default: String(scalar)
  }
}

private func hexadecimal(_ byte: UInt8) -> String {
  "⟨\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))⟩"
}
