/// Signs that stand around something, and may grow with it.
enum Delimiters {
  struct Entry {
    var text: String
    var mathClass: MathClass
    /// Whether the command also stands for a sign where nothing grows.
    var isSymbol = true
  }

  static let named: [String: Entry] = {
    var result: [String: Entry] = [:]
    func add(_ words: String, _ mathClass: MathClass, isSymbol: Bool = true) {
      for (name, text) in WordList.pairs(words) {
        result[name] = Entry(text: text, mathClass: mathClass, isSymbol: isSymbol)
      }
    }
    add("{ { lbrace { lbrack [ langle ⟨ lceil ⌈ lfloor ⌊ lvert | lVert ‖ llbracket ⟦", .opening)
    add("} } rbrace } rbrack ] rangle ⟩ rceil ⌉ rfloor ⌋ rvert | rVert ‖ rrbracket ⟧", .closing)
    add("ulcorner ⌜ lgroup ⟮ lmoustache ⎰", .opening)
    add("urcorner ⌝ rgroup ⟯ rmoustache ⎱", .closing)
    add("| ‖ Vert ‖ vert | backslash \\", .ordinary)
    add(
      "uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕", .relation,
      isSymbol: false)
    return result
  }()

  /// Characters that can grow; `<` and `>` are angle brackets then.
  static let characters: [Unicode.Scalar: String] = [
    "(": "(", ")": ")", "[": "[", "]": "]", "|": "|", "/": "/", "<": "⟨", ">": "⟩", "⟨": "⟨",
    "⟩": "⟩", "⌈": "⌈", "⌉": "⌉", "⌊": "⌊", "⌋": "⌋", "‖": "‖", "∥": "‖", "↑": "↑", "↓": "↓",
    ".": "",
  ]

  /// `\big` and its kin: the height in em, and the class if the name tells it.
  static let sizes: [String: (height: Double, mathClass: MathClass)] = {
    var result: [String: (height: Double, mathClass: MathClass)] = [:]
    for (name, height) in [("big", 1.2), ("Big", 1.8), ("bigg", 2.4), ("Bigg", 3.0)] {
      result[name] = (height, .ordinary)
      result[name + "l"] = (height, .opening)
      result[name + "r"] = (height, .closing)
      result[name + "m"] = (height, .relation)
    }
    return result
  }()
}
