import OctavoResults

extension Table {
  /// The table as a Parquet file: a page for each column and group of rows, in plain encoding,
  /// compressed by gzip. The footer has the columns' units, as a text of its metadata.
  ///
  /// <https://github.com/apache/parquet-format>; numbers of fields are those of `parquet.thrift`.
  ///
  /// - Parameters:
  ///   - metadata: texts for readers, by their names.
  ///   - groupSize: how many rows are in a group.
  public func parquet(
    metadata: [(name: String, value: String)] = [], groupSize: Int = 10_000
  ) throws -> [UInt8] {
    var file = ParquetFile(columns.map(ParquetColumn.init), rowCount: rowCount)
    for start in stride(from: 0, to: rowCount, by: groupSize) {
      try file.add(start..<min(start + groupSize, rowCount))
    }
    let units = columns.compactMap { column in
      column.unit.map { (name: "octavo.unit.\(column.name)", value: $0) }
    }
    return file.bytes(metadata: metadata + units)
  }
}

private struct ParquetFile {
  private static let mark = Array("PAR1".utf8)
  /// Numbers of `parquet.thrift`.
  private static let (plain, runLength, gzip, optional, utf8, dataPage) = (0, 3, 2, 1, 0, 0)

  private struct Chunk {
    var column: ParquetColumn
    var offset, size, uncompressedSize, rowCount: Int
  }

  private let columns: [ParquetColumn]
  private let rowCount: Int
  private var pages = mark
  private var groups: [[Chunk]] = []

  init(_ columns: [ParquetColumn], rowCount: Int) {
    self.columns = columns
    self.rowCount = rowCount
  }

  mutating func add(_ rows: Range<Int>) throws {
    var group: [Chunk] = []
    for column in columns {
      let page = column.page(rows)
      let compressed = try Gzip.compressed(page)
      let header = ThriftCompact.structure { header in
        header.add(1, i32: Self.dataPage)
        header.add(2, i32: page.count)
        header.add(3, i32: compressed.count)
        header.add(5) { data in
          data.add(1, i32: rows.count)
          data.add(2, i32: Self.plain)
          data.add(3, i32: Self.runLength)
          data.add(4, i32: Self.runLength)
        }
      }
      group.append(
        Chunk(
          column: column, offset: pages.count, size: header.count + compressed.count,
          uncompressedSize: header.count + page.count, rowCount: rows.count))
      pages += header + compressed
    }
    groups.append(group)
  }

  func bytes(metadata: [(name: String, value: String)]) -> [UInt8] {
    let footer = ThriftCompact.structure { file in
      file.add(1, i32: 1)
      // The root, which counts the columns, and then these.
      file.add(2, structures: [nil] + columns.map(Optional.init)) { column, element in
        if let column {
          Self.describe(column, &element)
        } else {
          element.add(4, "schema")
          element.add(5, i32: columns.count)
        }
      }
      file.add(3, i64: rowCount)
      file.add(4, structures: groups) { Self.describe($0, &$1) }
      file.add(5, structures: metadata) { entry, pair in
        pair.add(1, entry.name)
        pair.add(2, entry.value)
      }
      file.add(6, "octavo")
    }
    let length = withUnsafeBytes(of: UInt32(footer.count).littleEndian) { Array($0) }
    return pages + footer + length + Self.mark
  }

  private static func describe(_ column: ParquetColumn, _ element: inout ThriftCompact) {
    element.add(1, i32: column.kind.rawValue)
    element.add(3, i32: optional)
    element.add(4, column.name)
    guard column.kind == .byteArray else { return }
    element.add(6, i32: utf8)
    // The logical type `STRING`, which has no fields.
    element.add(10) { type in type.add(1) { _ in } }
  }

  private static func describe(_ group: [Chunk], _ element: inout ThriftCompact) {
    element.add(1, structures: group) { chunk, element in
      element.add(2, i64: chunk.offset)
      element.add(3) { data in
        data.add(1, i32: chunk.column.kind.rawValue)
        data.add(2, i32s: [plain, runLength])
        data.add(3, texts: [chunk.column.name])
        data.add(4, i32: gzip)
        data.add(5, i64: chunk.rowCount)
        data.add(6, i64: chunk.uncompressedSize)
        data.add(7, i64: chunk.size)
        data.add(9, i64: chunk.offset)
      }
    }
    element.add(2, i64: group.reduce(0) { $0 + $1.uncompressedSize })
    element.add(3, i64: group.first?.rowCount ?? 0)
  }
}
