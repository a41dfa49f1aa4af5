import OctavoReport
import Testing

@Suite struct LinkTargetTests {
  @Test(arguments: [
    "https://example.org/a?b=c#d", "HTTP://example.org", "mailto:ada@example.org", "other.html",
    "../data/x.csv", "#section", "?q=a:b", "folder/a:b", "",
  ])
  func safeAddresses(address: String) {
    #expect(LinkTarget(address)?.address == address)
  }

  @Test(arguments: [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
    "java\tscript:alert(1)", "\u{1}javascript:alert(1)", "vbscript:x", "data:text/html,x",
    "file:///etc/passwd", "ftp://example.org", "blob:x", ":x",
  ])
  func refusedAddresses(address: String) {
    #expect(LinkTarget(address) == nil)
  }
}
