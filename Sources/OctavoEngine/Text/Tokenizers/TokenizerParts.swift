/// The part of a `tokenizer.json` that says how text is split.
enum TokenizerParts {
  static let everyCharacter = isolating(#"[\s\S]"#)

  static func preTokenizer(
    for splitting: SplitPattern, alphabet: BytePairTokenizer.Alphabet
  ) -> JSONValue {
    let words: JSONValue =
      switch alphabet {
      case .bytes:
        ["type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true]
      case .characters: isolating(gpt2Pattern)
      }
    switch splitting {
    case .gpt2: return words
    case .singleDigits:
      let digits: JSONValue = ["type": "Digits", "individual_digits": true]
      return ["type": "Sequence", "pretokenizers": [digits, words]]
    }
  }

  static func splitting(
    of preTokenizer: JSONValue, alphabet: BytePairTokenizer.Alphabet
  ) throws -> SplitPattern {
    let parts = preTokenizer["pretokenizers"]?.elements ?? [preTokenizer]
    let steps = try parts.flatMap(steps)
    let toBytes: [Step] = alphabet == .bytes ? [.bytes] : []
    switch steps {
    case [.gpt2Words] + toBytes: return .gpt2
    case [.digits, .gpt2Words] + toBytes: return .singleDigits
    default:
      throw TokenizerProblem(
        "the pre-tokenizer \(preTokenizer.compactText) is not supported; supported are "
          + "GPT-2's splitting, alone or after single digits")
    }
  }

  private enum Step {
    case digits
    case gpt2Words
    case bytes
  }

  private static func steps(of part: JSONValue) throws -> [Step] {
    switch part["type"]?.string {
    case "Digits" where part["individual_digits"]?.bool == true:
      return [.digits]
    case "ByteLevel" where part["add_prefix_space"]?.bool == false:
      return part["use_regex"]?.bool == false ? [.bytes] : [.gpt2Words, .bytes]
    case "Split" where part["behavior"] == "Isolated" && part["invert"]?.bool != true:
      let pattern = part["pattern"]?["Regex"]?.string ?? ""
      if gpt2Spellings.contains(pattern) { return [.gpt2Words] }
      throw TokenizerProblem("the splitting pattern \(pattern.debugDescription) is not supported")
    default:
      throw TokenizerProblem("the pre-tokenizer \(part.compactText) is not supported")
    }
  }

  private static func isolating(_ pattern: String) -> JSONValue {
    [
      "type": "Split", "pattern": ["Regex": .string(pattern)], "behavior": "Isolated",
      "invert": false,
    ]
  }

  private static let gpt2Pattern =
    #"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
  private static let gpt2Spellings = [
    gpt2Pattern,
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#,
  ]
}
