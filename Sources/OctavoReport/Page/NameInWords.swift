import OctavoBase

extension String {
  /// A name as a reader says it: `validation loss` for `validation-loss`, `KL` for `kl`. What is no
  /// name of a notebook stays as it is written.
  package var inWords: String {
    // The value of an axis in a name is a number: `rate 0.001` for `rate-0.001`.
    let pattern = /([a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*)-(-?[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?)/
    if let match = wholeMatch(of: pattern) {
      return "\(String(match.1).inWords) \(match.2.replacing("-", with: "−"))"
    }
    let isName = unicodeScalars.allSatisfy {
      "a"..."z" ~= $0 || "0"..."9" ~= $0 || $0 == "-" || $0 == " "
    }
    guard isName, !isEmpty else { return self }
    return spaced.split(separator: " ", omittingEmptySubsequences: false).map { word in
      Self.abbreviations[String(word)] ?? String(word)
    }.joined(separator: " ")
  }

  /// Those of the field that are written in capitals.
  private static let abbreviations = [
    "kl": "KL", "ppo": "PPO", "grpo": "GRPO", "rloo": "RLOO", "dpo": "DPO", "a2c": "A2C",
    "lora": "LoRA", "gpt": "GPT", "llama": "LLaMA", "bpe": "BPE", "ndcg": "NDCG", "mrr": "MRR",
    "auc": "AUC", "sd": "SD", "id": "ID", "r2": "R²",
  ]

  /// As a sentence begins. An abbreviation stays as it is.
  package var beginningSentence: String { prefix(1).uppercased() + dropFirst() }
}
