import Foundation
import OctavoBase

extension LowRankAdapter {
  static let tensorsName = "adapter_model.safetensors"
  static let settingsName = "adapter_config.json"
  /// Has the model's settings, without which the order of its channels is not known.
  static let modelKey = "octavo_model"

  /// The files of a folder that Hugging Face's `peft` reads: `adapter_model.safetensors` and
  /// `adapter_config.json`, of which the latter is the last.
  ///
  /// Where the model's files have a matrix in parts (LLaMA's queries, keys and values, and its gate
  /// and what it gates), each part gets the whole's first factor and its own columns of the second,
  /// which is the same change.
  public func files() throws -> [PretrainedModel.File] {
    let factors = storedFactors
    let model = String(decoding: try JSONEncoder.stable().encode(model), as: UTF8.self)
    return [
      PretrainedModel.File(
        Self.tensorsName, factors.flatMap(\.tensors), of: parameters, as: .float32,
        metadata: ["format": "pt", Self.modelKey: model]),
      PretrainedModel.File(Self.settingsName, text: settings(factors).text),
    ]
  }

  private var storedFactors: [AdapterFactors] {
    PretrainedFormats.format(for: model).modules(of: model).compactMap { module in
      func factors(_ name: String, _ columns: Range<Int>) -> AdapterFactors? {
        guard parameters.contains("\(name).A") else { return nil }
        return AdapterFactors(
          module: module, name: name, rank: parameters["\(name).A"].columns, columns: columns)
      }
      return factors(module.matrix, module.columns)
        ?? module.change(in: model).flatMap { factors($0, 0..<module.columns.count) }
    }
  }

  /// The content of `adapter_config.json`.
  private func settings(_ factors: [AdapterFactors]) -> JSON {
    // A change that came in parts may have ranks of its own, whose scale is yet α / r.
    let others = factors.filter { $0.rank != settings.rank }
    func pattern(_ value: (Int) -> JSON) -> JSON {
      .object(others.map { JSON.Member(key: $0.module.name, value: value($0.rank)) })
    }
    let perRank = settings.alpha / Double(settings.rank)
    return [
      "peft_type": "LORA",
      "task_type": "CAUSAL_LM",
      "base_model_name_or_path": nil,
      "r": .integer(settings.rank),
      "lora_alpha": Self.number(settings.alpha),
      "rank_pattern": pattern { .integer($0) },
      "alpha_pattern": pattern { Self.number(perRank * Double($0)) },
      "target_modules": .array(targetModules(factors).map { .string($0) }),
      "fan_in_fan_out": .boolean(factors.allSatisfy(\.module.isFanInFanOut)),
      "bias": "none",
      "lora_dropout": 0.0,
      "inference_mode": true,
    ]
  }

  /// The modules' names within their blocks where every block has them, else their whole names.
  private func targetModules(_ factors: [AdapterFactors]) -> [String] {
    var suffixes: [String] = []
    for factor in factors where !suffixes.contains(String(factor.module.suffix)) {
      suffixes.append(String(factor.module.suffix))
    }
    return suffixes.count * model.layers == factors.count
      ? suffixes : factors.map(\.module.name)
  }

  private static func number(_ number: Double) -> JSON {
    Int(exactly: number).map { .integer($0) } ?? .number(number)
  }
}

extension AdapterModule {
  /// The name of a change of this module alone, where it is a part of its matrix.
  func change(in model: GPT.Configuration) -> String? {
    LowRankAdapter.Part.allCases.first {
      $0.target == target && $0.columns(in: model) == columns
    }.map { "\(matrix).\($0)" }
  }
}
