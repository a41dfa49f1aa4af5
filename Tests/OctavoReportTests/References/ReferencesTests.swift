import OctavoNotebook
import OctavoReport
import OctavoResults
import Testing

@Suite struct ReferencesTests {
  private static func work(_ key: String, _ authors: String, _ year: String?, _ title: String)
    -> Reference
  {
    var fields = ["author": authors, "title": title]
    fields["year"] = year
    return Reference(key: key, type: "misc", fields: fields)
  }

  private static let works = [
    work("one", "Ouyang, Long and Wu, Jeff and Jiang, Xu", "2022", "B"),
    work("other", "Ouyang, Long and Wu, Jeff and Zhang, Y", "2022", "A"),
    work("two", "Öz, A. and van Dyk, B.", "1999", "C"),
    work("none", "Zed, Q.", nil, "D"), work("uncited", "Nobody", "2000", "E"),
    work("alone", "{Open Group} and others", "2001", "F"),
  ]

  private func references() -> References {
    let prose = ["one", "other", "two", "none", "alone"].map {
      Inline.citation(Citation([.init($0)], isNarrative: true, source: "@\($0)"))
    }
    return References(Self.works, citedIn: [.paragraph(prose)])
  }

  @Test func listsWhatIsCitedInOrder() {
    #expect(references().works.map(\.text.key) == ["alone", "one", "other", "two", "none"])
    #expect(references().works.map(\.year) == ["2001", "2022a", "2022b", "1999", "n.d."])
  }

  @Test(arguments: [
    ("one", true, "Ouyang et al. (2022a)"), ("one", false, "(Ouyang et al., 2022a)"),
    ("two", true, "Öz and van Dyk (1999)"), ("alone", false, "(Open Group et al., 2001)"),
    ("none", true, "Zed (n.d.)"), ("missing", false, "[@missing]"),
  ])
  func words(_ key: String, _ isNarrative: Bool, _ text: String) {
    let citation = Citation([.init(key)], isNarrative: isNarrative, source: "[@\(key)]")
    #expect(references().text(of: citation).replacing("\u{A0}", with: " ") == text)
  }

  @Test func groups() {
    let citation = Citation(
      [
        .init("two", prefix: "see", suffix: ", p. 4"), .init("one", isYearAlone: true),
        .init("missing"),
      ], isNarrative: false, source: "")
    #expect(references().text(of: citation) == "(see Öz and van Dyk, 1999, p. 4; 2022a; @missing)")
  }

  private func shown(_ fields: [String: String], type: String = "article") -> String {
    let reference = Reference(key: "k", type: type, fields: fields)
    let cited = Inline.citation(Citation([.init("k")], isNarrative: true, source: "@k"))
    let works = References([reference], citedIn: [.paragraph([cited])]).works
    return HTMLNode.fragment(ReferenceView(work: works[0]).nodes).plainText
      .replacing("\u{A0}", with: " ")
  }

  @Test func anArticle() {
    #expect(
      shown([
        "author": "Robertson, Stephen and Zaragoza, Hugo", "title": "The {BM25} Framework?",
        "journal": "Foundations", "volume": "3", "number": "4", "pages": "333-389",
        "year": "2009", "doi": "https://doi.org/10.1/x", "url": "https://doi.org/10.1/x",
      ])
        == "Robertson, S., and Zaragoza, H. (2009). The BM25 Framework? Foundations, 3(4), 333–389. "
        + "doi:10.1/x")
  }

  @Test func aPreprint() {
    #expect(
      shown([
        "author": "Jean-Paul Marat and others", "title": "T", "year": "2017",
        "journal": "arXiv preprint arXiv:1707.06347",
      ]) == "Marat, J.-P., et al. (2017). T. arXiv:1707.06347")
  }

  @Test func aBookWithoutAuthors() {
    #expect(
      shown(["title": "T", "publisher": "P", "year": "2000", "url": "javascript:x"], type: "book")
        == "P (2000). T. javascript:x")
  }
}
