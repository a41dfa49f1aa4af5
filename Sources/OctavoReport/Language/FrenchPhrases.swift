/// French. Zero takes the singular.
struct FrenchPhrases: Phrases {
  let skipToReport = "Aller au rapport"
  let contents = "Sommaire"
  let contentsFolded = "Sommaire, replié"
  let abstract = "Résumé"
  let keywords = "Mots-clés"
  let references = "Références"
  let footnotes = "Notes"
  let linkToSection = "Lien vers cette section"
  let details = "Détails"
  let fullStop = "."
  let colon = "\u{A0}: "
  let referenceWords = ReferenceWords(
    and: "et", commaBeforeAnd: false, others: "et\u{A0}al.", noDate: "s.\u{A0}d.", in: "Dans",
    editor: "dir.",
    editors: "dir.")

  let colors = "Couleurs"
  let automatic = "Auto"
  let light = "Clair"
  let dark = "Sombre"

  let figure = "Figure"
  let table = "Tableau"
  let equation = "Équation"
  let formula = "Formule"
  let images = "Images"
  let tokens = "Tokens"
  let image = "Image"
  func image(_ text: String) -> String { "Image\u{A0}: \(text)" }
  func image(row: Int, column: Int) -> String { "Image, ligne \(row), colonne \(column)" }
  func image(_ number: Int, of count: Int) -> String { "image \(number) sur \(count)" }
  func text(_ number: Int) -> String { "texte \(number)" }
  func part(_ number: Int, of count: Int) -> String { "partie \(number) sur \(count)" }
  func underTokens(_ title: String) -> String { "Sous chaque token\u{A0}: \(title)." }
  func moreImagesLeftOut(_ count: Int) -> String {
    count < 2
      ? "\(count) autre image est omise." : "\(self.count(count)) autres images sont omises."
  }
  func moreTextsLeftOut(_ count: Int) -> String {
    count < 2 ? "\(count) autre texte est omis." : "\(self.count(count)) autres textes sont omis."
  }
  func moreTokensLeftOut(_ count: Int) -> String {
    count < 2 ? "\(count) autre token est omis." : "\(self.count(count)) autres tokens sont omis."
  }
  func more(_ count: Int) -> String { "\(self.count(count)) \(count < 2 ? "autre" : "autres")" }
  let promptIsBold = "L’invite est en gras."
  let token = "token"
  let data = "Données"
  func dataOf(_ figure: String?) -> String {
    figure.map { "Données\u{A0}: \($0)" } ?? "Données de la figure"
  }
  func rowsAtEvenDistances(_ shown: Int, of total: Int) -> String {
    "\(count(shown)) lignes sur \(count(total)), à intervalles réguliers."
  }
  func rowsLeftOut(_ count: Int) -> String {
    (count < 2 ? "\(count) ligne est omise" : "\(self.count(count)) lignes sont omises")
      + " ici\u{A0}; results.json les contient toutes."
  }
  let rowsLeftOutInPrint =
    "D’autres lignes sont omises à l’impression\u{A0}; results.json les contient toutes."
  func moreColumns(_ count: Int) -> String {
    "\(self.count(count)) \(count < 2 ? "autre colonne" : "autres colonnes") dans results.json"
  }
  func moreCharacters(_ count: Int) -> String {
    "\(self.count(count)) \(count < 2 ? "caractère" : "caractères") de plus\u{A0}; results.json "
      + "contient le tout"
  }
  func points(_ count: Int) -> String { "\(self.count(count)) \(count < 2 ? "point" : "points")" }
  func pointsOf(_ step: String) -> String { "Les points de \(step)" }
  func bold(_ best: BestKind?, ofEachRow: Bool, withinIntervals: Bool) -> String {
    let subject =
      switch best {
      case .lowest?: "la valeur la plus basse"
      case .highest?: "la valeur la plus haute"
      case nil: "la meilleure valeur"
      }
    return "En gras\u{A0}: \(subject)" + (ofEachRow ? " de chaque ligne" : "")
      + (withinIntervals ? ", et ce que les intervalles n’en séparent pas." : ".")
  }
  func step(_ name: String) -> String { "étape\u{A0}\(name)" }

  let done = "fait"
  let open = "à faire"
  func alert(_ kind: AlertKind) -> String {
    switch kind {
    case .note: "Remarque"
    case .tip: "Conseil"
    case .important: "Important"
    case .warning: "Avertissement"
    case .caution: "Attention"
    }
  }
  func footnote(_ number: Int) -> String { "Note \(number)" }
  func backToReference(_ number: String) -> String { "Retour au renvoi \(number)" }
  let noSuchValue = "Cette exécution n’a pas de telle valeur"

