import OctavoResults
import Testing

@Suite struct ColumnTypeTests {
  @Test(
    arguments: [
      ([1, 2], .integer), ([1, 2.5], .number), ([2.5, nil], .number), ([true, false], .boolean),
      (["a", nil, "b"], .text), (["a", 1], .text), ([1, "a"], .text), ([true, 1], .text),
      ([nil, nil], .number), ([], .number),
    ] as [([Value?], ScalarType)])
  func isWhatTheCellsHaveInCommon(values: [Value?], type: ScalarType) {
    #expect(Table.Column("x", values).type == type)
  }
}
