import Foundation

extension String {
  /// A notebook's name as prose has it: `validation-loss` is “validation loss”.
  package var spaced: String { replacing("-", with: " ") }
}
