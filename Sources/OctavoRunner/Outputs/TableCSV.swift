import OctavoResults

extension Table {
  /// RFC 4180, with a header line.
  package var csv: String {
    let header = columns.map { Self.quoted($0.name) }.joined(separator: ",")
    let rows = (0..<rowCount).map { row in
      columns.map { column in column.values[row].map(Self.cell) ?? "" }.joined(separator: ",")
    }
    return ([header] + rows).map { $0 + "\n" }.joined()
  }

  private static func cell(_ value: Value) -> String {
    if case .text(let text) = value { quoted(text) } else { value.description }
  }

  private static func quoted(_ text: String) -> String {
    text.contains { $0 == "," || $0 == "\"" || $0.isNewline }
      ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
