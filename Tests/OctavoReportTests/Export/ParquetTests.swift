import OctavoReport
import OctavoResults
import Testing

/// The bytes of Parquet files. `test_with_pyarrow.py` reads files by Apache Arrow.
@Suite struct ParquetTests {
  private func footer(of file: [UInt8]) -> (start: Int, bytes: [UInt8]) {
    let length = file.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    let start = file.count - 8 - length
    return (start, Array(file[start..<file.count - 8]))
  }

  @Test func pagesAndFooterAreAsTheSpecificationHasThem() throws {
    let table = Table([.init("x", unit: "nats", [.integer(-1), nil])])
    let file = try table.parquet(metadata: [("k", "v")])
    let mark = Array("PAR1".utf8)
    #expect(Array(file.prefix(4)) == mark && Array(file.suffix(4)) == mark)
    let (start, footer) = footer(of: file)
    let chunk = UInt8(start - 4)
    // A data page of 16 bytes: the length of the levels, two runs of them, one integer.
    let compressed = chunk - 17
    let header: [UInt8] = [
      0x15, 0, 0x15, 32, 0x15, compressed * 2, 0x2C, 0x15, 4, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0,
    ]
    #expect(Array(file[4..<21]) == header)
    #expect(Array(file[21..<23]) == [0x1F, 0x8B], "the page is compressed by gzip")
    var expected: [UInt8] = []
    func add(_ bytes: UInt8...) { expected += bytes }
    func add(_ text: String) { expected += Array(text.utf8) }
    add(0x15, 2, 0x19, 0x2C, 0x48, 6)
    add("schema")
    add(0x15, 2, 0, 0x15, 4, 0x25, 2, 0x18, 1)
    add("x")
    add(0, 0x16, 4, 0x19, 0x1C, 0x19, 0x1C, 0x26, 8, 0x1C)
    add(0x15, 4, 0x19, 0x25, 0, 6, 0x19, 0x18, 1)
    add("x")
    add(0x15, 4, 0x16, 4, 0x16, 66, 0x16, chunk * 2, 0x26, 8, 0, 0, 0x16, 66, 0x16, 4, 0)
    add(0x19, 0x2C, 0x18, 1)
    add("k")
    add(0x18, 1)
    add("v")
    add(0, 0x18, 13)
    add("octavo.unit.x")
    add(0x18, 4)
    add("nats")
    add(0, 0x18, 6)
    add("octavo")
    add(0)
    #expect(footer == expected)
  }

  /// Cells, and the physical type of the schema's element.
  private static let columns: [(values: [Value?], kind: UInt8)] = [
    ([.integer(1), nil, .integer(2)], 2), ([.integer(1), .number(0.5)], 5), ([nil, nil], 5),
    ([.boolean(true), nil], 0), ([.text("a"), .integer(1)], 6),
    ([.integer((1 << 53) + 1), .number(0.5)], 6),
  ]

  @Test(arguments: columns)
  func theTypeOfAColumnFollowsFromItsCells(values: [Value?], kind: UInt8) throws {
    let footer = footer(of: try Table([.init("x", values)]).parquet()).bytes
    #expect(Array(footer[15..<17]) == [0x15, kind * 2])
  }

  @Test func aTableWithoutRowsHasNoGroups() throws {
    let file = try Table([.init("x", [])]).parquet()
    #expect(footer(of: file).start == 4)
  }
}
