import OctavoRunner

/// What went wrong in a step, and how to mend it.
struct OperationError: Error, CustomStringConvertible {
  let message: String
  let remedy: String?

  init(_ message: String, remedy: String? = nil) {
    self.message = message
    self.remedy = remedy
  }

  var description: String { remedy.map { "\(message); \($0)" } ?? message }
}

extension Problems {
  /// Reports what a computation throws that can be made ahead of the run.
  mutating func report(at option: FieldReference?, whatFails computation: () throws -> Void) {
    do { try computation() } catch let error as OperationError {
      report(at: option, error.message, remedy: error.remedy)
    } catch {
      report(at: option, String(describing: error))
    }
  }
}
