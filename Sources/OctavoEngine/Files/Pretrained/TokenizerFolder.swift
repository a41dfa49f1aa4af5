import Foundation
import OctavoBase

/// The tokenizer of a model's folder: its `tokenizer.json`, or GPT-2's two files, or none.
struct TokenizerFolder {
  let tokenizer: Tokenizer?
  /// What of its files is not used.
  let remarks: [String]

  init(_ url: URL) throws(PretrainedModelError) {
    func path(_ name: String) -> String? {
      let path = url.appendingPathComponent(name).path
      return RegularFile.isThere(path) ? path : nil
    }
    do throws(TokenizerError) {
      if let path = path("tokenizer.json") {
        let file = try TokenizerFile.read(path)
        (tokenizer, remarks) = (file.tokenizer, file.remarks)
      } else if let vocabulary = path("vocab.json") ?? path("encoder.json"),
        let merges = path("merges.txt") ?? path("vocab.bpe")
      {
        tokenizer = .bytePairs(try BytePairTokenizer(gpt2Encoder: vocabulary, merges: merges))
        remarks =
          path("added_tokens.json") == nil
          ? []
          : [
            "added_tokens.json is not used: its texts are cut as any other. "
              + "Save the tokenizer as tokenizer.json to have them."
          ]
      } else {
        (tokenizer, remarks) = (nil, [])
      }
    } catch {
      throw .tokenizer(error)
    }
  }
}
