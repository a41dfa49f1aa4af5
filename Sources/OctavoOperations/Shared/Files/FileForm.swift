import OctavoBase

/// What a file that should be UTF-8 text is instead, as its first bytes show.
enum FileForm {
  case packed(kind: String, unpack: String)
  /// Text in another encoding, by the name that `iconv` has for it.
  case encoded(String)
  case other(String, remedy: String)

  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Nil where nothing speaks against UTF-8.
  init?(of head: [UInt8]) {
    if let known = Self.beginnings.first(where: { head.starts(with: $0.bytes) }) {
      self = known.form
    } else if head.count > 262, head[257..<262].elementsEqual("ustar".utf8) {
      self = .packed(kind: "a tar archive", unpack: "tar -xf")
    } else if let encoding = Self.wideEncoding(of: head) {
      self = .encoded(encoding)
    } else {
      return nil
    }
  }

  /// - Parameter isUnpacked: whether the bytes come out of gzip, in which they should be text.
  func problem(named name: String, isUnpacked: Bool) -> (text: String, remedy: String) {
    let inside = isUnpacked ? " inside gzip" : ""
    let file = isUnpacked ? "the unpacked file" : "`\(name)`"
    switch self {
    case .packed(let kind, let unpack):
      return ("is \(kind)\(inside), and a text is wanted", "unpack it first: `\(unpack) \(name)`")
    case .encoded(let encoding):
      return (
        "is \(encoding)\(inside), and UTF-8 is wanted",
        "convert \(file): `iconv -f \(encoding) -t UTF-8 FILE > FILE.utf8`"
      )
    case .other(let kind, let remedy): return ("is \(kind)\(inside), and a text is wanted", remedy)
    }
  }

  private static let beginnings: [(bytes: [UInt8], form: FileForm)] = [
    ([0x28, 0xB5, 0x2F, 0xFD], .packed(kind: "packed by zstd", unpack: "unzstd")),
    (Array("BZh".utf8), .packed(kind: "packed by bzip2", unpack: "bunzip2")),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .packed(kind: "packed by xz", unpack: "unxz")),
    ([0x04, 0x22, 0x4D, 0x18], .packed(kind: "packed by lz4", unpack: "unlz4")),
    ([0x1F, 0x9D], .packed(kind: "packed by compress", unpack: "uncompress")),
    ([0x50, 0x4B, 0x03, 0x04], .packed(kind: "a zip archive", unpack: "unzip")),
    ([0x50, 0x4B, 0x05, 0x06], .packed(kind: "an empty zip archive", unpack: "unzip")),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .packed(kind: "a 7z archive", unpack: "7z x")),
    (Array("Rar!\u{1A}\u{7}".utf8), .packed(kind: "a rar archive", unpack: "unrar x")),
    ([0x1F, 0x8B, 8], .packed(kind: "packed by gzip twice", unpack: "gunzip")),
    // The marks of UTF-32 begin as those of UTF-16 do.
    ([0xFF, 0xFE, 0, 0], .encoded("UTF-32LE")), ([0, 0, 0xFE, 0xFF], .encoded("UTF-32BE")),
    ([0xFF, 0xFE], .encoded("UTF-16LE")), ([0xFE, 0xFF], .encoded("UTF-16BE")),
    (
      Array("version https://git-lfs.github.com/spec/".utf8),
      .other("a Git LFS pointer in place of the file", remedy: "fetch the file: `git lfs pull`")
    ),
    (Array("PAR1".utf8), .other("a Parquet file", remedy: "export it as JSON Lines or text")),
    (Array("ARROW1".utf8), .other("an Arrow file", remedy: "export it as JSON Lines or text")),
    (Array("%PDF-".utf8), .other("a PDF", remedy: "export its text: `pdftotext`")),
    (Array("SQLite format 3\0".utf8), .other("an SQLite database", remedy: "export it as text")),
    ([0x89, 0x50, 0x4E, 0x47], .other("a PNG image", remedy: "give a text file")),
    ([0xFF, 0xD8, 0xFF], .other("a JPEG image", remedy: "give a text file")),
    ([0x7F, 0x45, 0x4C, 0x46], .other("a program", remedy: "give a text file")),
  ]

  /// An encoding of two or four bytes a character, told without a mark by where the zeros are.
  private static func wideEncoding(of head: [UInt8]) -> String? {
    let whole = head.prefix(head.count / 4 * 4)
    guard whole.count >= 4 else { return nil }
    var zeros = [0, 0, 0, 0]
    for (place, byte) in whole.enumerated() where byte == 0 { zeros[place % 4] += 1 }
    let most = whole.count / 4 * 3 / 4
    let isZero = zeros.map { $0 > most }
    switch isZero {
    case [false, true, true, true]: return "UTF-32LE"
    case [true, true, true, false]: return "UTF-32BE"
    case [false, true, false, true] where zeros[0] + zeros[2] == 0: return "UTF-16LE"
    case [true, false, true, false] where zeros[1] + zeros[3] == 0: return "UTF-16BE"
    default: return nil
    }
  }
}
