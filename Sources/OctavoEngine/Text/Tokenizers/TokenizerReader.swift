import OctavoBase

extension Tokenizer {
  /// Reads a `tokenizer.json` of Hugging Face's `tokenizers`: byte-level or byte-fallback byte pair
  /// encodings with the splitting patterns of ``SplitPattern``, and character tokenizers as
  /// ``json`` writes them. What a post-processor would add, such as a token at the beginning,
  /// is left to the caller.
  ///
  /// - Throws: ``TokenizerError/unreadable(file:problem:)``.
  public init(contentsOf path: String) throws(TokenizerError) {
    self = try TokenizerFile.read(path).tokenizer
  }

  /// What of a `tokenizer.json` is not used: sentences for the reader.
  public static func remarks(onFile path: String) throws(TokenizerError) -> [String] {
    try TokenizerFile.read(path).remarks
  }

  /// - Parameter file: what errors call the text.
  public init(json: some Collection<UInt8>, file: String) throws(TokenizerError) {
    self = try TokenizerFile(Array(json), file: file).tokenizer
  }
}

/// What is wrong with a file, found where its name is not known.
struct TokenizerProblem: Error {
  let problem: String

  /// - Parameter problem: may quote the file; what is too long to read is cut.
  init(_ problem: String) {
    let longest = 600
    self.problem = problem.count > longest ? "\(problem.prefix(longest))…" : problem
  }
}

func attributingProblems<Result>(
  to file: String, _ body: () throws -> Result
) throws(TokenizerError) -> Result {
  do {
    return try body()
  } catch let error as JSONFile.Problem {
    throw .unreadable(file: file, problem: error.description)
  } catch let error as TokenizerProblem {
    throw .unreadable(file: file, problem: error.problem)
  } catch {
    throw .unreadable(file: file, problem: "\(error)")
  }
}

/// Reads the document of a `tokenizer.json`.
struct TokenizerReader {
  let root: JSON

  func tokenizer() throws -> Tokenizer {
    guard let model = root["model"], let type = model["type"]?.string ?? guessedType(of: model)
    else { throw TokenizerProblem("there is no model; \(root.tokenizerHint)") }
    switch type {
    case "BPE": return .bytePairs(try bytePairs(model))
    case "WordLevel": return .characters(try characters(model))
    default:
      throw TokenizerProblem(
        "the model is \(type.shownForDisplay); only BPE, and WordLevel of single characters, can be read"
      )
    }
  }

  /// What of the file is not used.
  var remarks: [String] {
    var remarks: [String] = []
    let added = addedByPostProcessor
    if let first = added.first {
      remarks.append(
        "The tokenizer's post_processor adds tokens to a text, such as \(first.quotedForDisplay); "
          + "it is not used, and a text is encoded without them.")
    }
    for part in ["truncation", "padding"] where !(root[part] ?? .null).isNull {
      remarks.append("The tokenizer's \(part) is not used: texts keep their lengths.")
    }
    return remarks
  }

  /// The tokens that the post-processor puts before or after a text.
  private var addedByPostProcessor: [String] {
    guard let processor = root["post_processor"] else { return [] }
    return (processor["processors"]?.elements ?? [processor]).flatMap { part -> [String] in
      switch part["type"]?.string {
      case "TemplateProcessing":
        (part["single"]?.elements ?? []).compactMap { $0["SpecialToken"]?["id"]?.string }
      case "BertProcessing", "RobertaProcessing":
        ["cls", "sep"].compactMap { part[$0]?.elements?.first?.string }
      default: []
      }
    }
  }

  /// Old files do not name the type.
  private func guessedType(of model: JSON) -> String? {
    model["merges"] == nil ? nil : "BPE"
  }

