import OctavoResults
import OctavoRunner

/// What every operation offers that makes preferences, besides the preferences.
struct PreferencesSummary: OutputGroup {
  @Output("The number of prompts in the training split.") var count: Int
  @Output("How many comparisons these come to.") var comparisons: Int
  @Output("The number of prompts in the validation split.") var validationCount: Int
  @Output("The responses to the first prompt, from best to worst.") var passages: Figure

  var shown: [any DeclaredOutput] { [$passages, $count, $comparisons, $validationCount] }
}

extension PreferencesSummary {
  init(of preferences: Preferences) {
    count = preferences.training.count
    comparisons = preferences.training.comparisons
    validationCount = preferences.validation.count
    passages = Figure(
      .passages(preferences.training.first.map { Self.passages(of: $0) } ?? []))
  }

  private static func passages(of preference: Preferences.Preference) -> [Passage] {
    let order = preference.ranks.indices.sorted {
      (preference.ranks[$0], $0) < (preference.ranks[$1], $1)
    }
    return order.map { index in
      Passage(
        label: "rank \(preference.ranks[index] + 1)", prompt: preference.prompt,
        text: preference.responses[index])
    }
  }
}
