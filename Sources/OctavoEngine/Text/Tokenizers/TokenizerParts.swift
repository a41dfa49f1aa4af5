import OctavoBase

/// The parts of a `tokenizer.json` around the model: how text is prepared, split and put together.
struct TokenizerParts {
  let alphabet: BytePairTokenizer.Alphabet
  let splitting: SplitPattern
  let preparation: TextPreparation

  static let everyCharacter = isolating(#"[\s\S]"#)

  init(_ tokenizer: BytePairTokenizer) {
    alphabet = tokenizer.alphabet
    splitting = tokenizer.splitting
    preparation = tokenizer.preparation
  }

  var normalizer: JSON {
    switch preparation {
    case .none, .spaceEnsured: nil
    case .spacePrefixed: Self.prefixing
    case .composed: Self.composing
    }
  }

  var preTokenizer: JSON {
    if preparation == .spaceEnsured { return Self.metaspace }
    let digits: JSON = ["type": "Digits", "individual_digits": true]
    var parts: [JSON] = splitting == .singleDigits ? [digits] : []
    let pattern = splitting == .singleDigits ? SplitPattern.gpt2 : splitting
    if alphabet == .bytes, pattern == .gpt2 {
      parts.append(Self.byteLevel(splits: true))
    } else {
      if let pattern = pattern.regularExpression { parts.append(Self.isolating(pattern)) }
      if alphabet == .bytes { parts.append(Self.byteLevel(splits: false)) }
    }
    switch parts.count {
    case 0: return nil
    case 1: return parts[0]
    default: return ["type": "Sequence", "pretokenizers": .array(parts)]
    }
  }

  var decoder: JSON {
    guard alphabet == .characters else { return Self.byteLevel(splits: true) }
    var decoders: [JSON] = [["type": "ByteFallback"], ["type": "Fuse"]]
    if preparation.addsSpace {
      let mark: JSON = ["String": .string(SpaceMark.text)]
      decoders.insert(["type": "Replace", "pattern": mark, "content": " "], at: 0)
      decoders.append(["type": "Strip", "content": " ", "start": 1, "stop": 0])
    }
    return ["type": "Sequence", "decoders": .array(decoders)]
  }

  private static func isolating(_ pattern: String) -> JSON {
    [
      "type": "Split", "pattern": ["Regex": .string(pattern)], "behavior": "Isolated",
      "invert": false,
    ]
  }

  private static func byteLevel(splits: Bool) -> JSON {
    [
      "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true,
      "use_regex": .boolean(splits),
    ]
  }

  private static let composing: JSON = ["type": "NFC"]

  private static let prefixing: JSON = [
    "type": "Sequence",
    "normalizers": [
      ["type": "Prepend", "prepend": .string(SpaceMark.text)],
      ["type": "Replace", "pattern": ["String": " "], "content": .string(SpaceMark.text)],
    ],
  ]

  private static let metaspace: JSON = [
    "type": "Metaspace", "replacement": .string(SpaceMark.text), "prepend_scheme": "first",
    "split": false,
  ]
}

/// Reading of the parts.
extension TokenizerParts {
  init(in root: JSON, alphabet: BytePairTokenizer.Alphabet) throws {
    let normalizer = root["normalizer"] ?? nil
    let preTokenizer = root["pre_tokenizer"] ?? nil
    self.alphabet = alphabet
    switch (normalizer, preTokenizer) {
    case (.null, Self.metaspace) where alphabet == .characters:
      (splitting, preparation) = (.whole, .spaceEnsured)
    case (Self.prefixing, .null) where alphabet == .characters:
      (splitting, preparation) = (.whole, .spacePrefixed)
    case (.null, _):
      (splitting, preparation) = (try Self.splitting(of: preTokenizer, alphabet), .none)
    case (Self.composing, _):
      (splitting, preparation) = (try Self.splitting(of: preTokenizer, alphabet), .composed)
    default:
      throw TokenizerProblem(
        "the normalizer \(normalizer.compactText.shownForDisplay) is not supported")
    }
  }

  private static func splitting(
    of preTokenizer: JSON, _ alphabet: BytePairTokenizer.Alphabet
  ) throws -> SplitPattern {
    let parts =
      preTokenizer.isNull ? [] : preTokenizer["pretokenizers"]?.elements ?? [preTokenizer]
    var steps = try parts.flatMap(steps)
    if alphabet == .bytes, steps.popLast() != .bytes {
      throw TokenizerProblem(
        "the pre-tokenizer \(preTokenizer.compactText.shownForDisplay) does not end in ByteLevel; "
          + "only byte-level and byte-fallback tokenizers can be read")
    }
    switch steps {
    case []: return .whole
    case [.split(.gpt2)]: return .gpt2
    case [.split(.llama3)]: return .llama3
    case [.split(.qwen2)]: return .qwen2
    case [.digits, .split(.gpt2)]: return .singleDigits
    default:
      throw TokenizerProblem(
        "the pre-tokenizer \(preTokenizer.compactText.shownForDisplay) is not supported")
    }
  }

  private enum Step: Equatable {
    case digits
    case split(SplitPattern)
    case bytes
  }

  private static func steps(of part: JSON) throws -> [Step] {
    switch part["type"]?.string {
    case "Digits" where part["individual_digits"]?.boolean == true:
      return [.digits]
    case "ByteLevel" where part["add_prefix_space"]?.boolean == false:
      return part["use_regex"]?.boolean == false ? [.bytes] : [.split(.gpt2), .bytes]
    case "Split" where part["behavior"] == "Isolated" && part["invert"]?.boolean != true:
      return [.split(try pattern(spelled: part["pattern"]?["Regex"]?.string ?? ""))]
    default:
      throw TokenizerProblem(
        "the pre-tokenizer \(part.compactText.shownForDisplay) is not supported")
    }
  }

  private static func pattern(spelled spelling: String) throws -> SplitPattern {
    if spelling == olderGPT2Spelling { return .gpt2 }
    guard let pattern = SplitPattern.allCases.first(where: { $0.regularExpression == spelling })
    else {
      throw TokenizerProblem("the splitting pattern \(spelling.debugDescription) is not supported")
    }
    return pattern
  }

  private static let olderGPT2Spelling =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
}
