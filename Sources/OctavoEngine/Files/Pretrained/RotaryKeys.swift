import OctavoBase

/// Rotary positions under the keys that LLaMA and most later architectures use.
///
/// Their heads turn channels i and i + width/2 together. A model of the interleaved layout is stored
/// with its channels in that order, which computes the same, and a key that says so.
enum RotaryKeys {
  private static let layoutKey = "octavo_rotary_layout"
  private static let layouts: [(name: String, value: RotaryLayout)] = [
    ("half", .half), ("interleaved", .interleaved),
  ]

  static func positions(
    in file: ConfigurationFile
  ) throws(PretrainedModelError) -> GPT.Configuration.Positions {
    .rotary(
      base: try base(in: file),
      layout: try file.choice(layoutKey, among: layouts, default: "half"))
  }

  static func settings(of positions: GPT.Configuration.Positions) -> [JSON.Member] {
    guard case .rotary(let base, let layout) = positions else { return [] }
    return [
      JSON.Member(key: "rope_theta", value: .number(base)),
      JSON.Member(key: "rope_scaling", value: nil),
    ] + (layout == .interleaved ? [JSON.Member(key: layoutKey, value: "interleaved")] : [])
  }

  /// Version 5 of `transformers` has the base among `rope_parameters`, earlier ones at the top.
  private static func base(in file: ConfigurationFile) throws(PretrainedModelError) -> Double {
    let base = try file.number("rope_theta", default: 10_000)
    guard try file.number("partial_rotary_factor", default: 1) == 1 else {
      throw file.problem("partial_rotary_factor", "must be 1: whole heads are turned here")
    }
    for key in ["rope_parameters", "rope_scaling"] {
      guard let rope = file.object(key) else { continue }
      let kind = rope["rope_type"] ?? rope["type"] ?? "default"
      guard kind == "default" else {
        throw file.problem(
          key,
          "scaled rotary positions (\(kind.compactText.shownForDisplay)) are not supported, "
            + "only the default")
      }
      if let share = rope["partial_rotary_factor"], share.number != 1 {
        throw file.problem(key, "partial_rotary_factor must be 1: whole heads are turned here")
      }
      if let theta = rope["rope_theta"] {
        guard let base = theta.number else {
          throw file.problem(
            key, "rope_theta must be a number, but is \(theta.compactText.shownForDisplay)")
        }
        return base
      }
    }
    return base
  }

  static func constant(
    _ name: String, of configuration: GPT.Configuration
  ) -> StoredConstant? {
    guard let frequencies = configuration.rotaryFrequencies else { return nil }
    let isOfBlock = ["layers", "model.layers"].contains {
      name.names(
        oneOf: ["self_attn.rotary_emb.inv_freq"], inBlocksOf: $0, layers: configuration.layers)
    }
    let isOfModel = ["rotary_emb.inv_freq", "model.rotary_emb.inv_freq"].contains(name)
    return isOfBlock || isOfModel ? .rotaryFrequencies(frequencies) : nil
  }
}
