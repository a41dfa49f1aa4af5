/// The attributes a report uses. No event handler is among them, and what a link or an image may
/// point to is a type of its own.
package struct HTMLAttribute: Hashable, Sendable {
  package let name: String
  package let value: String

  init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension HTMLAttribute {
  package static func id(_ value: String) -> Self { Self("id", value) }
  package static func `class`(_ value: String) -> Self { Self("class", value) }
  package static func lang(_ value: String) -> Self { Self("lang", value) }
  package static func title(_ value: String) -> Self { Self("title", value) }
  package static func role(_ value: String) -> Self { Self("role", value) }
  package static func tabindex(_ value: Int) -> Self { Self("tabindex", String(value)) }
  package static func ariaLabel(_ value: String) -> Self { Self("aria-label", value) }
  package static func ariaLabeledBy(_ value: String) -> Self { Self("aria-labelledby", value) }
  /// Of details that are not folded.
  package static let open = Self("open", "")
  /// What the style sheet writes before a cell that stands apart from its column's head.
  package static func dataLabel(_ value: String) -> Self { Self("data-label", value) }
  package static let ariaHidden = Self("aria-hidden", "true")

  package static func href(_ target: LinkTarget) -> Self { Self("href", target.address) }
  package static func href(_ file: EnclosedFile) -> Self { Self("href", file.dataURI) }
  package static func download(_ name: String) -> Self { Self("download", name) }
  package static func source(_ image: EmbeddedImage) -> Self { Self("src", image.dataURI) }
  package static func alternative(_ value: String) -> Self { Self("alt", value) }

  package static func charset(_ value: String) -> Self { Self("charset", value) }
  package static func name(_ value: String) -> Self { Self("name", value) }
  package static func content(_ value: String) -> Self { Self("content", value) }
  package static func httpEquivalent(_ value: String) -> Self { Self("http-equiv", value) }

  package static func property(_ value: String) -> Self { Self("property", value) }

  package static let radio = Self("type", "radio")
  package static let checkbox = Self("type", "checkbox")
  package static let checked = Self("checked", "")
  package static func value(_ value: String) -> Self { Self("value", value) }

  package static func scope(_ value: String) -> Self { Self("scope", value) }
  package static func columnSpan(_ value: Int) -> Self { Self("colspan", String(value)) }
  package static func start(_ value: Int) -> Self { Self("start", String(value)) }
  package static func width(_ value: Int) -> Self { Self("width", String(value)) }
  package static func height(_ value: Int) -> Self { Self("height", String(value)) }
}

/// Geometry of SVG. Coordinates are written with one decimal, which at a plot's size is finer than
/// any screen.
extension HTMLAttribute {
  package static func viewBox(
    x: Double = 0, y: Double = 0, width: Double, height: Double
  ) -> Self {
    let numbers = [x, y, width, height].map { Coordinate($0).description }
    return Self("viewBox", numbers.joined(separator: " "))
  }
  package static func x(_ value: Double) -> Self { Self("x", Coordinate(value).description) }
  package static func y(_ value: Double) -> Self { Self("y", Coordinate(value).description) }
  package static func cx(_ value: Double) -> Self { Self("cx", Coordinate(value).description) }
  package static func cy(_ value: Double) -> Self { Self("cy", Coordinate(value).description) }
  package static func r(_ value: Double) -> Self { Self("r", Coordinate(value).description) }
  package static func width(_ value: Double) -> Self {
    Self("width", Coordinate(value).description)
  }
  package static func height(_ value: Double) -> Self {
    Self("height", Coordinate(value).description)
  }
  package static func d(_ path: SVGPath) -> Self { Self("d", path.description) }
}
