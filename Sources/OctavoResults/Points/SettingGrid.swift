import OctavoBase

/// The settings of a comparison, arranged for a plot: one axis has a color for each of its values, the
/// others a panel for each combination of theirs. What belongs to one setting differs in its seed alone.
struct SettingGrid<Element> {
  struct Setting {
    var name: String
    var key: Plot.Key?
    /// One a seed.
    var elements: [Element]
  }

  struct Panel {
    var title: String?
    var settings: [Setting]
  }

  private(set) var panels: [Panel] = []
  /// What is left out, in sentences.
  private(set) var omissions: [String] = []

  /// - Parameters:
  ///   - hasColors: Without them, all axes go into the panels.
  ///   - settingLimit: The most settings of a panel.
  init(
    _ parts: [(point: Point, element: Element)], hasColors: Bool = true, settingLimit: Int,
    panelLimit: Int
  ) {
    let axes = SettingAxes(parts.map(\.point))
    let colorAxis = hasColors ? axes.color : []
    let panelAxes = hasColors ? axes.panels : axes.varying
    let titles = Self.limited(
      parts.map { $0.point.on(panelAxes) }, to: panelLimit, of: panelAxes, &omissions)
    let names = Self.limited(
      parts.map { $0.point.on(colorAxis) }, to: settingLimit, of: colorAxis, &omissions)
    let members = Dictionary(grouping: parts) { $0.point.on(panelAxes).place }
    for title in titles {
      let settings = Dictionary(grouping: members[title.place] ?? []) {
        $0.point.on(colorAxis).place
      }
      panels.append(
        Panel(
          title: panelAxes.isEmpty ? nil : title.label,
          settings: names.compactMap { name in
            settings[name.place].map { group in
              Setting(
                name: name.label, key: colorAxis.count == 1 ? name.key : nil,
                elements: group.map(\.element))
            }
          }))
    }
  }

  /// The points that differ, in the order of first appearance. Of too many numbers some at even
  /// distances stay, of other values the first.
  private static func limited(
    _ points: [Point], to limit: Int, of axes: [String], _ omissions: inout [String]
  ) -> [Point] {
    var seen: Set<[Value]> = []
    let distinct = points.filter { seen.insert($0.place).inserted }
    guard distinct.count > limit else { return distinct }
    let noun = axes.count == 1 ? "values of \(axes[0].spaced)" : "settings"
    let isNumeric = distinct.allSatisfy { $0.coordinates.allSatisfy { $0.value.double != nil } }
    let chosen = axes.count == 1 && isNumeric ? distinct.evenly(limit) : Array(0..<limit)
    omissions.append(
      "\(limit) of \(distinct.count) \(noun) are drawn: "
        + (chosen.last == limit - 1 ? "the first ones." : "some at even distances."))
    return chosen.map { distinct[$0] }
  }
}

/// Which axes of some points are drawn as colors and which as panels.
struct SettingAxes {
  /// Those other than the seed that have more than one value.
  let varying: [String]
  let color: [String]
  let panels: [String]

  init(_ points: [Point]) {
    let axes = points.first?.axes ?? []
    let counts = axes.filter { $0 != Point.seedAxis }.map { axis in
      (axis, Set(points.compactMap { $0[axis]?.coordinate }).count)
    }.filter { $0.1 > 1 }
    varying = counts.map(\.0)
    let varying = varying
    let settings = Set(points.map { $0.on(varying).place }).count
    let combinations = counts.reduce(1.0) { $0 * Double($1.1) }
    // Points written one by one seldom fill the grid of their values; then each is a color of its own.
    let isGrid = Double(settings) * 2 > combinations
    color = isGrid ? Array(varying.prefix(1)) : varying
    panels = isGrid ? Array(varying.dropFirst()) : []
  }
}

extension Point {
  /// Equal for equal values.
  var place: [Value] { coordinates.map(\.value.coordinate) }

  /// As a figure writes it: `learning rate 0.001, width 64`.
  var label: String {
    coordinates.map { "\($0.axis.spaced) \($0.value.axisText)" }.joined(separator: ", ")
  }

  /// Of the only coordinate.
  var key: Plot.Key? { coordinates.first.map { Plot.Key($0.axis, $0.value) } }
}

extension Value {
  /// The value of an axis as a label: a number that is not written in a few digits is rounded to six.
  package var axisText: String {
    guard case .number(let number) = self else { return description }
    let exact = description
    return exact.count > 8 || exact.contains("e") ? NumberText.short(number, digits: 6) : exact
  }
}
