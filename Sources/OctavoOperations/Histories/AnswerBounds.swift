import OctavoBase
import OctavoEngine
import OctavoResults

/// How many questions about histories can be answered right, and how many without looking at them.
struct AnswerBounds {
  private struct Row {
    let form: HistoryForm
    let questions: Int
    let ceiling, mostFrequent: Double
  }

  private let rows: [Row]

  init(
    _ training: [HistoryQuestion], _ validation: [HistoryQuestion], _ forms: [HistoryForm],
    _ posterior: TastePosterior
  ) {
    rows = forms.compactMap { form in
      let asked = validation.filter { $0.form == form }
      if asked.isEmpty { return nil }
      let usual = Self.mostFrequent(training.filter { $0.form == form }.map(\.answer))
      return Row(
        form: form, questions: asked.count, ceiling: asked.map { $0.ceiling(posterior) }.mean,
        mostFrequent: Double(asked.count { $0.answer == usual }) / Double(asked.count))
    }
  }

  /// Of equally frequent answers, the first.
  private static func mostFrequent(
    _ answers: [HistoryQuestion.Answer]
  ) -> HistoryQuestion.Answer? {
    var counts: [HistoryQuestion.Answer: (count: Int, place: Int)] = [:]
    for (place, answer) in answers.enumerated() {
      counts[answer, default: (0, -place)].count += 1
    }
    return counts.max { $0.value < $1.value }?.key
  }

  /// Over all questions; nil without any.
  var ceiling: Double? { mean(\.ceiling) }
  var mostFrequent: Double? { mean(\.mostFrequent) }

  private func mean(_ value: KeyPath<Row, Double>) -> Double? {
    let total = rows.reduce(0) { $0 + $1.questions }
    guard total > 0 else { return nil }
    return rows.reduce(0) { $0 + Double($1.questions) * $1[keyPath: value] } / Double(total)
  }

  var table: Table {
    Table([
      .init("asks", texts: rows.map(\.form.asks.rawValue)),
      .init("prompt", texts: rows.map(\.form.prompt)),
      .init("questions", integers: rows.map(\.questions)),
      .init("ceiling", numbers: rows.map(\.ceiling)),
      .init("most-frequent", numbers: rows.map(\.mostFrequent)),
    ])
  }
}
