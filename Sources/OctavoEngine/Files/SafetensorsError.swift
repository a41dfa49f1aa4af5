/// Why tensors cannot be read from or written to safetensors files.
public enum SafetensorsError: Error, Hashable, Sendable {
  case unreadable(file: String, reason: String)
  case unwritable(file: String, reason: String)
  /// The file as a whole is not what the format prescribes.
  case corrupt(file: String, problem: String)
  /// The header's description of one tensor is not what the format prescribes.
  case corruptTensor(file: String, tensor: String, problem: String)
  case missingTensor(file: String, tensor: String, nearest: String?)
  case wrongShape(file: String, tensor: String, expected: [Int], found: [Int])
  case unsupportedType(file: String, tensor: String, type: String)
  /// The file holds something else; `content` names it and the remedy.
  case foreign(file: String, content: String)
  /// A number is NaN or infinite. `position` has its place along each of the tensor's axes.
  case notFinite(file: String, tensor: String, position: [Int], number: Float)
}

extension SafetensorsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let file, let reason):
      return "\(file): the file cannot be read: \(reason)"
    case .unwritable(let file, let reason):
      return "\(file): the file cannot be written: \(reason)"
    case .corrupt(let file, let problem):
      return "\(file): this is not a whole safetensors file: \(problem); fetch or save it again"
    case .corruptTensor(let file, let tensor, let problem):
      return
        "\(file): the tensor \(tensor.quotedForDisplay) \(problem); fetch or save the file again"
    case .missingTensor(let file, let tensor, let nearest):
      let hint = nearest.map { "; did you mean \($0.quotedForDisplay)?" } ?? ""
      return """
        \(file): there is no tensor \(tensor.quotedForDisplay)\(hint) \
        (is the file of the architecture that its config.json declares?)
        """
    case .wrongShape(let file, let tensor, let expected, let found):
      return """
        \(file): the tensor \(tensor.quotedForDisplay) has the shape \(found), but the model needs \(expected); \
        use the configuration that the file was saved with
        """
    case .unsupportedType(let file, let tensor, let type):
      return """
        \(file): the tensor \(tensor.quotedForDisplay) holds \(type.shownForDisplay) numbers; \
        convert it to F32, F16 or BF16
        """
    case .foreign(let file, let content):
      return "\(file): \(content)"
    case .notFinite(let file, let tensor, let position, let number):
      return """
        \(file): the tensor \(tensor.quotedForDisplay) holds a number that is not finite, \
        \(number.isNaN ? "NaN" : number < 0 ? "−∞" : "∞") at \(position); \
        use weights from before the training diverged
        """
    }
  }
}
