extension SpanishPhrases {
  var dependencies: String { "Cómo dependen los pasos unos de otros" }
  var graphOfSteps: String { "El grafo de los pasos" }
  func uses(_ step: String, _ others: String) -> String { "\(step) usa \(others)." }
  var noStepUsesAnother: String { "Ningún paso usa otro." }
  func settings(_ count: Int) -> String {
    count == 1 ? "1 ajuste" : "\(self.count(count)) ajustes"
  }
  func seeds(_ count: Int) -> String {
    count == 1 ? "1 semilla" : "\(self.count(count)) semillas"
  }

  func atAllPoints(_ count: Int) -> String { "en los \(self.count(count)) puntos" }
  func notAt(_ count: Int, of total: Int, suchAs point: String) -> String {
    "no en \(self.count(count)) de \(self.count(total)) puntos, como \(point)"
  }
  var hasNoValue: String { "no hay valor" }
  func failedBefore(_ name: String) -> String { "\(name) ha fallado" }
  var notPartOfRun: String { "no formaba parte de esta ejecución" }
  var notAskedFor: String { "no se había pedido" }
  var runEndedBefore: String { "la ejecución terminó antes" }
  var isRunning: String { "se está ejecutando" }
  var hasNotRunYet: String { "aún no se ha ejecutado" }

  func drawnOneByOne(seeds count: Int, upTo most: Int?) -> String {
    "Las líneas o los puntos de \(most.map { "\(count) a \(seeds($0))" } ?? seeds(count)) se dibujan "
      + "uno a uno."
  }
  var placesLeftOut: String { "Se omiten los lugares que no tienen todas las semillas." }
  func caption(_ caption: StoredCaption) -> String {
    switch caption {
    case .loss: "Pérdida por iteración, en las partes de entrenamiento y de validación."
    case .score: "La puntuación media de las respuestas de una iteración."
    case .divergence: "La divergencia KL de la política respecto de la referencia, por iteración."
    case .entropy: "La entropía de la política, por iteración."
    case .critic: "La pérdida del crítico y la varianza explicada de los retornos."
    case .confidence: "Comparaciones de validación: exactitud según la confianza."
    case .images: "Las primeras imágenes con sus leyendas."
    case .noise: "Imágenes bajo cada vez más ruido del modelo."
    case .denoising: "Lo que el modelo encuentra en el ruido, del paso más ruidoso al último."
    }
  }
}
