/// Spanish.
struct SpanishPhrases: Phrases {
  let skipToReport = "Ir al informe"
  let contents = "Contenido"
  let contentsFolded = "Contenido, plegado"
  let abstract = "Resumen"
  let keywords = "Palabras clave"
  let references = "Referencias"
  let footnotes = "Notas"
  let linkToSection = "Enlace a esta sección"
  let details = "Detalles"
  let fullStop = "."
  let colon = ": "
  let referenceWords = ReferenceWords(
    and: "y", commaBeforeAnd: false, others: "et\u{A0}al.", noDate: "s.\u{A0}f.", in: "En",
    editor: "Ed.", editors: "Eds.")

  let colors = "Colores"
  let automatic = "Auto"
  let light = "Claro"
  let dark = "Oscuro"

  let figure = "Figura"
  let table = "Tabla"
  let equation = "Ecuación"
  let formula = "Fórmula"
  let images = "Imágenes"
  let tokens = "Tokens"
  let image = "Imagen"
  func image(_ text: String) -> String { "Imagen: \(text)" }
  func image(row: Int, column: Int) -> String { "Imagen, fila \(row), columna \(column)" }
  func image(_ number: Int, of count: Int) -> String { "imagen \(number) de \(count)" }
  func text(_ number: Int) -> String { "texto \(number)" }
  func part(_ number: Int, of count: Int) -> String { "parte \(number) de \(count)" }
  func underTokens(_ title: String) -> String { "Debajo de cada token: \(title)." }
  func moreImagesLeftOut(_ count: Int) -> String {
    count == 1 ? "Se omite 1 imagen más." : "Se omiten \(self.count(count)) imágenes más."
  }
  func moreTextsLeftOut(_ count: Int) -> String {
    count == 1 ? "Se omite 1 texto más." : "Se omiten \(self.count(count)) textos más."
  }
  func moreTokensLeftOut(_ count: Int) -> String {
    count == 1 ? "Se omite 1 token más." : "Se omiten \(self.count(count)) tokens más."
  }
  func more(_ count: Int) -> String { "\(self.count(count)) más" }
  let promptIsBold = "La instrucción está en negrita."
  let token = "token"
  let data = "Datos"
  func dataOf(_ figure: String?) -> String {
    figure.map { "Datos: \($0)" } ?? "Datos de la figura"
  }
  func rowsAtEvenDistances(_ shown: Int, of total: Int) -> String {
    "\(count(shown)) de \(count(total)) filas, a distancias iguales."
  }
  func rowsLeftOut(_ count: Int) -> String {
    (count == 1 ? "Aquí se omite 1 fila" : "Aquí se omiten \(self.count(count)) filas")
      + "; results.json las contiene todas."
  }
  let rowsLeftOutInPrint = "Otras filas se omiten al imprimir; results.json las contiene todas."
  func moreColumns(_ count: Int) -> String {
    "\(self.count(count)) \(count == 1 ? "columna" : "columnas") más en results.json"
  }
  func moreCharacters(_ count: Int) -> String {
    "\(self.count(count)) \(count == 1 ? "carácter" : "caracteres") más; results.json lo contiene todo"
  }
  func points(_ count: Int) -> String { "\(self.count(count)) \(count == 1 ? "punto" : "puntos")" }
  func pointsOf(_ step: String) -> String { "Los puntos de \(step)" }
  func bold(_ best: BestKind?, ofEachRow: Bool, withinIntervals: Bool) -> String {
    let subject =
      switch best {
      case .lowest?: "el valor más bajo"
      case .highest?: "el valor más alto"
      case nil: "el mejor valor"
      }
    return "En negrita: \(subject)" + (ofEachRow ? " de cada fila" : "")
      + (withinIntervals ? ", y los que los intervalos no separan de él." : ".")
  }
  func step(_ name: String) -> String { "paso\u{A0}\(name)" }

  let done = "hecho"
  let open = "pendiente"
  func alert(_ kind: AlertKind) -> String {
    switch kind {
    case .note: "Nota"
    case .tip: "Consejo"
    case .important: "Importante"
    case .warning: "Advertencia"
    case .caution: "Precaución"
    }
  }
  func footnote(_ number: Int) -> String { "Nota \(number)" }
  func backToReference(_ number: String) -> String { "Volver a la referencia \(number)" }
  let noSuchValue = "Esta ejecución no tiene tal valor"

