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
      return "\(file): the tensor “\(tensor)” \(problem); fetch or save the file again"
    case .missingTensor(let file, let tensor, let nearest):
      let hint = nearest.map { "; did you mean “\($0)”?" } ?? ""
      return """
        \(file): there is no tensor “\(tensor)”\(hint) \
        (is the file of the architecture that its config.json declares?)
        """
    case .wrongShape(let file, let tensor, let expected, let found):
      return """
        \(file): the tensor “\(tensor)” has the shape \(found), but the model needs \(expected); \
        use the configuration that the file was saved with
        """
    case .unsupportedType(let file, let tensor, let type):
      return """
        \(file): the tensor “\(tensor)” holds \(type) numbers; \
        convert it to F32, F16 or BF16
        """
    }
  }
}
