import OctavoEngine
import OctavoRunner

extension ShapeScene.Color: OptionChoice {}
extension ShapeScene.Shape: OptionChoice {}

/// Which combinations of color and shape are drawn.
struct CombinationOptions: OptionGroup {
  @Option("The colors to draw with.", .notEmpty) var colors = ShapeScene.Color.allCases
  @Option("The shapes to draw.", .notEmpty) var shapes = ShapeScene.Shape.allCases
  @Option("Combinations of color and shape that no image shows, such as `red circle`.")
  var without: [String] = []
  @Option var with: [String]

  init() { self.init(with: "Combinations of which every image shows one.") }

  /// - Parameter help: the help of `with`.
  init(with help: String) {
    _with = Option(wrappedValue: [], help)
  }

  func check(_ problems: inout Problems) {
    if Set(colors).count < colors.count {
      problems.report(at: $colors, "a color is named twice")
    }
    if Set(shapes).count < shapes.count {
      problems.report(at: $shapes, "a shape is named twice")
    }
    let names = all.map(\.name)
    func check(_ given: [String], at field: FieldReference) {
      for name in given where !names.contains(name) {
        problems.report(
          at: field, "`\(name)` is no combination that can be drawn here",
          remedy: "write a color and a shape, such as `\(names[0])`")
      }
    }
    check(without, at: $without)
    check(with, at: $with)
    if let both = with.first(where: without.contains(_:)) {
      problems.report(at: $with, "`\(both)` is in `without` too")
    } else if Set(names).isSubset(of: without) {
      problems.report(at: $without, "there is nothing left to draw", remedy: "name fewer")
    }
  }

  private var all: [ShapeCaption.Object] {
    colors.flatMap { color in shapes.map { ShapeCaption.Object(color: color, shape: $0) } }
  }

  /// The combinations that may be drawn.
  var drawn: [ShapeCaption.Object] { all.filter { !without.contains($0.name) } }

  /// The combinations of which every image shows one; all that may be drawn if `with` is empty.
  var wanted: [ShapeCaption.Object] {
    with.isEmpty ? drawn : drawn.filter { with.contains($0.name) }
  }

  /// The names of the colors and the shapes.
  var words: Set<String> { Set(colors.map(\.rawValue) + shapes.map(\.rawValue)) }
}
