import OctavoBase
import OctavoResults

/// What a mark of a plot says when a pointer rests on it, in the same words for every kind: the
/// names that tell it from the others, then each quantity with its number and unit.
struct MarkTitle {
  var names: [String]
  var facts: [String]

  /// - Parameter names: Those that are empty are left out.
  init(_ names: [String], _ facts: String...) {
    self.names = names.filter { !$0.isEmpty }
    self.facts = facts.filter { !$0.isEmpty }
  }

  var text: String {
    ((names.isEmpty ? [] : [names.joined(separator: ", ")]) + facts).joined(separator: "\n")
  }

  var node: HTMLNode { HTMLTag.title { text } }

  /// `1.9 to 2.1`, in the page's language; empty where the interval has an end that is no number.
  static func interval(_ lower: [Double]?, _ upper: [Double]?, _ index: Int) -> String {
    guard let lower, let upper, lower.indices.contains(index), upper.indices.contains(index),
      lower[index].isFinite, upper[index].isFinite
    else { return "" }
    return phrases.range(NumberText.short(lower[index]), NumberText.short(upper[index]))
  }
}

extension Plot.Axis {
  /// A number with the axis's name and unit: `loss 1.885 nats`.
  package func says(_ value: Double) -> String { says(NumberText.short(value)) }

  /// A range in the same words: `loss 1 to 2 nats`.
  package func says(_ low: Double, to high: Double) -> String {
    says(phrases.range(NumberText.short(low), NumberText.short(high)))
  }

  private func says(_ number: String) -> String {
    [label, number, unit ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
