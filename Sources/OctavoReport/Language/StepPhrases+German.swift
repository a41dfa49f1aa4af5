extension GermanPhrases {
  var dependencies: String { "Wie die Schritte voneinander abhängen" }
  var graphOfSteps: String { "Der Graph der Schritte" }
  func uses(_ step: String, _ others: String) -> String { "\(step) verwendet \(others)." }
  var noStepUsesAnother: String { "Kein Schritt verwendet einen anderen." }
  func settings(_ count: Int) -> String {
    count == 1 ? "1 Einstellung" : "\(self.count(count)) Einstellungen"
  }
  func seeds(_ count: Int) -> String { count == 1 ? "1 Seed" : "\(self.count(count)) Seeds" }

  func atAllPoints(_ count: Int) -> String { "an allen \(self.count(count)) Punkten" }
  func notAt(_ count: Int, of total: Int, suchAs point: String) -> String {
    "nicht an \(self.count(count)) von \(self.count(total)) Punkten, etwa \(point)"
  }
  var hasNoValue: String { "dort fehlt der Wert" }
  func failedBefore(_ name: String) -> String { "\(name) ist fehlgeschlagen" }
  var notPartOfRun: String { "er gehörte nicht zu diesem Lauf" }
  var notAskedFor: String { "er war nicht verlangt" }
  var runEndedBefore: String { "der Lauf endete vorher" }
  var isRunning: String { "er läuft gerade" }
  var hasNotRunYet: String { "er ist noch nicht gelaufen" }

  func drawnOneByOne(seeds count: Int, upTo most: Int?) -> String {
    "Die Linien oder Punkte von \(most.map { "\(count) bis \(seeds($0))" } ?? seeds(count)) sind "
      + "einzeln gezeichnet."
  }
  var placesLeftOut: String { "Stellen, die nicht jeder Seed hat, fehlen." }
  func caption(_ caption: StoredCaption) -> String {
    switch caption {
    case .loss: "Verlust über die Iterationen, auf dem Trainings- und dem Validierungsteil."
    case .score: "Die mittlere Bewertung der Antworten einer Iteration."
    case .divergence: "Die KL-Divergenz der Policy von der Referenz über die Iterationen."
    case .entropy: "Die Entropie der Policy über die Iterationen."
    case .critic: "Der Verlust des Kritikers und die erklärte Varianz der Erträge."
    case .confidence: "Vergleiche zur Validierung: Genauigkeit über der Zuversicht."
    case .images: "Die ersten Bilder mit ihren Beschriftungen."
    case .noise: "Bilder unter immer mehr vom Rauschen des Modells."
    case .denoising:
      "Was das Modell im Rauschen findet, vom verrauschtesten Schritt bis zum letzten."
    }
  }
}
