/// How different images look to a network that was trained for another task: the distance between
/// its features of them (Zhang et al. 2018, equation 1, with all its weights one).
///
/// After each block of the network every position's channels are scaled to unit length. The distance
/// of two images is the squared length of the difference, averaged over positions and blocks, so it
/// lies between 0 and 4. Zhang et al. use a convolutional network and add up its layers; here the
/// network is a vision transformer.
public struct PerceptualDistance: Sendable {
  public let configuration: ImageEncoder.Configuration
  private let parameters: Parameters

  /// - Parameter parameters: of an encoder of this configuration.
  public init(_ configuration: ImageEncoder.Configuration, _ parameters: Parameters) {
    self.configuration = configuration
    self.parameters = parameters
  }

  /// The mean distance of images from the others of the same index, a scalar. Both are (B, H, W,
  /// channels).
  public func callAsFunction(_ images: Variable, to others: Tensor) -> Variable {
    let network = network
    let theirs = features(Variable(others), network)
    let distances = zip(features(images, network), theirs).map { ours, theirs in
      ours.meanSquaredError(theirs.value)
    }
    let scale = Float(configuration.width) / Float(distances.count)
    return distances.dropFirst().reduce(distances[0], +) * scale
  }

  /// The distance of each image from the other of the same index.
  public func distances(_ images: Tensor, to others: Tensor) -> [Double] {
    (0..<images.shape[0]).map { row in
      Double(self(Variable(images.batchRow(row)), to: others.batchRow(row)).value.scalar)
    }
  }

  /// A checksum of the network's parameters.
  var checksum: UInt64 {
    parameters.tensors.reduce(0x9e37_79b9_7f4a_7c15) { $0 &* 31 ^ $1.checksum }
  }

  private var network: ImageEncoder.Network {
    ImageEncoder.Network(ParameterSource(Weights(parameters)), configuration)
  }

  private func features(_ images: Variable, _ network: ImageEncoder.Network) -> [Variable] {
    network.statesByBlock(images).map { $0.scaledToUnitLength() }
  }
}
