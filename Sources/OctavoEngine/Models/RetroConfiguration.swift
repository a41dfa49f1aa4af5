extension RetroModel.Configuration {
  /// Everything that is wrong with these settings; empty when a model can be made of them.
  public var problems: [ConfigurationProblem] {
    let ranges = [
      ("chunk", retrieval.chunk, 2...4096), ("neighbors", retrieval.neighbors, 1...64),
      ("firstBlock", retrieval.firstBlock, 0...4096),
      ("blockInterval", retrieval.blockInterval, 1...4096),
      ("encoderLayers", retrieval.encoderLayers, 1...64),
    ]
    let problems =
      language.problems
      + ranges.filter { !$0.2.contains($0.1) }.map { name, value, range in
        ConfigurationProblem(
          setting: name,
          message: "must be between \(range.lowerBound) and \(range.upperBound), but is \(value)")
      }
    guard problems.isEmpty else { return problems }
    if language.virtualTokens != nil {
      return [
        ConfigurationProblem(
          setting: "virtualTokens", message: "a model with virtual tokens cannot read neighbors")
      ]
    }
    // Nothing would balance them in training.
    if language.experts != nil {
      return [
        ConfigurationProblem(
          setting: "experts", message: "a model with experts cannot read neighbors")
      ]
    }
    if !language.context.isMultiple(of: retrieval.chunk) {
      return [
        ConfigurationProblem(
          setting: "chunk",
          message: "a context of \(language.context) tokens is not divisible into chunks of "
            + "\(retrieval.chunk)", cause: .indivisible(by: "context"))
      ]
    }
    if retrieval.firstBlock >= language.layers {
      return [
        ConfigurationProblem(
          setting: "firstBlock",
          message: "no block reads neighbors: the model has \(language.layers), and the first that "
            + "reads them would be number \(retrieval.firstBlock + 1)")
      ]
    }
    if !language.headWidth.isMultiple(of: 2) {
      return [
        ConfigurationProblem(
          setting: "width",
          message: "rotary positions turn pairs of channels, but a head has "
            + "\(language.headWidth)")
      ]
    }
    return []
  }

  /// An estimate of the memory that training takes, in bytes.
  ///
  /// - Precondition: there are no `problems`.
  public func trainingBytes(batch: Int) -> Int {
    let (sum, overflows) = language.trainingBytes(batch: batch)
      .addingReportingOverflow(bytesOfReading(batch: batch, kept: Double(layersOfReading)))
    return overflows ? .max : sum
  }

  /// An estimate of the memory that one pass takes, in bytes.
  ///
  /// - Precondition: there are no `problems`.
  public func inferenceBytes(batch: Int) -> Int {
    let (sum, overflows) = language.inferenceBytes(batch: batch)
      .addingReportingOverflow(bytesOfReading(batch: batch, kept: 1))
    return overflows ? .max : sum
  }

  private var layersOfReading: Int {
    retrieval.encoderLayers + (0..<language.layers).count { retrieval.isRead(inBlock: $0) }
  }

  /// In bytes of Float32 numbers: the parameters with gradient and moments, and for each token of
  /// the neighbors the channels that `layers` layers keep.
  private func bytesOfReading(batch: Int, kept layers: Double) -> Int {
    let tokens = Double(batch) * Double(language.context) * Double(2 * retrieval.neighbors)
    let channels = layers * Double(12 * language.width + 3 * language.hiddenWidth)
    let numbers = 4 * Double(retrievalParameterCount) + tokens * channels
    return Int(exactly: (4 * numbers).rounded()) ?? .max
  }
}
