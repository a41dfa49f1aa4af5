internal import CCMark

/// A text as libcmark reads it: the only file that sees libcmark.
final class CMarkDocument {
  let root: CMarkNode

  init?(_ text: [UInt8]) {
    let document = text.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { buffer in
        // Without CMARK_OPT_SOURCEPOS a code span across lines loses count of them.
        cmark_parse_document(buffer.baseAddress, buffer.count, CMARK_OPT_SOURCEPOS)
      }
    }
    guard let document else { return nil }
    root = CMarkNode(pointer: document)
  }

  deinit { cmark_node_free(root.pointer) }
}

/// A node of a document; it lives as long as that does.
struct CMarkNode {
  enum Kind {
    case document, quote, list, item, code, html, paragraph, heading, thematicBreak
    case text, softBreak, lineBreak, codeSpan, inlineHTML, emphasis, strong, link, image
    case other
  }

  fileprivate let pointer: OpaquePointer

  var kind: Kind {
    switch cmark_node_get_type(pointer) {
    case CMARK_NODE_DOCUMENT: .document
    case CMARK_NODE_BLOCK_QUOTE: .quote
    case CMARK_NODE_LIST: .list
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_CODE_BLOCK: .code
    case CMARK_NODE_HTML_BLOCK: .html
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: .heading
    case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
    case CMARK_NODE_TEXT: .text
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: .codeSpan
    case CMARK_NODE_HTML_INLINE: .inlineHTML
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK: .link
    case CMARK_NODE_IMAGE: .image
    default: .other
    }
  }

  var isInline: Bool { cmark_node_get_type(pointer).rawValue >= CMARK_NODE_FIRST_INLINE.rawValue }

  var parent: CMarkNode? { cmark_node_parent(pointer).map(CMarkNode.init) }
  var firstChild: CMarkNode? { cmark_node_first_child(pointer).map(CMarkNode.init) }
  var next: CMarkNode? { cmark_node_next(pointer).map(CMarkNode.init) }
  var children: [CMarkNode] {
    Array(sequence(first: firstChild) { $0?.next }.lazy.compactMap(\.self))
  }

  func isSame(as other: CMarkNode) -> Bool { pointer == other.pointer }

  /// Of the text that was parsed, from 1; columns count bytes.
  var startLine: Int { Int(cmark_node_get_start_line(pointer)) }
  var endLine: Int { Int(cmark_node_get_end_line(pointer)) }
  var startColumn: Int { max(Int(cmark_node_get_start_column(pointer)), 1) }

  var literal: String { string(cmark_node_get_literal(pointer)) }
  var destination: String { string(cmark_node_get_url(pointer)) }
  var title: String { string(cmark_node_get_title(pointer)) }
  var info: String { string(cmark_node_get_fence_info(pointer)) }
  var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
  var isTight: Bool { cmark_node_get_list_tight(pointer) != 0 }

  /// The first number of an ordered list.
  var listStart: Int? {
    cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST
      ? Int(cmark_node_get_list_start(pointer)) : nil
  }

  private func string(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map(String.init(cString:)) ?? ""
  }
}
