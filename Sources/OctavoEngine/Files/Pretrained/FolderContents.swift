import Foundation
import OctavoBase

/// What lies in a folder, to say what it is where a file is missing that should be in it.
struct FolderContents {
  private let folder: URL
  private let names: [String]

  init(of folder: URL) {
    self.folder = folder
    names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  /// How to mend a folder without `config.json`.
  var remedyWithoutConfiguration: String {
    if has("adapter_config.json") {
      return "it holds an adapter: read it with `adapter.load`"
    }
    if has("model_index.json") {
      return "it holds a pipeline of `diffusers`, and only language models are read"
    }
    if has("params.json") {
      return "it holds LLaMA in Meta's own format: convert it with transformers' "
        + "convert_llama_weights_to_hf.py"
    }
    if let name = first(endingIn: [".gguf"]) {
      return "it holds \(name.quotedForDisplay) in llama.cpp's format, which is not read: give the "
        + "Hugging Face folder that it was made from"
    }
    if let inner = folderWithin(having: "config.json") {
      return "the folder \(inner.quotedForDisplay) in it has one: give that"
    }
    return "give a folder as transformers's save_pretrained writes it"
  }

  /// How to mend a folder without `model.safetensors` and its index.
  var remedyWithoutWeights: String {
    if let name = first(startingWith: "pytorch_model", endingIn: [".bin", ".bin.index.json"]) {
      return "save it again with safetensors, for \(name) is not read"
    }
    let others = [".pt", ".pth", ".bin", ".ckpt", ".h5", ".msgpack", ".onnx", ".gguf", ".npz"]
    if let name = first(endingIn: others) {
      return "save it again with safetensors, for \(name.quotedForDisplay) is not read"
    }
    if names.contains(where: { $0.hasSuffix("-00001.safetensors") || $0.contains("-of-") }) {
      return "it holds parts of the weights: fetch model.safetensors.index.json, which lists them"
    }
    if let name = first(endingIn: [".safetensors"]) {
      return "if \(name.quotedForDisplay) is the model, call it model.safetensors"
    }
    return "fetch or save it again"
  }

  /// How to mend a folder without `adapter_config.json`.
  var remedyWithoutAdapterConfiguration: String {
    if has("config.json") { return "it holds a model: read it with `gpt.load`" }
    if let inner = folderWithin(having: "adapter_config.json") {
      return "the folder \(inner.quotedForDisplay) in it has one: give that"
    }
    return "give a folder as peft's save_pretrained writes it"
  }

  /// How to mend a folder without `adapter_model.safetensors`.
  var remedyWithoutFactors: String {
    has("adapter_model.bin")
      ? "save it again with safetensors, for adapter_model.bin is not read"
      : "fetch or save it again"
  }

  /// How to mend a folder without a tokenizer.
  var remedyWithoutTokenizer: String {
    if let name = ["tokenizer.model", "spiece.model", "sentencepiece.bpe.model"].first(where: has) {
      return "its \(name) is not read: \(TokenizerConversion.ofSentencePiece)"
    }
    if let name = first(endingIn: [".tiktoken"]) {
      return "its \(name.quotedForDisplay) is not read: \(TokenizerConversion.ofTiktoken)"
    }
    if has("vocab.json") || has("encoder.json") {
      return "add the merges that belong to its vocabulary, merges.txt or vocab.bpe"
    }
    return "add its `tokenizer.json` to the folder"
  }

  private func has(_ name: String) -> Bool { names.contains(name) }

  private func first(startingWith start: String = "", endingIn endings: [String]) -> String? {
    names.first { name in name.hasPrefix(start) && endings.contains { name.hasSuffix($0) } }
  }

  /// The first folder within that has a file, also where Hugging Face's cache keeps one.
  private func folderWithin(having name: String) -> String? {
    func has(_ inner: String) -> Bool {
      RegularFile.isThere(folder.appendingPathComponent("\(inner)/\(name)").path)
    }
    let most = 100
    if let inner = names.prefix(most).first(where: has) { return inner }
    guard names.contains("snapshots") else { return nil }
    let snapshots = folder.appendingPathComponent("snapshots").path
    let inner = (try? FileManager.default.contentsOfDirectory(atPath: snapshots)) ?? []
    return inner.sorted().prefix(most).map { "snapshots/\($0)" }.first(where: has)
  }
}

/// How tokenizers that other programs keep in their own formats become a `tokenizer.json`.
enum TokenizerConversion {
  static let ofSentencePiece =
    "convert it to a tokenizer.json with transformers: "
    + "AutoTokenizer.from_pretrained(FOLDER, use_fast=True).save_pretrained(FOLDER)"
  static let ofTiktoken =
    "convert it to a tokenizer.json with transformers.integrations.tiktoken: "
    + "convert_tiktoken_to_fast(ENCODING, FOLDER)"
}
