extension AnsweringModel {
  /// What is known of a model without its tensors.
  public struct Description: Codable, Hashable, Sendable {
    public enum Reader: Codable, Hashable, Sendable {
      case fused(FusionModel.Description)
      case compared(ContrastiveModel.Description)
    }

    public let reader: Reader
    public let answers: [String]
    public let seesImages: Bool
  }

  public var description: Description {
    let reader: Description.Reader =
      switch reader {
      case .fused(let model): .fused(model.description)
      case .compared(let model): .compared(model.description)
      }
    return Description(reader: reader, answers: answers, seesImages: seesImages)
  }

  /// Hands over the bytes of a safetensors file.
  public func write(_ write: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    let read =
      switch reader {
      case .fused(let model): model.parameters.deferred(prefix: "reader")
      case .compared(let model): model.deferred(prefix: "reader")
      }
    try Safetensors.encode(read + head.deferred(prefix: "head"), write)
  }

  /// Reads what `write(_:)` wrote.
  ///
  /// - Throws: where the file does not hold such a model.
  public init(_ description: Description, _ file: SafetensorsFile) throws {
    try self.init(description) { prefix, shapes in try file.parameters(shapes, prefix: prefix) }
  }

  /// A model of the parameters that `read` finds for each part.
  private init(
    _ description: Description,
    _ read: (_ prefix: String, [ParameterShape]) throws -> Parameters
  ) throws {
    let reader: Reader =
      switch description.reader {
      case .fused(let inner):
        .fused(try FusionModel(inner) { try read("reader", $0) })
      case .compared(let inner):
        .compared(
          try ContrastiveModel(inner) { part, shapes in
            try read(part.map { "reader.\($0)" } ?? "reader", shapes)
          })
      }
    self.init(
      reader, description.answers, description.seesImages,
      head: try read("head", reader.headShapes(answers: description.answers.count)))
  }
}

extension AnsweringModel: ArchivedModel {
  package init(_ description: Description, from queue: inout TensorQueue) throws {
    try self.init(description) { _, shapes in try queue.take(shapes) }
  }
}

extension AnsweringModel: DescribedModel {}
