/// What a file holds in place of what was looked for, told by its first bytes.
struct ForeignContent: Hashable, Sendable {
  /// Follows “this is”.
  let name: String
  let remedy: String

  var description: String { "this is \(name); \(remedy)" }

  /// So many bytes are enough to tell.
  static let length = 512

  /// Nil where the bytes may be what was looked for.
  ///
  /// - Parameter bytes: the file's first ``length`` bytes, or all if it has fewer.
  init?(startingWith bytes: [UInt8]) {
    guard let found = Self.signatures.first(where: { bytes.starts(with: $0.bytes) }) else {
      guard Self.isMarkup(bytes) else { return nil }
      self = Self.markup
      return
    }
    self.init(found.name, found.remedy)
  }

  private init(_ name: String, _ remedy: String) {
    self.name = name
    self.remedy = remedy
  }

  private static let pointer = (
    "a Git LFS pointer in place of the file itself", "run `git lfs pull` in its repository"
  )
  private static let zip = (
    "a ZIP archive (PyTorch's own files are such)",
    "unpack it, or save the model again with safetensors"
  )
  private static let pickle = (
    "a Python pickle, as older versions of PyTorch write", "save the model again with safetensors"
  )

  private static let signatures: [(bytes: [UInt8], name: String, remedy: String)] = [
    (Array("version https://git-lfs.".utf8), pointer.0, pointer.1),
    (Array("version https://hawser.".utf8), pointer.0, pointer.1),
    (Array("version http://git-media.".utf8), pointer.0, pointer.1),
    ([0x1F, 0x8B], "a gzip file", "unpack it with `gzip -d`"),
    (Array("PK\u{3}\u{4}".utf8), zip.0, zip.1),
    (Array("PK\u{5}\u{6}".utf8), zip.0, zip.1),
    ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard file", "unpack it with `zstd -d`"),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "an xz file", "unpack it with `xz -d`"),
    (Array("BZh".utf8), "a bzip2 file", "unpack it with `bzip2 -d`"),
    (
      Array("GGUF".utf8), "a GGUF file, llama.cpp's format",
      "give the Hugging Face folder that it was made from"
    ),
    (
      [0x89, 0x48, 0x44, 0x46], "an HDF5 file, as TensorFlow writes",
      "save the model again with safetensors"
    ),
    ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], "a NumPy file", "save the model with safetensors"),
    ([0x80, 2], pickle.0, pickle.1), ([0x80, 3], pickle.0, pickle.1),
    ([0x80, 4], pickle.0, pickle.1), ([0x80, 5], pickle.0, pickle.1),
    ([0xFF, 0xFE], "text in UTF-16", "convert it with `iconv -f UTF-16 -t UTF-8`"),
    ([0xFE, 0xFF], "text in UTF-16", "convert it with `iconv -f UTF-16 -t UTF-8`"),
  ]

  private static let markup = ForeignContent(
    "an HTML page, such as a server's error or login page", "fetch the file itself")

  private static func isMarkup(_ bytes: [UInt8]) -> Bool {
    let text = bytes.drop { $0 <= 0x20 || [0xEF, 0xBB, 0xBF].contains($0) }
    let start = String(decoding: text.prefix(20), as: UTF8.self).lowercased()
    return ["<!doctype", "<html", "<?xml", "<head", "<!--"].contains { start.hasPrefix($0) }
  }
}