  func allHold(_ count: Int, narrowly narrow: Int) -> String {
    if count == 1 { return "La expectativa se cumple\(narrow == 1 ? " por poco" : "")." }
    let narrowly = narrow == 0 ? "" : ", \(self.count(narrow)) de ellas por poco"
    return "Las \(self.count(count)) expectativas se cumplen\(narrowly)."
  }
  func doNotHold(_ broken: Int, of count: Int) -> String {
    if count == 1 { return "La expectativa no se cumple" }
    return broken == 1
      ? "Una de \(count) expectativas no se cumple"
      : "\(broken) de \(count) expectativas no se cumplen"
  }
  func failed(_ count: Int) -> String {
    count == 1 ? "Un paso ha fallado" : "\(self.count(count)) pasos han fallado"
  }
  func skipped(_ count: Int) -> String {
    count == 1 ? "Se ha omitido un paso" : "Se han omitido \(self.count(count)) pasos"
  }
  func graveWarnings(_ count: Int) -> String {
    count == 1 ? "Una advertencia grave" : "\(self.count(count)) advertencias graves"
  }
  func minorWarnings(_ count: Int) -> String {
    count == 1 ? "Una advertencia menor" : "\(self.count(count)) advertencias menores"
  }
  func moreWarnings(_ count: Int) -> String {
    count == 1
      ? "Hay 1 advertencia más en results.json."
      : "Hay \(self.count(count)) advertencias más en results.json."
  }
  let graveWarning = "Advertencia grave"
  let warning = "Advertencia"
  let holds = "Se cumple"
  let holdsNarrowly = "Se cumple por poco"
  let doesNotHold = "No se cumple"
  func stepFailed(_ name: String) -> String { "El paso \(name) ha fallado" }
  func stepSkipped(_ name: String) -> String { "Se ha omitido el paso \(name)" }

  let sources = "Fuentes"
  let showAllSources = "Mostrar el código de todos los bloques"
  let reproducing = "Reproducir este informe"
  let onStandardInput = "con el cuaderno en la entrada estándar"
  let hashOfNotebook = "SHA-256 del cuaderno"
  func hash(of file: String) -> String { "SHA-256 de \(file)" }
  let withinPage = "dentro de esta página"
  let processor = "Procesador"
  let threads = "Hilos"
  let started = "Inicio"
  let took = "Duración"
  let peakMemory = "Memoria máxima"
  let timeOfSteps = "Duración de cada paso"
  func inEarlierRun(_ time: String) -> String { "\(time) en una ejecución anterior" }
  let stepColumn = "paso"
  let operationColumn = "operación"
  let timeColumn = "duración"
  let medianIteration = "iteración, mediana"
  var enclosures: [EnclosurePhrase] {
    [
      .words("Esta página contiene su "), .notebook("cuaderno"), .words(" y el "),
      .record("registro de su ejecución"), .words(". Con este archivo, "), .code("octavo verify"),
      .words(" comprueba la página y ejecuta de nuevo el cuaderno; "), .code("octavo extract"),
      .words(" escribe el cuaderno."),
    ]
  }
}

extension SpanishPhrases {
  var emptyPlot: String { "Gráfico vacío" }
  var scatterPlot: String { "Diagrama de dispersión" }
  var linePlot: String { "Gráfico de líneas" }
  var dotPlot: String { "Gráfico de puntos" }
  var barChart: String { "Gráfico de barras" }
  var histogram: String { "Histograma" }
  var heatmap: String { "Mapa de calor" }
  var nothingToPlot: String { "Ningún número que trazar" }
  func quantity(_ vertical: String, by horizontal: String) -> String {
    "\(vertical) según \(horizontal)"
  }
  func inPanels(_ heading: String, _ count: Int) -> String { "\(heading), en \(count) paneles" }
  func rule(_ label: String, at value: String) -> String {
    "Una línea marca \(label) en \(value)."
  }
  func andMore(_ count: Int) -> String { "Y \(count) más." }