  func allHold(_ count: Int, narrowly narrow: Int) -> String {
    if count == 1 { return "L’attente est satisfaite\(narrow == 1 ? " de justesse" : "")." }
    let narrowly = narrow == 0 ? "" : ", dont \(self.count(narrow)) de justesse"
    return "Les \(self.count(count)) attentes sont satisfaites\(narrowly)."
  }
  func doNotHold(_ broken: Int, of count: Int) -> String {
    if count == 1 { return "L’attente n’est pas satisfaite" }
    return broken == 1
      ? "Une attente sur \(count) n’est pas satisfaite"
      : "\(broken) attentes sur \(count) ne sont pas satisfaites"
  }
  func failed(_ count: Int) -> String {
    count == 1 ? "Une étape a échoué" : "\(self.count(count)) étapes ont échoué"
  }
  func skipped(_ count: Int) -> String {
    count == 1 ? "Une étape a été sautée" : "\(self.count(count)) étapes ont été sautées"
  }
  func graveWarnings(_ count: Int) -> String {
    count == 1 ? "Un avertissement grave" : "\(self.count(count)) avertissements graves"
  }
  func minorWarnings(_ count: Int) -> String {
    count == 1 ? "Un avertissement mineur" : "\(self.count(count)) avertissements mineurs"
  }
  func moreWarnings(_ count: Int) -> String {
    (count < 2
      ? "\(count) autre avertissement figure"
      : "\(self.count(count)) autres avertissements figurent")
      + " dans results.json."
  }
  let graveWarning = "Avertissement grave"
  let warning = "Avertissement"
  let holds = "Satisfaite"
  let holdsNarrowly = "Satisfaite de justesse"
  let doesNotHold = "Non satisfaite"
  func stepFailed(_ name: String) -> String { "L’étape \(name) a échoué" }
  func stepSkipped(_ name: String) -> String { "L’étape \(name) a été sautée" }

  let sources = "Sources"
  let showAllSources = "Afficher la source de tous les blocs"
  let reproducing = "Reproduire ce rapport"
  let onStandardInput = "avec le carnet sur l’entrée standard"
  let hashOfNotebook = "SHA-256 du carnet"
  func hash(of file: String) -> String { "SHA-256 de \(file)" }
  let withinPage = "dans cette page"
  let processor = "Processeur"
  let threads = "Fils d’exécution"
  let started = "Début"
  let took = "Durée"
  let peakMemory = "Mémoire maximale"
  let timeOfSteps = "Durée de chaque étape"
  func inEarlierRun(_ time: String) -> String { "\(time) lors d’une exécution antérieure" }
  let stepColumn = "étape"
  let operationColumn = "opération"
  let timeColumn = "durée"
  let medianIteration = "itération, médiane"
  var enclosures: [EnclosurePhrase] {
    [
      .words("Cette page contient son "), .notebook("carnet"), .words(" et le "),
      .record("procès-verbal de son exécution"), .words(". Avec ce fichier, "),
      .code("octavo verify"), .words(" contrôle la page et exécute de nouveau le carnet\u{A0}; "),
      .code("octavo extract"), .words(" écrit le carnet."),
    ]
  }
}

extension FrenchPhrases {
  var emptyPlot: String { "Graphique vide" }
  var scatterPlot: String { "Nuage de points" }
  var linePlot: String { "Graphique en courbes" }
  var dotPlot: String { "Graphique à points" }
  var barChart: String { "Graphique à barres" }
  var histogram: String { "Histogramme" }
  var heatmap: String { "Carte de chaleur" }
  var nothingToPlot: String { "Aucun nombre à tracer" }
  func quantity(_ vertical: String, by horizontal: String) -> String {
    "\(vertical) selon \(horizontal)"
  }
  func inPanels(_ heading: String, _ count: Int) -> String { "\(heading), en \(count) panneaux" }
  func rule(_ label: String, at value: String) -> String {
    "Une ligne marque \(label) à \(value)."
  }
  func andMore(_ count: Int) -> String { "Et \(more(count))." }

