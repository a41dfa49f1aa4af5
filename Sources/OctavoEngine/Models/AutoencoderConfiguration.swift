extension Autoencoder {
  /// The shape of an autoencoder.
  public struct Configuration: Codable, Hashable, Sendable {
    /// Of an image.
    public var channels: Int
    /// Of a latent, Z.
    public var latentChannels: Int
    /// Channels at each level; every level after the first has half the resolution.
    public var widths: [Int]
    /// Groups of group normalization.
    public var groups: Int

    public init(
      channels: Int, latentChannels: Int = 4, widths: [Int] = [16, 32, 64], groups: Int = 8
    ) {
      self.channels = channels
      self.latentChannels = latentChannels
      self.widths = widths
      self.groups = groups
    }

    /// How many pixels of an image's side become one of a latent's, f.
    public var factor: Int { 1 << (widths.count - 1) }

    /// Everything that is wrong with these settings.
    public var problems: [ConfigurationProblem] {
      var problems: [ConfigurationProblem] = []
      func check(_ isRight: Bool, _ setting: String, _ message: @autoclosure () -> String) {
        if !isRight { problems.append(ConfigurationProblem(setting: setting, message: message())) }
      }
      for (name, size) in [
        ("channels", channels), ("latentChannels", latentChannels), ("groups", groups),
      ] {
        check(1...4096 ~= size, name, "must be between 1 and 4096, but is \(size)")
      }
      check(
        1...8 ~= widths.count && widths.allSatisfy { 1...4096 ~= $0 }, "widths",
        "must be 1 to 8 numbers between 1 and 4096, but are \(widths)")
      guard problems.isEmpty else { return problems }
      for width in widths where !width.isMultiple(of: groups) {
        problems.append(
          ConfigurationProblem(
            setting: "widths", message: "\(width) is not divisible by \(groups) groups",
            cause: .indivisible(by: "groups")))
      }
      return problems
    }
  }
}

extension Autoencoder.Configuration {
  /// How many numbers the forward pass keeps for one image, an estimate.
  func activations(height: Int, width: Int) -> Double {
    widths.enumerated().reduce(0.0) { sum, level in
      sum + Double(height * width) / Double(1 << (2 * level.offset)) * Double(level.element) * 16
    }
  }
}
