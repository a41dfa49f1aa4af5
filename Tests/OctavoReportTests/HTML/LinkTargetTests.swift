import OctavoReport
import Testing

@Suite struct LinkTargetTests {
  @Test(arguments: [
    "https://example.org/a?b=c#d", "HTTP://example.org", "mailto:ada@example.org", "other.html",
    "../data/x.csv", "#section", "?q=a:b", "folder/a:b", "", ":x", "foo):",
  ])
  func safeAddresses(address: String) {
    #expect(LinkTarget(address)?.address == address)
  }

  @Test(arguments: [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
    "java\tscript:alert(1)", "\u{1}javascript:alert(1)", "vbscript:x", "data:text/html,x",
    "file:///etc/passwd", "ftp://example.org", "blob:x",
  ])
  func refusedAddresses(address: String) {
    #expect(LinkTarget(address) == nil)
  }

  @Test(arguments: [
    ("/my notes", "/my%20notes"), ("/fäö", "/f%C3%A4%C3%B6"), ("a\\b", "a%5Cb"),
    ("a%20b", "a%20b"), ("a\"b<c>", "a%22b%3Cc%3E"), ("java\u{0}script:x", nil),
    ("損失", "%E6%90%8D%E5%A4%B1"),
  ])
  func addressesAreEncoded(address: String, expected: String?) {
    #expect(LinkTarget(address)?.address == expected)
  }
}
