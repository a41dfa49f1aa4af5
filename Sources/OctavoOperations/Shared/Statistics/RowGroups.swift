import OctavoResults

/// The rows of a table, grouped by equal cells in some columns.
struct RowGroups {
  struct Group {
    /// The cells in the columns.
    let cells: [Value?]
    /// The rows' indices, in their order.
    var rows: [Int]
  }

  let columns: [String]
  /// In the order of their first rows.
  private(set) var groups: [Group] = []
  /// The rows' places among `groups`.
  private let places: [[CellIdentity?]: Int]

  init(of rows: some Sequence<Int>, in table: Table, by columns: [String]) {
    self.columns = columns
    let values = columns.map { table[column: $0]?.values ?? [] }
    var places: [[CellIdentity?]: Int] = [:]
    for row in rows {
      let cells = values.map { $0[row] }
      let identity = cells.map { $0.map(CellIdentity.init) }
      if let place = places[identity] {
        groups[place].rows.append(row)
      } else {
        places[identity] = groups.count
        groups.append(Group(cells: cells, rows: [row]))
      }
    }
    self.places = places
  }

  /// The group with these cells.
  subscript(cells: [Value?]) -> Group? { place(of: cells).map { groups[$0] } }

  /// The place among the groups of the one with these cells.
  func place(of cells: [Value?]) -> Int? { places[cells.map { $0.map(CellIdentity.init) }] }

  /// The columns that the rows were grouped by, with one row a group.
  func columns(of table: Table) -> [Table.Column] {
    columns.enumerated().map { place, name in
      Table.Column(name, unit: table[column: name]?.unit, groups.map { $0.cells[place] })
    }
  }
}

/// What makes two cells one: numbers are equal whatever their type, and NaN is equal to itself.
struct CellIdentity: Hashable {
  private let value: Value
  private let isNotANumber: Bool

  init(_ value: Value) {
    isNotANumber = value.double?.isNaN ?? false
    if case .number(let number) = value {
      self.value = Int(exactly: number).map(Value.integer) ?? .number(isNotANumber ? 0 : number)
    } else {
      self.value = value
    }
  }
}

extension Table {
  /// Some cells of a row as prose says them: `rate 0.001, seed 2`.
  func phrase(_ row: Int, on columns: [String]) -> String {
    columns.map { name in
      let cell = self[column: name]?.values[row]
      return "\(name) \(cell?.plainText ?? "empty")"
    }.joined(separator: ", ")
  }
}

extension [String] {
  /// The first element that equals one before it.
  var firstRepeated: String? {
    var seen: Set<String> = []
    return first { !seen.insert($0).inserted }
  }
}
