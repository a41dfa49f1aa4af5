extension Explanation {
  /// Of a reference to a block that stands further down.
  package static func reference(forwardTo name: Key, of kind: Block.Kind) -> Explanation {
    Explanation(
      .forwardReference, "the \(kind.rawValue) `\(name.text)` is defined only further down",
      remedy: "references run backwards: move it above this block",
      notes: [.init(at: name.range, "it is defined here")])
  }
}
