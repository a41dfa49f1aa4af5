/// The elements a report is made of. There is no `script`, `iframe`, `form` or `object` among them,
/// and no other tag can be made: a page that holds one cannot be written down. An `input` can only
/// be pressed or ticked, for the style sheet to see.
///
/// A tag is called like a function: `HTMLTag.p(.class("lead")) { "Hello" }`.
package struct HTMLTag: Hashable, Sendable {
  package let name: String
  /// Whether the element has no content and no end tag.
  package let isVoid: Bool

  init(_ name: String, isVoid: Bool = false) {
    self.name = name
    self.isVoid = isVoid
  }

  package func callAsFunction(
    _ attributes: HTMLAttribute?..., @HTMLBuilder children: () -> [HTMLNode] = { [] }
  ) -> HTMLNode {
    .element(self, attributes.compactMap { $0 }, children())
  }
}

extension HTMLTag {
  package static let html = HTMLTag("html")
  package static let head = HTMLTag("head")
  package static let meta = HTMLTag("meta", isVoid: true)
  package static let title = HTMLTag("title")
  package static let style = HTMLTag("style")
  package static let body = HTMLTag("body")

  package static let header = HTMLTag("header")
  package static let main = HTMLTag("main")
  package static let section = HTMLTag("section")
  package static let nav = HTMLTag("nav")
  package static let footer = HTMLTag("footer")
  package static let div = HTMLTag("div")
  package static let details = HTMLTag("details")
  package static let summary = HTMLTag("summary")
  package static let figure = HTMLTag("figure")
  package static let figcaption = HTMLTag("figcaption")

  package static let fieldset = HTMLTag("fieldset")
  package static let legend = HTMLTag("legend")
  package static let label = HTMLTag("label")
  package static let input = HTMLTag("input", isVoid: true)

  package static let p = HTMLTag("p")
  package static let blockquote = HTMLTag("blockquote")
  package static let pre = HTMLTag("pre")
  package static let ol = HTMLTag("ol")
  package static let ul = HTMLTag("ul")
  package static let li = HTMLTag("li")
  package static let dl = HTMLTag("dl")
  package static let dt = HTMLTag("dt")
  package static let dd = HTMLTag("dd")
  package static let hr = HTMLTag("hr", isVoid: true)

  package static let a = HTMLTag("a")
  package static let b = HTMLTag("b")
  package static let br = HTMLTag("br", isVoid: true)
  package static let code = HTMLTag("code")
  package static let del = HTMLTag("del")
  package static let em = HTMLTag("em")
  package static let kbd = HTMLTag("kbd")
  package static let img = HTMLTag("img", isVoid: true)
  package static let small = HTMLTag("small")
  package static let span = HTMLTag("span")
  package static let sub = HTMLTag("sub")
  package static let sup = HTMLTag("sup")
  package static let strong = HTMLTag("strong")

  package static let table = HTMLTag("table")
  package static let thead = HTMLTag("thead")
  package static let tbody = HTMLTag("tbody")
  package static let tr = HTMLTag("tr")
  package static let th = HTMLTag("th")
  package static let td = HTMLTag("td")

  package static let svg = HTMLTag("svg")
  package static let desc = HTMLTag("desc")
  package static let g = HTMLTag("g")
  package static let path = HTMLTag("path")
  package static let circle = HTMLTag("circle")
  package static let rect = HTMLTag("rect")
  package static let textLabel = HTMLTag("text")

  /// A heading of level 1 to 6.
  package static func heading(_ level: Int) -> HTMLTag { HTMLTag("h\(min(max(level, 1), 6))") }
}
