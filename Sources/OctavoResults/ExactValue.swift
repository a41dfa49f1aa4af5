/// A value whose type survives JSON, which knows one kind of number and none that is not finite:
/// numbers are strings that begin with `#`, texts strings that begin with `'`.
package struct ExactValue: Codable {
  package var value: Value

  package init(_ value: Value) { self.value = value }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch value {
    case .integer(let integer): try container.encode(integer)
    case .boolean(let boolean): try container.encode(boolean)
    case .number(let number): try container.encode("#\(number)")
    case .text(let text): try container.encode("'\(text)")
    }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let boolean = try? container.decode(Bool.self) {
      value = .boolean(boolean)
    } else if let integer = try? container.decode(Int.self) {
      value = .integer(integer)
    } else {
      let text = try container.decode(String.self)
      let content = String(text.unicodeScalars.dropFirst())
      if text.unicodeScalars.first == "#", let number = Double(content) {
        value = .number(number)
      } else if text.unicodeScalars.first == "'" {
        value = .text(content)
      } else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "\(text) is no value")
      }
    }
  }
}

/// A table whose cells are exact values.
package struct ExactTable: Codable {
  private struct Column: Codable {
    var name: String
    var unit: String?
    var values: [ExactValue?]
    var presentation: Table.Column.Presentation?
  }

  private var columns: [Column]

  package init(_ table: Table) {
    columns = table.columns.map {
      Column(
        name: $0.name, unit: $0.unit, values: $0.values.map { $0.map(ExactValue.init) },
        presentation: $0.presentation)
    }
  }

  /// - Throws: `DecodingError` where the columns do not have one length.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    columns = try container.decode([Column].self, forKey: .columns)
    guard Set(columns.map(\.values.count)).count <= 1 else {
      throw DecodingError.dataCorruptedError(
        forKey: .columns, in: container, debugDescription: "the columns differ in length")
    }
  }

  package var table: Table {
    Table(
      columns.map {
        Table.Column(
          $0.name, unit: $0.unit, $0.values.map { $0?.value }, presentation: $0.presentation)
      })
  }
}
