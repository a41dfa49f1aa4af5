import Foundation
import OctavoBase
import OctavoEngine
import Testing

/// A tiny random model that `transformers` wrote, and what it makes of some tokens.
struct ReferenceModel {
  static let names = [
    "gpt2-tied", "gpt2-untied-bfloat16-sharded", "gpt2-bare-float16", "llama-grouped",
    "llama-tied-float16-sharded", "llama-biases-bfloat16", "mixtral",
  ]

  let folder: URL
  let tokens: [[Int32]]
  /// Row after row: (B, T, V).
  let logits: [Float]

  init(_ name: String) throws {
    folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Reference/models/\(name)")
    let file = try JSON(
      parsing: Data(contentsOf: folder.appendingPathComponent("logits.json")))
    tokens = try #require(file["tokens"]).integers
    logits = try #require(file["logits"]).numbers
  }

  var batch: TokenBatch {
    TokenBatch(rows: tokens.count, columns: tokens[0].count, tokens: tokens.flatMap { $0 })
  }
}

extension JSON {
  /// The integers of an array of arrays.
  var integers: [[Int32]] {
    (elements ?? []).map { ($0.elements ?? []).compactMap { $0.integer.map(Int32.init) } }
  }

  /// All numbers of nested arrays, in order.
  var numbers: [Float] { elements?.flatMap(\.numbers) ?? [number.map(Float.init) ?? .nan] }
}

/// The largest difference between two lists of numbers of one length; NaN where either has one.
func greatestDifference(_ first: [Float], _ second: [Float]) -> Float {
  precondition(first.count == second.count)
  return zip(first, second).reduce(0) { greatest, pair in
    let difference = abs(pair.0 - pair.1)
    return difference <= greatest ? greatest : difference
  }
}

extension Parameters {
  /// What two models must share to be the same to the bit.
  var bitPatterns: [[UInt32]] { names.map { self[$0].values.map(\.bitPattern) } }
}
