/// Merges the symbols of one piece after another, remembering the pieces it has seen: in natural
/// text most are repetitions.
struct PieceEncoder {
  private let tokenizer: BytePairTokenizer
  private var seen = PieceTable()
  /// The encodings of the pieces seen, one after another.
  private var encodings: [Int32] = []
  private var ends: [Int] = [0]
  private var word = SymbolList()

  /// Pieces longer than this are merged each time.
  private let longestRemembered: Int

  /// - Parameter textLength: of the text to come, in bytes. In a short one little is repeated.
  init(_ tokenizer: BytePairTokenizer, textLength: Int) {
    self.tokenizer = tokenizer
    longestRemembered = textLength < 1024 ? 0 : 64
  }

  /// Appends the tokens of a text without special tokens.
  mutating func encode(text: UnsafeBufferPointer<UInt8>, into tokens: inout [Int32]) {
    ScalarClass.table.withUnsafeBufferPointer { classes in
      guard let classes = classes.baseAddress else { return }
      var scanner = PieceScanner(text, pattern: tokenizer.splitting, classes: classes)
      while let piece = scanner.next() {
        encode(UnsafeBufferPointer(rebasing: text[piece]), into: &tokens)
      }
    }
  }

  private mutating func encode(_ piece: UnsafeBufferPointer<UInt8>, into tokens: inout [Int32]) {
    if piece.count == 1, tokenizer.alphabet == .bytes {
      tokens.append(tokenizer.byteTokens[Int(piece[0])])
      return
    }
    guard piece.count <= longestRemembered else {
      merge(piece)
      word.append(to: &tokens)
      return
    }
    let (number, isNew) = seen.number(of: piece)
    if isNew {
      merge(piece)
      word.append(to: &encodings)
      ends.append(encodings.count)
    }
    for index in ends[number]..<ends[number + 1] { tokens.append(encodings[index]) }
  }

  private mutating func merge(_ piece: UnsafeBufferPointer<UInt8>) {
    word.removeAll()
    if tokenizer.takesWholePieces, let token = tokenizer.wholePieces[Array(piece)] {
      word.append(token)
      return
    }
    switch tokenizer.alphabet {
    case .bytes:
      for byte in piece { word.append(tokenizer.byteTokens[Int(byte)]) }
    case .characters:
      for scalar in String(decoding: piece, as: UTF8.self).unicodeScalars {
        if let token = tokenizer.scalarTokens[scalar.value] {
          word.append(token)
        } else {
          for byte in String(scalar).utf8 { word.append(tokenizer.byteTokens[Int(byte)]) }
        }
      }
    }
    word.merge(by: tokenizer.ranks)
  }
}
