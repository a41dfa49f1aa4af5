/// A linear layer of a model's files, which PEFT calls a module and which an adapter may change.
struct AdapterModule {
  /// As the files name it, such as `transformer.h.0.attn.c_attn`.
  var name: String
  /// The parameter that has its weights, without `.weight`.
  let matrix: String
  let target: LowRankAdapter.Target
  /// The parameter's outputs.
  let outputs: Int
  let inputs: Int
  /// Where the module's outputs are among them.
  let columns: Range<Int>
  let order: StoredTensor.ChannelOrder
  /// Whether the files have its weights as (in, out), as GPT-2's have.
  let isFanInFanOut: Bool

  /// The names of its factors in an adapter's file.
  var storedNames: (a: String, b: String) {
    let module = AdapterFactors.prefix + name
    return ("\(module).lora_A.weight", "\(module).lora_B.weight")
  }

  /// What it is called within its block: `attn.c_attn`.
  var suffix: Substring {
    guard let layer = name.split(separator: ".").firstIndex(where: { Int($0) != nil }) else {
      return name[...]
    }
    return Substring(name.split(separator: ".").dropFirst(layer + 1).joined(separator: "."))
  }
}

extension PretrainedFormat {
  /// All modules that adapters may change, block after block.
  func modules(of configuration: GPT.Configuration) -> [AdapterModule] {
    let shapes = configuration.parameterShapes
    return tensors(of: configuration).compactMap { tensor in
      let (parameter, part): (String, (Range<Int>, StoredTensor.ChannelOrder)?)
      switch tensor.content {
      case .parameter(let name): (parameter, part) = (name, nil)
      case .columns(of: let name, let columns, let order):
        (parameter, part) = (name, (columns, order))
      case .zeros: return nil
      }
      guard parameter.hasPrefix("blocks."), let shape = shapes[parameter],
        let target = LowRankAdapter.Target.allCases.first(where: {
          parameter.hasSuffix(".\($0.rawValue).weight")
        })
      else { return nil }
      return AdapterModule(
        name: String(tensor.name.dropLast(".weight".count)),
        matrix: String(parameter.dropLast(".weight".count)), target: target, outputs: shape[1],
        inputs: shape[0], columns: part?.0 ?? 0..<shape[1], order: part?.1 ?? .same,
        isFanInFanOut: part == nil)
    }
  }
}

/// A module's two factors in an adapter and in its file, where they are `lora_A` (r, in) and
/// `lora_B` (out, r).
struct AdapterFactors {
  let module: AdapterModule
  /// Of the change: the module's parameter, or the part of it that the module is.
  let name: String
  let rank: Int
  /// Where the module's outputs are in the change.
  let columns: Range<Int>

  static let prefix = "base_model.model."

  var tensors: [StoredTensor] {
    [
      StoredTensor(
        name: module.storedNames.a, shape: [rank, module.inputs],
        content: .columns(of: "\(name).A", 0..<rank)),
      StoredTensor(
        name: module.storedNames.b, shape: [columns.count, rank],
        content: .columns(of: "\(name).B", columns, order: module.order)),
    ]
  }
}
