import OctavoNotebook

/// Numbers as messages write them: `1,000,000`, `0.5`, `1e+30`.
private let format = ValueFormat(nil, groupsThousands: true)

extension Int {
  package var forReading: String { format.format(.integer(self)) }
}

extension Double {
  package var forReading: String {
    // A integer is written as one, so that a bound reads “1” and not “1.0”.
    let isWhole = self == rounded() && abs(self) < 0x1p53
    return isWhole ? Int(self).forReading : format.format(.number(self))
  }
}
