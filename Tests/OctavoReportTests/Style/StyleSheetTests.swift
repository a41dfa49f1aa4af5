import OctavoReport
import Testing

@Suite struct StyleSheetTests {
  @Test func everyPropertyThatIsUsedIsDefined() {
    let used = Set(StyleSheet.text.matches(of: /var\(--([a-z0-9-]+)/).map { String($0.1) })
    let defined = Set(StyleSheet.text.matches(of: /--([a-z0-9-]+):/).map { String($0.1) })
    #expect(used.subtracting(defined).isEmpty)
    #expect(defined.subtracting(used).isEmpty)
  }

  @Test func bracesBalance() {
    var depth = 0
    for character in StyleSheet.text {
      depth += character == "{" ? 1 : character == "}" ? -1 : 0
      #expect((0...3).contains(depth))
    }
    #expect(depth == 0)
  }

  /// Both schemes name the same properties, so that none is left over from the other.
  @Test func schemesMatch() {
    #expect(Palette.light.properties.map(\.name) == Palette.dark.properties.map(\.name))
  }
}
