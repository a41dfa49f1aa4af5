import OctavoEngine
import OctavoRunner

extension Problems {
  /// Reports a text whose documents are rearranged already.
  mutating func requireNotRearranged(_ data: Binding<Corpus>) {
    guard data.outline?.isRearranged == true else { return }
    report(
      at: data.field, "documents of this text are rearranged already",
      remedy: "give the text as it was before `text.infill`")
  }
}

extension Corpus {
  /// - Throws: `OperationError` where the text holds a character that announces a part.
  func requireNoSentinels() throws {
    for sentinel in GappedText.Sentinel.all
    where training.contains(sentinel) || validation.contains(sentinel) {
      throw OperationError(
        "the text holds `\(sentinel)`, which announces a part of a rearranged document",
        remedy: "rearrange a text once only, or replace the character in its file")
    }
  }
}
