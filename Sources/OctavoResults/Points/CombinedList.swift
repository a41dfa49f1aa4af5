import OctavoBase

/// Texts, images and tokens of several points: those of the first seed of each setting, under the
/// setting's name.
struct CombinedList {
  let content: Figure.Content
  let notes: [String]

  private static let settingLimit = 12
  private static let itemLimit = 24

  init(_ parts: [FigurePart]) {
    let varying = SettingAxes(parts.map(\.point)).varying
    var settings: [(name: String?, figure: Figure)] = []
    var seeds: [Value?] = []
    var seen: Set<[Value]> = []
    for part in parts where seen.insert(part.point.on(varying).place).inserted {
      settings.append((varying.isEmpty ? nil : part.point.on(varying).label, part.figure))
      seeds.append(part.point[Point.seedAxis])
    }
    var notes: [String] = []
    if settings.count < parts.count {
      if seeds.distinct.count == 1, let seed = seeds[0] {
        notes.append("Of seed \(seed).")
      } else {
        notes.append("Of the first seed of each setting.")
      }
    }
    if settings.count > Self.settingLimit {
      notes.append("The first \(Self.settingLimit) of \(settings.count) settings are shown.")
      settings = Array(settings.prefix(Self.settingLimit))
    }
    let share = settings.count > 1 ? max(1, Self.itemLimit / settings.count) : .max
    let most = settings.map(\.figure.content.itemCount).max() ?? 0
    if most > share { notes.append("At most \(share) of each setting's \(most) are shown.") }
    self.notes = notes
    content = Self.joined(settings, share: share)
  }

  private static func joined(
    _ settings: [(name: String?, figure: Figure)], share: Int
  ) -> Figure.Content {
    var passages: [Passage] = []
    var tiles: [ImageTile] = []
    var strips: [TokenStrip] = []
    var grid: ImageGrid?
    for (name, figure) in settings {
      switch figure.content {
      case .passages(let list): passages += list.prefix(share).map { $0.named(name, \.label) }
      case .images(let list): tiles += list.prefix(share).map { $0.named(name, \.label) }
      case .tokens(let list): strips += list.prefix(share).map { $0.named(name, \.title) }
      case .imageGrid(let one):
        let rows = one.tiles.indices.prefix(share)
        let names = rows.map { row in
          [name, one.rows.indices.contains(row) ? one.rows[row] : nil].compactMap { $0 }
            .filter { !$0.isEmpty }.joined(separator: ": ")
        }
        if grid == nil { grid = ImageGrid(rows: [], columns: one.columns, tiles: []) }
        grid?.rows += names
        grid?.tiles += rows.map { one.tiles[$0] }
      case .plot: break
      }
    }
    if let grid { return .imageGrid(grid) }
    if !tiles.isEmpty { return .images(tiles) }
    return strips.isEmpty ? .passages(passages) : .tokens(strips)
  }
}

extension Figure.Content {
  fileprivate var itemCount: Int {
    switch self {
    case .plot: 0
    case .passages(let list): list.count
    case .images(let list): list.count
    case .imageGrid(let grid): grid.tiles.count
    case .tokens(let list): list.count
    }
  }
}

/// What has a name that a setting's name can stand before.
private protocol Named {}

extension Named {
  fileprivate func named(_ setting: String?, _ name: WritableKeyPath<Self, String?>) -> Self {
    guard let setting else { return self }
    var result = self
    result[keyPath: name] = self[keyPath: name].map { "\(setting): \($0)" } ?? setting
    return result
  }
}

extension Passage: Named {}
extension ImageTile: Named {}
extension TokenStrip: Named {}
