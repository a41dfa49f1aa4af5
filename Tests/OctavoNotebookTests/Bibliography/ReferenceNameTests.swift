import OctavoNotebook
import Testing

@Suite struct ReferenceNameTests {
  @Test(arguments: [
    ("John Schulman", "John", "", "Schulman", ""),
    ("Schulman, John", "John", "", "Schulman", ""),
    ("Ludwig van Beethoven", "Ludwig", "van", "Beethoven", ""),
    ("van Beethoven, Ludwig", "Ludwig", "van", "Beethoven", ""),
    ("Jean de la Fontaine", "Jean", "de la", "Fontaine", ""),
    ("King, Jr., Martin Luther", "Martin Luther", "", "King", "Jr."),
    ("{\\\"O}zer, Ay{\\c s}e", "Ayşe", "", "Özer", ""),
    ("{Barnes and Noble}", "", "", "Barnes and Noble", ""),
    ("Donald~E. Knuth", "Donald E.", "", "Knuth", ""),
    ("Garc{\\'\\i}a M{\\'a}rquez, Gabriel", "Gabriel", "", "García Márquez", ""),
    ("{de} Boor", "de", "", "Boor", ""), ("Plato", "", "", "Plato", ""),
  ])
  func parts(
    _ text: String, _ given: String, _ particle: String, _ family: String, _ suffix: String
  ) {
    let (names, hasOthers) = ReferenceName.list(text)
    #expect(names.count == 1 && !hasOthers)
    #expect(names.first?.given == given)
    #expect(names.first?.particle == particle)
    #expect(names.first?.family == family)
    #expect(names.first?.suffix == suffix)
  }

  @Test func lists() {
    let (names, hasOthers) = ReferenceName.list("A B and {C and D}\n  AND E, F and others")
    #expect(names.map(\.family) == ["B", "C and D", "E"])
    #expect(hasOthers)
    #expect(ReferenceName.list("").names.isEmpty)
    #expect(ReferenceName.list(" and ").names.isEmpty)
    #expect(ReferenceName.list(",").names.count == 1)
  }
}
