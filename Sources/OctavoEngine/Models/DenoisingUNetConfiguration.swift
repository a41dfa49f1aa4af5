extension DenoisingUNet {
  /// The shape of such a network.
  public struct Configuration: Codable, Hashable, Sendable {
    /// Of the images, or of their latents.
    public var channels: Int
    /// Channels at the first level.
    public var width: Int
    /// How many times as many there are at each level.
    public var multipliers: [Int]
    /// Residual blocks of a level on the way down; on the way up there is one more.
    public var blocks: Int
    /// How many of the last levels have attention. The middle always has.
    public var attentionLevels: Int
    public var heads: Int
    /// Groups of group normalization.
    public var groups: Int
    /// Channels of a caption's states; nil for a model without captions.
    public var textWidth: Int?

    public init(
      channels: Int, width: Int = 64, multipliers: [Int] = [1, 2], blocks: Int = 1,
      attentionLevels: Int = 1, heads: Int = 4, groups: Int = 8, textWidth: Int? = nil
    ) {
      self.channels = channels
      self.width = width
      self.multipliers = multipliers
      self.blocks = blocks
      self.attentionLevels = attentionLevels
      self.heads = heads
      self.groups = groups
      self.textWidth = textWidth
    }

    public var levels: Int { multipliers.count }
    /// What the sides of an image must be a multiple of.
    public var smallestSide: Int { 1 << (levels - 1) }
    var timeWidth: Int { 4 * width }

    func width(_ level: Int) -> Int { width * multipliers[level] }
    func attends(_ level: Int) -> Bool { level >= levels - attentionLevels }

    /// Everything that is wrong with these settings.
    public var problems: [ConfigurationProblem] {
      var problems: [ConfigurationProblem] = []
      func check(_ isRight: Bool, _ setting: String, _ message: @autoclosure () -> String) {
        if !isRight { problems.append(ConfigurationProblem(setting: setting, message: message())) }
      }
      for (name, size, most) in [
        ("channels", channels, 4096), ("width", width, 4096), ("blocks", blocks, 64),
        ("heads", heads, 256), ("groups", groups, 4096), ("textWidth", textWidth ?? 1, 1 << 20),
      ] {
        check(1...most ~= size, name, "must be between 1 and \(most), but is \(size)")
      }
      check(
        1...8 ~= levels && multipliers.allSatisfy { 1...64 ~= $0 }, "multipliers",
        "must be 1 to 8 numbers between 1 and 64, but are \(multipliers)")
      check(
        0...max(levels, 0) ~= attentionLevels, "attentionLevels",
        "\(attentionLevels) levels with attention are more than the \(levels) there are")
      guard problems.isEmpty else { return problems }
      for (name, divisor) in [("groups", groups), ("heads", heads)]
      where !width.isMultiple(of: divisor) {
        problems.append(
          ConfigurationProblem(
            setting: "width", message: "\(width) is not divisible by \(divisor) \(name)",
            cause: .indivisible(by: name)))
      }
      return problems
    }
  }
}

extension DenoisingUNet.Configuration {
  /// How many numbers the forward pass keeps for one image of such sides, an estimate.
  func activations(height: Int, width side: Int) -> Double {
    (0..<levels).reduce(0.0) { sum, level in
      let pixels = Double(height * side) / Double(1 << (2 * level))
      // On both ways a block keeps about eight tensors of its width, and attention nine more.
      let tensors = Double((2 * blocks + 1) * (8 + (attends(level) ? 14 : 0)) + 4)
      return sum + pixels * Double(width(level)) * tensors
    }
  }
}
