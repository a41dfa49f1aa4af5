import OctavoEngine
import OctavoRunner

/// Grades of how much better a response is, by the distance of gold scores.
struct RatingOptions: OptionGroup {
  @Option("How many grades there are, the last without an upper edge.", .within(2...100))
  var grades = 4
  @Option("The width of a grade, as a difference of gold scores.", .positive(upTo: 1e6))
  var width = 1.0
  @Option("By how much the margin grows with each grade.", .within(0...1e6)) var step = 1.0 / 3

  var margin: RatingMargin { RatingMargin(grades: grades, width: width, step: step) }
}