  var noNumber: String { "ningún número" }
  var noCount: String { "ningún recuento" }
  func noneShown(of total: Int) -> String { "no se puede mostrar ninguno de \(total) puntos" }
  func value(_ value: String, at place: String) -> String { "\(value) en \(place)" }
  func shown(_ count: Int, of total: Int) -> String {
    "se \(count == 1 ? "puede" : "pueden") mostrar \(count) de \(total) puntos"
  }
  func onePoint(_ place: String) -> String { "un punto, \(place)" }
  func pointCount(_ count: Int) -> String { points(count) }
  func pointCount(_ count: Int, from first: String, to last: String) -> String {
    "\(points(count)), de \(first) a \(last)"
  }
  func extremes(lowest: String, highest: String) -> String {
    "mínimo \(lowest), máximo \(highest)"
  }
  func moreCategories(_ count: Int) -> String { "y \(count) más" }
  func range(_ low: String, _ high: String) -> String { "\(low) a \(high)" }
  func distribution(total: String, in range: String, most: String, in fullest: String) -> String {
    "\(total) en total, de \(range), la mayoría (\(most)) de \(fullest)"
  }
  func size(rows: Int, columns: Int) -> String {
    "\(rows) \(rows == 1 ? "fila" : "filas") por \(columns) \(columns == 1 ? "columna" : "columnas")"
  }
  func span(_ low: String, _ high: String) -> String { "de \(low) a \(high)" }
  var singleRuns: String { "ejecuciones individuales" }
  func meanOverSeeds(_ count: Int, upTo most: Int?, withInterval: Bool) -> String {
    let seeds =
      most.map { "\(count) a \($0) semillas" } ?? (count == 1 ? "1 semilla" : "\(count) semillas")
    return "Media de \(seeds)" + (withInterval ? ", con su intervalo del 95\u{A0}%." : ".")
  }

  private func values(_ count: Int) -> String {
    "\(self.count(count)) \(count == 1 ? "valor" : "valores")"
  }
  func notPositive(_ count: Int) -> String {
    "\(values(count)) de 0 o menos no \(count == 1 ? "tiene" : "tienen") lugar en un eje logarítmico."
  }
  func cutIntervals(_ count: Int) -> String {
    count == 1
      ? "Un intervalo llega a 0 o menos y termina en el eje logarítmico."
      : "\(self.count(count)) intervalos llegan a 0 o menos y terminan en el eje logarítmico."
  }
  func notFinite(nan: Int, infinite: Int, _ fate: PlotFate) -> String {
    let isOne = nan + infinite == 1
    var kinds: [String] = []
    if nan > 0 { kinds.append("\(count(nan)) NaN") }
    if infinite > 0 {
      kinds.append("\(count(infinite)) \(infinite == 1 ? "infinito" : "infinitos")")
    }
    let predicate =
      switch fate {
      case .leftOut: isOne ? "se omite" : "se omiten"
      case .atTheEdge: isOne ? "se marca en el borde" : "se marcan en el borde"
      case .noBar: isOne ? "no tiene barra" : "no tienen barra"
      case .noColor: isOne ? "no tiene color" : "no tienen color"
      }
    return
      "\(isOne ? "Valor" : "Valores") sin número finito (\(kinds.joined(separator: ", "))) que "
      + "\(predicate)."
  }
  func notCounted(_ count: Int) -> String {
    count == 1
      ? "1 valor NaN o infinito no se cuenta."
      : "\(self.count(count)) valores NaN o infinitos no se cuentan."
  }
  func withoutPlace(_ count: Int) -> String {
    "\(count == 1 ? "Se omite" : "Se omiten") \(values(count)) sin número en el eje horizontal."
  }
  func outsideLimits(_ count: Int) -> String {
    "\(values(count)) \(count == 1 ? "queda" : "quedan") fuera de los límites del eje."
  }
  func firstDrawn(_ limit: Int, of count: Int, _ part: PlotPart) -> String {
    let name =
      switch part {
      case .panels: "los \(limit) primeros paneles"
      case .rules: "las \(limit) primeras líneas transversales"
      case .series: "las \(limit) primeras series"
      case .categories: "las \(limit) primeras categorías"
      case .groups: "los \(limit) primeros grupos"
      }
    return "Se trazan \(name) de \(self.count(count))."
  }
}

extension SpanishPhrases {
  var skipTokens: String { "Saltar los tokens" }
  var backToReport: String { "Volver al informe" }
  func textColored(by quantity: String) -> String { "El color del texto indica: \(quantity)." }
  func token(_ text: String, _ number: Int, of count: Int) -> String {
    "token \(self.count(number)) de \(self.count(count)), \(text)"
  }
  var dotsForBars: String {
    "El eje no empieza en cero; por eso hay puntos en lugar de barras."
  }
  func distribution(of quantity: String) -> String { "distribución: \(quantity)" }
  func ofEachToken(_ quantities: String) -> String { "\(quantities) de cada token" }
  func imageCount(_ count: Int) -> String {
    count == 1 ? "Una imagen" : "\(self.count(count)) imágenes"
  }
  func textCount(_ count: Int) -> String { count == 1 ? "Un texto" : "\(self.count(count)) textos" }
  var conjunction: String { " y " }
}
