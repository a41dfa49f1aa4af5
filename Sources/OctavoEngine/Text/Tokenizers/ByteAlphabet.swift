/// GPT-2's spelling of bytes as printable characters, in which vocabularies of byte-level
/// tokenizers are written: printable Latin-1 stands for itself, the 68 others for U+0100 and up.
enum ByteAlphabet {
  /// The character of each byte.
  static let characters: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (UInt8.min...UInt8.max).map { byte in
      if isPrintable(byte) { return Unicode.Scalar(byte) }
      defer { next += 1 }
      return Unicode.Scalar(next) ?? Unicode.Scalar(byte)
    }
  }()

  private static let bytes = Dictionary(
    uniqueKeysWithValues: zip(characters, UInt8.min...UInt8.max))

  /// The bytes in the order of their characters, which is how vocabularies number them.
  static let ordered: [UInt8] = (UInt8.min...UInt8.max).sorted {
    characters[Int($0)] < characters[Int($1)]
  }

  static func spelling(of bytes: some Sequence<UInt8>) -> String {
    var spelling = String.UnicodeScalarView()
    for byte in bytes { spelling.append(characters[Int(byte)]) }
    return String(spelling)
  }

  /// The bytes a token is written for, nil if one of its characters stands for none.
  static func bytes(of spelling: String) -> [UInt8]? {
    var spelled: [UInt8] = []
    for scalar in spelling.unicodeScalars {
      guard let byte = bytes[scalar] else { return nil }
      spelled.append(byte)
    }
    return spelled
  }

  private static func isPrintable(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: true
    default: false
    }
  }
}
