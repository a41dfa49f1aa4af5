/// How many multiply-adds a network computes, derived from its settings: those of matrix products
/// and convolutions, beside which the rest is negligible.
extension DenoisingUNet.Configuration {
  /// The multiply-adds of the forward pass over one image of such sides.
  ///
  /// - Parameter words: how many states of a text the image attends to.
  public func multiplyAdds(height: Int, width side: Int, words: Int) -> Double {
    func pixels(_ level: Int) -> Double { Double(height * side) / Double(1 << (2 * level)) }
    func convolution(_ inputs: Int, _ outputs: Int, _ level: Int) -> Double {
      9 * pixels(level) * Double(inputs * outputs)
    }
    func block(_ inputs: Int, _ level: Int, attends: Bool) -> Double {
      let (outputs, pixels) = (width(level), pixels(level))
      let residual =
        convolution(inputs, outputs, level) + convolution(outputs, outputs, level)
        + Double(timeWidth * outputs) + (inputs == outputs ? 0 : pixels * Double(inputs * outputs))
      return residual + (attends ? transformer(outputs, pixels: pixels, words: Double(words)) : 0)
    }

    var total = Double(width * timeWidth + timeWidth * timeWidth + (textWidth ?? 0) * timeWidth)
    total += convolution(channels, width, 0) + convolution(width, channels, 0)
    var (current, skips) = (width, [width])
    for level in 0..<levels {
      for _ in 0..<blocks {
        total += block(current, level, attends: attends(level))
        current = width(level)
        skips.append(current)
      }
      guard level + 1 < levels else { break }
      skips.append(current)
      total += convolution(current, current, level + 1)
    }
    total += block(current, levels - 1, attends: true) + block(current, levels - 1, attends: false)
    for level in (0..<levels).reversed() {
      for _ in 0...blocks {
        total += block(current + skips.removeLast(), level, attends: attends(level))
        current = width(level)
      }
      if level > 0 { total += convolution(current, current, level - 1) }
    }
    return total
  }

  private func transformer(_ channels: Int, pixels: Double, words: Double) -> Double {
    let width = Double(channels)
    func attention(to places: Double, of context: Double) -> Double {
      2 * pixels * width * width + 2 * places * context * width + 2 * pixels * places * width
    }
    let cross = textWidth.map { attention(to: words, of: Double($0)) } ?? 0
    return attention(to: pixels, of: width) + cross + 8 * pixels * width * width
  }
}

extension TextEncoder {
  /// The multiply-adds that compute the states of one caption.
  var multiplyAdds: Double {
    let configuration = transformer.configuration
    let (width, length) = (Double(configuration.width), Double(configuration.context))
    return Double(configuration.layers)
      * (12 * width * width * length + 2 * width * length * length)
  }
}

extension DiffusionModel.Configuration {
  /// The multiply-adds of training on one image, without what depends on the length of its text.
  public var leastTrainingMultiplyAdds: Double {
    3 * network.multiplyAdds(height: height, width: width, words: 0)
  }
}

extension DiffusionModel {
  /// The multiply-adds of training on one image: a forward pass, and a backward pass of twice as
  /// many through what is trained.
  public var trainingMultiplyAdds: Double {
    let network = configuration.network.multiplyAdds(
      height: configuration.height, width: configuration.width, words: text?.length ?? 0)
    return 3 * network + (isTextFixed ? 1 : 3) * (text?.multiplyAdds ?? 0)
  }
}
