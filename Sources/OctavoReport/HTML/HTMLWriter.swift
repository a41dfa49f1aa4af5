/// Writes nodes as bytes that are both HTML and XML: end tags are written out, void elements closed,
/// every attribute quoted.
package struct HTMLWriter {
  private var output = ""

  package static func document(_ root: HTMLNode) -> String {
    var writer = HTMLWriter()
    writer.output = "<!DOCTYPE html>\n"
    writer.write(root)
    writer.output += "\n"
    return writer.output
  }

  package static func fragment(_ node: HTMLNode) -> String {
    var writer = HTMLWriter()
    writer.write(node)
    return writer.output
  }

  private mutating func write(_ node: HTMLNode) {
    switch node {
    case .text(let text): escape(text, quotes: false)
    case .fragment(let nodes): for node in nodes { write(node) }
    case .element(let tag, let attributes, let children):
      output += "<\(tag.name)"
      for attribute in attributes {
        output += " \(attribute.name)=\""
        escape(attribute.value, quotes: true)
        output += "\""
      }
      if tag.isVoid || (children.isEmpty && Self.selfClosing.contains(tag)) {
        output += "/>"
        return
      }
      output += ">"
      if tag == .style {
        writeStyle(HTMLNode.fragment(children).plainText)
      } else {
        writeChildren(of: tag, children)
      }
      output += "</\(tag.name)>"
    }
  }

  private mutating func writeChildren(of tag: HTMLTag, _ children: [HTMLNode]) {
    // A parser of HTML drops a line end that directly follows `<pre>`.
    if tag == .pre, HTMLNode.fragment(children).plainText.first?.isNewline == true {
      output += "\n"
    }
    for child in children { write(child) }
  }

  /// A parser of HTML reads a style sheet as it stands, one of XML does not: so it may hold nothing
  /// that either would take for markup.
  private mutating func writeStyle(_ rules: String) {
    precondition(!rules.contains("<") && !rules.contains("&"), "a style sheet holds no markup")
    output += rules
  }

  /// Within SVG and MathML a parser of HTML honours `/>`; elsewhere it does not.
  private static let selfClosing: Set<HTMLTag> = [.path, .circle, .rect, .g, .mspace, .mrow]

  private mutating func escape(_ text: String, quotes: Bool) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": output += "&amp;"
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "\"" where quotes: output += "&quot;"
      case "\n" where quotes: output += "&#10;"
      case "\t", "\n": output.unicodeScalars.append(scalar)
      case "\r": output += "&#13;"
      case _ where Self.isForbidden(scalar): output += "\u{FFFD}"
      default: output.unicodeScalars.append(scalar)
      }
    }
  }

  /// Scalars that neither XML 1.0 nor HTML allows in a text.
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: true
    case 0xFDD0...0xFDEF: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }
}
