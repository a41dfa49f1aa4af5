import OctavoNotebook

/// Numbers as messages write them: `1,000,000`, `0.5`, `1e+30`.
private let format = ValueFormat(nil, groupsThousands: true)

extension Int {
  package var forReading: String { format.format(.integer(self)) }
}

extension Double {
  package var forReading: String { format.format(.number(self)) }
}
