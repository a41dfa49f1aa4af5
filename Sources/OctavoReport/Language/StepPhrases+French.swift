extension FrenchPhrases {
  var dependencies: String { "Comment les étapes dépendent les unes des autres" }
  var graphOfSteps: String { "Le graphe des étapes" }
  func uses(_ step: String, _ others: String) -> String { "\(step) utilise \(others)." }
  var noStepUsesAnother: String { "Aucune étape n’en utilise une autre." }
  func settings(_ count: Int) -> String {
    count < 2 ? "\(count) réglage" : "\(self.count(count)) réglages"
  }
  func seeds(_ count: Int) -> String {
    count < 2 ? "\(count) graine" : "\(self.count(count)) graines"
  }

  func atAllPoints(_ count: Int) -> String { "aux \(self.count(count)) points" }
  func notAt(_ count: Int, of total: Int, suchAs point: String) -> String {
    "pas à \(self.count(count)) des \(self.count(total)) points, par exemple \(point)"
  }
  var hasNoValue: String { "il n’y a pas de valeur" }
  func failedBefore(_ name: String) -> String { "\(name) a échoué" }
  var notPartOfRun: String { "elle ne faisait pas partie de cette exécution" }
  var notAskedFor: String { "elle n’était pas demandée" }
  var runEndedBefore: String { "l’exécution s’est arrêtée avant" }
  var isRunning: String { "elle est en cours" }
  var hasNotRunYet: String { "elle n’a pas encore été exécutée" }

  func drawnOneByOne(seeds count: Int, upTo most: Int?) -> String {
    "Les lignes ou les points de \(most.map { "\(count) à \(seeds($0))" } ?? seeds(count)) sont tracés "
      + "un par un."
  }
  var placesLeftOut: String { "Les abscisses que toutes les graines n’ont pas sont omises." }
  func caption(_ caption: StoredCaption) -> String {
    switch caption {
    case .loss: "Perte par itération, sur les parties d’entraînement et de validation."
    case .score: "Le score moyen des réponses d’une itération."
    case .divergence: "La divergence KL de la politique par rapport à la référence, par itération."
    case .entropy: "L’entropie de la politique, par itération."
    case .critic: "La perte du critique et la variance expliquée des retours."
    case .confidence: "Comparaisons de validation\u{A0}: exactitude selon la confiance."
    case .images: "Les premières images avec leurs légendes."
    case .noise: "Des images sous de plus en plus du bruit du modèle."
    case .denoising:
      "Ce que le modèle trouve dans le bruit, de l’étape la plus bruitée à la dernière."
    }
  }
}
