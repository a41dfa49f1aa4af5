/// A network that distinguishes images from reconstructions, patch by patch (Isola et al. 2017,
/// section 3.2.2; Esser et al. 2021): (B, H, W, channels) → (B, H/2ⁿ, W/2ⁿ, 1), one score for each
/// patch.
///
/// Convolutions are 3 × 3, all but the last with stride 2. Group norm, which does not depend on the
/// rest of the batch, replaces batch norm, and SiLU the leaky rectifier. The convolutions see a
/// patch alone; the norms' means and variances are those of the image.
public struct PatchDiscriminator: Sendable {
  /// The shape of a discriminator.
  public struct Configuration: Codable, Hashable, Sendable {
    /// Of an image.
    public var channels: Int
    /// Channels after each halving of the sides, n of them.
    public var widths: [Int]
    /// Groups of group normalization.
    public var groups: Int

    public init(channels: Int, widths: [Int] = [16, 32], groups: Int = 8) {
      self.channels = channels
      self.widths = widths
      self.groups = groups
    }

    /// How many times shorter the sides of the scores are than the image's.
    public var factor: Int { 1 << widths.count }

    /// The parameters of such a discriminator, in order.
    public var parameters: [ParameterShape] {
      ParameterSource.shapes { PatchDiscriminator.Network($0, self) }
    }

    public var parameterCount: Int { parameters.numberCount }
  }

  public let configuration: Configuration
  public var parameters: Parameters

  /// A new discriminator.
  ///
  /// - Throws: the first of the configuration's problems.
  public init(_ configuration: Configuration, stream: RandomStream) throws(ConfigurationProblem) {
    if let problem = configuration.problems.first { throw problem }
    self.configuration = configuration
    parameters = Parameters(configuration.parameters, stream: stream)
  }

  /// The scores, high where a patch looks like one of an image.
  public func callAsFunction(_ images: Variable, _ weights: Weights) -> Variable {
    Network(ParameterSource(weights), configuration)(images)
  }

  private struct Network {
    private let levels: [(convolution: Convolution, norm: GroupNorm?)]
    private let output: Convolution

    init(_ source: ParameterSource, _ configuration: Configuration) {
      let widths = [configuration.channels] + configuration.widths
      levels = configuration.widths.indices.map { level in
        (
          Convolution(
            source["\(level).convolution"], widths[level], widths[level + 1], stride: 2),
          level == 0
            ? nil
            : GroupNorm(
              source["\(level).norm"], channels: widths[level + 1], groups: configuration.groups)
        )
      }
      output = Convolution(source["output"], widths.last!, 1)
    }

    func callAsFunction(_ images: Variable) -> Variable {
      output(
        levels.reduce(images) { x, level in
          let y = level.convolution(x)
          return level.norm?(y, isSiLU: true) ?? y.activated(by: .silu)
        })
    }
  }
}

extension PatchDiscriminator.Configuration {
  /// Everything that is wrong with these settings.
  public var problems: [ConfigurationProblem] {
    for (name, value) in [("channels", channels), ("groups", groups)] where !(1...4096 ~= value) {
      return [
        ConfigurationProblem(
          setting: name, message: "must be between 1 and 4096, but is \(value)")
      ]
    }
    guard 1...8 ~= widths.count, widths.allSatisfy({ 1...4096 ~= $0 }) else {
      return [
        ConfigurationProblem(
          setting: "widths", message: "must be 1 to 8 numbers between 1 and 4096, but are \(widths)"
        )
      ]
    }
    return widths.dropFirst().filter { !$0.isMultiple(of: groups) }.map { width in
      ConfigurationProblem(
        setting: "widths", message: "\(width) is not divisible by \(groups) groups",
        cause: .indivisible(by: "groups"))
    }
  }
}

extension Variable {
  /// The hinge loss (Lim & Ye 2017) of a discriminator that gives these scores to images and the
  /// scores `rebuilt` to reconstructions: ½ (mean max(0, 1 − self) + mean max(0, 1 + rebuilt)).
  public func hingeLoss(against rebuilt: Variable) -> Variable {
    let most = Float.greatestFiniteMagnitude
    // max(0, 1 − x) = 1 + max(−1, −x)
    let real = (-self).clipped(to: -1...most).mean()
    let fake = rebuilt.clipped(to: -1...most).mean()
    return (real + fake) * 0.5 + Variable(Tensor([1], shape: []))
  }
}
