import OctavoReport
import OctavoResults
import Testing

@Suite struct TableCardsTests {
  private func markup(_ columns: [Table.Column]) -> Markup {
    Markup(HTMLWriter.fragment(TableView(Table(columns), name: "T").scrolling))
  }

  private func columns(rows: Int) -> [Table.Column] {
    [
      .init("rate", numbers: (0..<rows).map { [0.001, 0.01][$0 % 2] }),
      .init("seed", integers: (0..<rows).map { $0 / 2 + 1 }),
      .init("validation-loss-in-nats", numbers: (0..<rows).map { 2.5 + Double($0) }),
      .init("training-loss-in-nats", numbers: (0..<rows).map { 1.5 + Double($0) }),
    ]
  }

  /// But for that which says how cells are aligned.
  private func classes(_ columns: [Table.Column]) -> Set<String> {
    let names = markup(columns).all("table").first?.attributes["class"] ?? ""
    return Set(names.split(separator: " ").map(String.init)).subtracting(["numbers"])
  }

  @Test func aCardIsHeadedByWhatTellsItApart() {
    let rows = markup(columns(rows: 4)).all("tr").compactMap { $0.attributes["data-label"] }
    #expect(
      rows == [
        "rate 0.001, seed 1", "rate 0.010, seed 1", "rate 0.001, seed 2", "rate 0.010, seed 2",
      ])
    let named = [Table.Column("model", texts: ["small", "large"])] + columns(rows: 2).dropFirst(2)
    #expect(
      markup(named + [columns(rows: 2)[0]]).all("tr").compactMap { $0.attributes["data-label"] }
        == ["small", "large"])
  }

  @Test func onlyFewRowsBecomeCards() {
    #expect(classes(columns(rows: 8)) == ["cards"])
    #expect(classes(columns(rows: 9)).isEmpty)
    #expect(classes((0..<4).map { .init("c\($0)", numbers: [0.5, 1.5]) }).isEmpty)
  }

  @Test(arguments: [
    (4, nil), (5, "small-on-paper"), (6, "tiny-on-paper"), (16, "split-on-paper"),
  ])
  func wideTablesAreSetSmallerOnPaper(count: Int, name: String?) {
    let wide = (0..<count).map {
      Table.Column("measured-quantity-\($0)", numbers: (0..<9).map { Double($0) + 0.5 })
    }
    #expect(classes(wide) == (name.map { [$0] } ?? []))
  }
}
