/// Light, dark, or as the reader's system has it: three buttons of which one is pressed. The style
/// sheet looks at which one that is, so no script is needed.
enum SchemeSwitch {
  /// The values that the style sheet asks for.
  static let light = "scheme-light"
  static let dark = "scheme-dark"
  private static let automatic = "scheme-auto"
  private static let group = "scheme"

  static var node: HTMLNode {
    HTMLTag.fieldset(.class("scheme")) {
      HTMLTag.legend { phrases.colors }
      button(automatic, phrases.automatic, isPressed: true)
      button(light, phrases.light)
      button(dark, phrases.dark)
    }
  }

  private static func button(
    _ identifier: String, _ name: String, isPressed: Bool = false
  ) -> HTMLNode {
    HTMLTag.label {
      HTMLTag.input(
        .radio, .name(group), .id(identifier), .value(identifier), isPressed ? .checked : nil)
      HTMLTag.span { name }
    }
  }
}
