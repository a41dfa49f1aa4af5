import OctavoBase

/// A tokenizer in a format of another program, told by its bytes where they are not JSON.
enum ForeignTokenizer {
  /// SentencePiece's `tokenizer.model`, a protocol buffer.
  case sentencePiece
  /// tiktoken's ranks: on each line a token in base 64 and its number.
  case tiktoken
  /// GPT-2's `vocab.bpe` or `merges.txt`.
  case merges
  /// One token a line, as BERT's `vocab.txt` has them.
  case list

  init?(_ bytes: [UInt8]) {
    let start = bytes.prefix(4096)
    if Self.isSentencePiece(start) {
      self = .sentencePiece
    } else if start.starts(with: "#version".utf8) {
      self = .merges
    } else if Self.isTiktoken(start) {
      self = .tiktoken
    } else if start.starts(with: "[PAD]\n".utf8) || start.starts(with: "[PAD]\r\n".utf8) {
      self = .list
    } else {
      return nil
    }
  }

  var problem: TokenizerProblem {
    switch self {
    case .sentencePiece:
      TokenizerProblem(
        "this is SentencePiece's own format, which is not read; "
          + TokenizerConversion.ofSentencePiece)
    case .tiktoken:
      TokenizerProblem(
        "this is tiktoken's own format, which is not read; \(TokenizerConversion.ofTiktoken)")
    case .merges:
      TokenizerProblem(
        "these are GPT-2's merges; give them as `merges`, and the vocabulary, "
          + "encoder.json or vocab.json, as `path`")
    case .list:
      TokenizerProblem(
        "this is a list of word pieces, as BERT has; only byte-pair tokenizers can be read")
    }
  }

  /// The first field is a piece, a message of its own that begins with the piece's text.
  private static func isSentencePiece(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.first == 0x0A else { return false }
    let length = bytes.dropFirst()
    guard let end = length.prefix(3).firstIndex(where: { $0 < 0x80 }), bytes[end] > 2 else {
      return false
    }
    let piece = bytes[(end + 1)...]
    return piece.first == 0x0A && piece.count > 2
  }

  private static func isTiktoken(_ bytes: ArraySlice<UInt8>) -> Bool {
    let lines = bytes.split(separator: UInt8(ascii: "\n")).prefix(3)
    return !lines.isEmpty
      && lines.allSatisfy { line in
        let parts = line.split(separator: UInt8(ascii: " "))
        return parts.count == 2 && parts[0].count.isMultiple(of: 4)
          && parts[0].allSatisfy(isBase64) && Int(String(decoding: parts[1], as: UTF8.self)) != nil
      }
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "A"..."Z", "a"..."z", "0"..."9", "+", "/", "=": true
    default: false
    }
  }
}

extension JSON {
  /// What a JSON file may be that holds no tokenizer.
  var tokenizerHint: String {
    guard let members else { return "is this a tokenizer.json?" }
    if self["tokenizer_class"] != nil || self["added_tokens_decoder"] != nil {
      return "this is tokenizer_config.json; give the tokenizer.json beside it"
    }
    if self["model_type"] != nil || self["architectures"] != nil {
      return "this is a model's config.json; give the tokenizer.json beside it"
    }
    if !members.isEmpty, members.prefix(100).allSatisfy({ $0.value.integer != nil }) {
      return "this is a vocabulary, encoder.json or vocab.json; give its merges, vocab.bpe or "
        + "merges.txt, as `merges`"
    }
    return "is this a tokenizer.json?"
  }
}
