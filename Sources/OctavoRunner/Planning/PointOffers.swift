import OctavoBase
import OctavoNotebook
import OctavoResults

/// What a step offers at each of its points.
public struct PointOffers: Sendable {
  let step: String
  let points: PointSet
  /// The axes that the whole notebook has and that came to the step from there.
  let notebookAxes: Set<String>
  /// One for each point; `nil` of a point that failed.
  private(set) var offers: [StepOffer?]

  init(step: String, points: PointSet, notebookAxes: Set<String> = [], offers: [StepOffer?]) {
    self.step = step
    self.points = points
    self.notebookAxes = notebookAxes
    self.offers = offers
  }

  /// Of a step without axes.
  init(_ offer: StepOffer) {
    self.init(step: offer.step, points: .single, offers: [offer])
  }

  mutating func set(_ offer: StepOffer?, at index: Int) { offers[index] = offer }

  mutating func release(at index: Int) { offers[index]?.release() }

  /// Takes an artifact of a point from the store, if it is there and has not been taken.
  /// - Throws: `StoreDamage`.
  mutating func load(_ artifact: String, at index: Int, from store: Store) throws {
    try offers[index]?.load(artifact, from: store)
  }

  /// That of the points in general: which artifacts, values and tables there are.
  var example: StepOffer? { offers.lazy.compactMap(\.self).first }

  // MARK: All points together

  /// The tables of some points, each as one long table whose first columns are the axes that tell the
  /// points apart; of a step without axes, its own.
  func together(at selection: PointSelection) -> StepOffer? {
    let axes = points.axes.filter { !selection.fixedAxes.contains($0) }
    let parts = selection.indices.compactMap { index in
      offers[index].map { (point: points.points[index].on(axes), offer: $0) }
    }
    guard var whole = parts.first?.offer else { return nil }
    if points.hasAxes {
      whole = whole.withoutArtifacts
      for name in parts.flatMap({ $0.offer.tables.map(\.name) }).distinct {
        let slots = parts.compactMap { point, offer in
          offer.tables.first { $0.name == name }.map { (point: point, slot: $0) }
        }
        let isKnown = slots.allSatisfy { $0.slot.table != nil }
        whole.setTable(
          name, TableOutline(joining: slots.map(\.slot.outline), axes: axes, of: points),
          isKnown ? Table(joining: slots.map { ($0.point, $0.slot.table ?? Table([])) }) : nil)
      }
    }
    let outline = outline(ofPointsOn: axes)
    if !outline.columns.isEmpty {
      whole.setTable(Self.pointsTable, outline, table(of: parts, axes))
    }
    return whole
  }

  /// The table with a row for each point.
  static let pointsTable = StepRecord.pointsTableName

  private func outline(ofPointsOn axes: [String]) -> TableOutline {
    let values = valueSlots
    var types = Dictionary(
      values.map { ($0.name, $0.type) }, uniquingKeysWith: { first, _ in first })
    for axis in axes { types[axis] = points.type(of: axis) }
    return TableOutline(columns: axes + values.map(\.name), types: types)
  }

  /// The values of all points, each once.
  private var valueSlots: [(name: String, type: ScalarType)] {
    var seen: Set<String> = []
    return offers.compactMap(\.self).flatMap(\.values).compactMap { slot in
      guard case .scalar(let type) = slot.type, seen.insert(slot.name).inserted else { return nil }
      return (slot.name, type)
    }
  }

  /// `nil` before the run.
  private func table(of parts: [(point: Point, offer: StepOffer)], _ axes: [String]) -> Table? {
    guard parts.allSatisfy(\.offer.isFilled) else { return nil }
    return Table(
      axes.map { axis in Table.Column(axis, parts.map { $0.point[axis] }) }
        + valueSlots.map { slot in
          Table.Column(
            slot.name, parts.map { $0.offer.values.first { $0.name == slot.name }?.value })
        })
  }

  /// What expressions can reach.
  var outline: StepOutline {
    guard points.hasAxes else {
      return together(at: PointSelection(of: points))?.outline ?? StepOutline()
    }
    let whole = together(at: PointSelection(of: points))
    var values: [String: ExpressionValue] = [:]
    for slot in valueSlots {
      let isKnown = offers.allSatisfy { $0?.isFilled ?? true }
      let found = offers.map { offer in offer?.values.first { $0.name == slot.name }?.value }
      values[slot.name] = .points(PointValues(points, of: slot.type, values: isKnown ? found : nil))
    }
    return StepOutline(
      points: points, values: values, tables: whole?.outline.tables ?? [:],
      artifacts: example?.artifacts.map(\.name) ?? [])
  }
}

extension TableOutline {
  /// That of several tables one below another.
  fileprivate init(joining outlines: [TableOutline], axes: [String], of points: PointSet) {
    // Where the columns of one are not known, neither are those of all.
    guard outlines.allSatisfy({ !$0.columns.isEmpty }) else {
      self.init()
      return
    }
    var types = outlines.map(\.types).reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    for axis in axes { types[axis] = points.type(of: axis) }
    self.init(columns: axes + outlines.flatMap(\.columns).distinct, types: types)
  }
}

extension PointSet {
  /// What an axis holds.
  fileprivate func type(of axis: String) -> ScalarType {
    Table.Column(axis, values(of: axis)).type
  }
}
