/// The tokens that pieces and merges can give: all but special ones and the bytes to fall back on.
struct MergingTokens {
  let tokens: [(bytes: [UInt8], token: Int32)]

  init(_ tokens: [[UInt8]], except excluded: [Int32]) {
    let excluded = Set(excluded)
    self.tokens = zip(tokens, Int32(0)...).filter { !excluded.contains($1) }
      .map { (bytes: $0, token: $1) }
  }

  var pieces: [[UInt8]: Int32] {
    Dictionary(tokens.map { ($0.bytes, $0.token) }, uniquingKeysWith: { first, _ in first })
  }

  var scalars: [UInt32: Int32] {
    var scalars: [UInt32: Int32] = [:]
    for (bytes, token) in tokens where bytes.count <= 4 {
      guard let text = String(validating: bytes, as: UTF8.self)?.unicodeScalars,
        let scalar = text.first, text.count == 1
      else { continue }
      scalars[scalar.value] = token
    }
    return scalars
  }
}
