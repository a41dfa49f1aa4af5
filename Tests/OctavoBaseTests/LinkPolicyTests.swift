import OctavoBase
import Testing

@Suite struct LinkPolicyTests {
  @Test(arguments: [
    ("https://example.org", "https"), ("HTTP:x", "http"), ("mailto:ada@example.org", "mailto"),
    (" java\nscript:x", "javascript"), ("a+b-c.d:x", "a+b-c.d"), ("folder/a:b", nil),
    ("?q=a:b", nil), ("1a:b", nil), (":x", nil), ("#a:b", nil), ("", nil), ("é:x", nil),
  ])
  func schemes(address: String, scheme: String?) {
    #expect(LinkPolicy.scheme(of: address) == scheme)
  }

  @Test(arguments: [
    ("https://example.org", true), ("other.md", true), ("#step", true), ("//example.org", true),
    ("ftp://example.org", false), ("blob:x", false), ("javascript:x", false),
    ("data:image/png;base64,", false),
  ])
  func linked(address: String, isLinked: Bool) {
    #expect(LinkPolicy.isLinked(address) == isLinked)
  }

  @Test func onlyImagesMayBeData() {
    #expect(LinkPolicy.refusedScheme(ofImage: "data:image/png;base64,") == nil)
    #expect(LinkPolicy.refusedScheme(ofImage: "data:text/html,x") == "data")
    #expect(LinkPolicy.refusedScheme(ofLink: "data:image/png;base64,") == "data")
    #expect(LinkPolicy.refusedScheme(ofLink: "ftp://example.org") == nil)
  }
}