  private func characters(_ model: JSON) throws -> CharacterTokenizer {
    guard root["pre_tokenizer"] == TokenizerParts.everyCharacter else {
      throw TokenizerProblem("a WordLevel model must split into single characters")
    }
    guard (root["normalizer"] ?? .null).isNull else {
      throw TokenizerProblem("the normalizer of a WordLevel model is not supported")
    }
    if let added = root["added_tokens"]?.elements?.first {
      throw TokenizerProblem(
        "the added tokens of a WordLevel model are not supported, such as "
          + (added["content"]?.string ?? "one without content").quotedForDisplay)
    }
    let spellings = try spellings(of: model)
    guard !spellings.isEmpty else { throw TokenizerProblem("the vocabulary is empty") }
    // A spelling outside of the vocabulary serves no character, in Hugging Face's tokenizers either.
    if let unknown = model["unk_token"]?.string, spellings.contains(unknown) {
      throw TokenizerProblem(
        "the model's unk_token \(unknown.quotedForDisplay) is not supported: "
          + "a character that is not in the vocabulary has no token")
    }
    let alphabet = try spellings.map { spelling in
      guard let scalar = spelling.unicodeScalars.first, spelling.unicodeScalars.count == 1 else {
        throw TokenizerProblem("the token \(spelling.debugDescription) is not one character")
      }
      return scalar
    }
    guard Set(alphabet).count == alphabet.count else {
      throw TokenizerProblem("the vocabulary has a character twice")
    }
    return CharacterTokenizer(alphabet: alphabet)
  }

  private func bytePairs(_ model: JSON) throws -> BytePairTokenizer {
    try refuseUnsupportedOptions(of: model)
    let alphabet: BytePairTokenizer.Alphabet =
      model["byte_fallback"]?.boolean == true ? .characters : .bytes
    let parts = try TokenizerParts(in: root, alphabet: alphabet)
    let vocabulary = try TokenSpellings(
      try spellings(of: model), specialTokens: try specialTokens(), alphabet: alphabet,
      marksSpaces: parts.preparation.addsSpace)
    return try BytePairTokenizer(
      tokens: vocabulary.tokens, byteTokens: try vocabulary.byteTokens(),
      merges: try merges(of: model, vocabulary), alphabet: alphabet,
      splitting: parts.splitting, preparation: parts.preparation,
      takesWholePieces: model["ignore_merges"]?.boolean == true,
      specialTokens: vocabulary.specialTokens)
  }

  private func refuseUnsupportedOptions(of model: JSON) throws {
    for option in ["dropout", "continuing_subword_prefix", "end_of_word_suffix"] {
      let value = model[option] ?? .null
      guard value.isNull || value == .string("") else {
        throw TokenizerProblem("the model's option \(option) is not supported")
      }
    }
  }

  private func spellings(of model: JSON) throws -> [String] {
    guard let vocabulary = model["vocab"] else {
      throw TokenizerProblem("the model has no vocabulary")
    }
    return try TokenSpellings.spellings(in: vocabulary)
  }

  private func specialTokens() throws -> [SpecialToken] {
    try (root["added_tokens"]?.elements ?? []).map { added in
      guard let content = added["content"]?.string, let id = added["id"]?.integer,
        (0..<TokenSpellings.largestVocabulary).contains(id)
      else { throw TokenizerProblem("an added token lacks its content or a valid id") }
      for option in ["single_word", "lstrip", "rstrip"] where added[option]?.boolean == true {
        throw TokenizerProblem(
          "the added token \(content.debugDescription) has the option \(option), "
            + "which is not supported")
      }
      return SpecialToken(content, token: Int32(id))
    }
  }

  private func merges(
    of model: JSON, _ vocabulary: TokenSpellings
  ) throws -> [BytePairTokenizer.Merge] {
    guard let merges = model["merges"]?.elements else {
      throw TokenizerProblem("the model has no merges")
    }
    return try merges.map { merge in
      let parts = merge.elements?.compactMap(\.string) ?? halves(of: merge.string ?? "")
      guard parts.count == 2 else { throw TokenizerProblem("a merge is not a pair of tokens") }
      return try vocabulary.merge(parts[0], parts[1])
    }
  }

  /// Files written before pairs were arrays hold `"left right"`.
  private func halves(of merge: String) -> [String] {
    merge.unicodeScalars.split(separator: " ").map { String($0) }
  }
}