  var noNumber: String { "aucun nombre" }
  var noCount: String { "aucun effectif" }
  func noneShown(of total: Int) -> String { "aucun des \(total) points n’est affichable" }
  func value(_ value: String, at place: String) -> String { "\(value) à \(place)" }
  func shown(_ count: Int, of total: Int) -> String {
    count < 2
      ? "\(count) point affichable sur \(total)" : "\(count) points affichables sur \(total)"
  }
  func onePoint(_ place: String) -> String { "un point, \(place)" }
  func pointCount(_ count: Int) -> String { points(count) }
  func pointCount(_ count: Int, from first: String, to last: String) -> String {
    "\(points(count)), de \(first) à \(last)"
  }
  func extremes(lowest: String, highest: String) -> String {
    "minimum \(lowest), maximum \(highest)"
  }
  func moreCategories(_ count: Int) -> String { "et \(more(count))" }
  func range(_ low: String, _ high: String) -> String { "\(low) à \(high)" }
  func distribution(total: String, in range: String, most: String, in fullest: String) -> String {
    "\(total) en tout, de \(range), le plus (\(most)) de \(fullest)"
  }
  func size(rows: Int, columns: Int) -> String {
    "\(rows) \(rows < 2 ? "ligne" : "lignes") sur \(columns) \(columns < 2 ? "colonne" : "colonnes")"
  }
  func span(_ low: String, _ high: String) -> String { "de \(low) à \(high)" }
  var singleRuns: String { "exécutions individuelles" }
  func meanOverSeeds(_ count: Int, upTo most: Int?, withInterval: Bool) -> String {
    let seeds =
      most.map { "\(count) à \($0) graines" }
      ?? (count < 2 ? "\(count) graine" : "\(count) graines")
    return "Moyenne sur \(seeds)"
      + (withInterval ? ", avec son intervalle à 95\u{A0}%." : ".")
  }

  private func values(_ count: Int) -> String {
    "\(self.count(count)) \(count < 2 ? "valeur" : "valeurs")"
  }
  func notPositive(_ count: Int) -> String {
    "\(values(count)) de 0 ou moins \(count < 2 ? "n’a" : "n’ont") pas de place sur un axe "
      + "logarithmique."
  }
  func cutIntervals(_ count: Int) -> String {
    count < 2
      ? "Un intervalle descend à 0 ou plus bas et s’arrête à l’axe logarithmique."
      : "\(self.count(count)) intervalles descendent à 0 ou plus bas et s’arrêtent à l’axe "
        + "logarithmique."
  }
  func notFinite(nan: Int, infinite: Int, _ fate: PlotFate) -> String {
    let isOne = nan + infinite == 1
    var kinds: [String] = []
    if nan > 0 { kinds.append("\(count(nan)) NaN") }
    if infinite > 0 { kinds.append("\(count(infinite)) infinie\(infinite < 2 ? "" : "s")") }
    let predicate =
      switch fate {
      case .leftOut: isOne ? "est omise" : "sont omises"
      case .atTheEdge: isOne ? "est marquée au bord" : "sont marquées au bord"
      case .noBar: isOne ? "n’a pas de barre" : "n’ont pas de barre"
      case .noColor: isOne ? "n’a pas de couleur" : "n’ont pas de couleur"
      }
    let noun = isOne ? "Valeur" : "Valeurs"
    return "\(noun) sans nombre fini (\(kinds.joined(separator: ", "))) qui \(predicate)."
  }
  func notCounted(_ count: Int) -> String {
    count < 2
      ? "\(count) valeur NaN ou infinie n’est pas comptée."
      : "\(self.count(count)) valeurs NaN ou infinies ne sont pas comptées."
  }
  func withoutPlace(_ count: Int) -> String {
    "\(values(count)) sans nombre sur l’axe horizontal \(count < 2 ? "est omise" : "sont omises")."
  }
  func outsideLimits(_ count: Int) -> String {
    "\(values(count)) \(count < 2 ? "se trouve" : "se trouvent") hors des limites de l’axe."
  }
  func firstDrawn(_ limit: Int, of count: Int, _ part: PlotPart) -> String {
    let (name, drawn) =
      switch part {
      case .panels: ("premiers panneaux", "tracés")
      case .rules: ("premières lignes transversales", "tracées")
      case .series: ("premières séries", "tracées")
      case .categories: ("premières catégories", "tracées")
      case .groups: ("premiers groupes", "tracés")
      }
    return "Les \(limit) \(name) sur \(self.count(count)) sont \(drawn)."
  }
}

extension FrenchPhrases {
  var skipTokens: String { "Passer les tokens" }
  var backToReport: String { "Retour au rapport" }
  func textColored(by quantity: String) -> String {
    "La couleur du texte indique\u{A0}: \(quantity)."
  }
  func token(_ text: String, _ number: Int, of count: Int) -> String {
    "token \(self.count(number)) sur \(self.count(count)), \(text)"
  }
  var dotsForBars: String {
    "L’axe ne commence pas à zéro\u{A0}; des points remplacent donc les barres."
  }
  func distribution(of quantity: String) -> String { "distribution\u{A0}: \(quantity)" }
  func ofEachToken(_ quantities: String) -> String { "\(quantities) pour chaque token" }
  func imageCount(_ count: Int) -> String {
    count == 1 ? "Une image" : "\(self.count(count)) images"
  }
  func textCount(_ count: Int) -> String { count == 1 ? "Un texte" : "\(self.count(count)) textes" }
  var conjunction: String { " et " }
}
