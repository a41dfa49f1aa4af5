/// German.
struct GermanPhrases: Phrases {
  let skipToReport = "Zum Bericht springen"
  let contents = "Inhalt"
  let contentsFolded = "Inhalt, eingeklappt"
  let abstract = "Zusammenfassung"
  let keywords = "Schlagwörter"
  let references = "Literatur"
  let footnotes = "Fußnoten"
  let linkToSection = "Link zu diesem Abschnitt"
  let details = "Einzelheiten"
  let fullStop = "."
  let colon = ": "
  let referenceWords = ReferenceWords(
    and: "und", commaBeforeAnd: false, others: "et\u{A0}al.", noDate: "o.\u{A0}J.", in: "In",
    editor: "Hrsg.",
    editors: "Hrsg.")

  let colors = "Farben"
  let automatic = "Auto"
  let light = "Hell"
  let dark = "Dunkel"

  let figure = "Abbildung"
  let table = "Tabelle"
  let equation = "Gleichung"
  let formula = "Formel"
  let images = "Bilder"
  let tokens = "Tokens"
  let image = "Bild"
  func image(_ text: String) -> String { "Bild: \(text)" }
  func image(row: Int, column: Int) -> String { "Bild, Zeile \(row), Spalte \(column)" }
  func image(_ number: Int, of count: Int) -> String { "Bild \(number) von \(count)" }
  func text(_ number: Int) -> String { "Text \(number)" }
  func part(_ number: Int, of count: Int) -> String { "Teil \(number) von \(count)" }
  func underTokens(_ title: String) -> String { "Unter jedem Token: \(title)." }
  func moreImagesLeftOut(_ count: Int) -> String {
    count == 1 ? "1 weiteres Bild fehlt hier." : "\(self.count(count)) weitere Bilder fehlen hier."
  }
  func moreTextsLeftOut(_ count: Int) -> String {
    count == 1 ? "1 weiterer Text fehlt hier." : "\(self.count(count)) weitere Texte fehlen hier."
  }
  func moreTokensLeftOut(_ count: Int) -> String {
    count == 1 ? "1 weiteres Token fehlt hier." : "\(self.count(count)) weitere Tokens fehlen hier."
  }
  func more(_ count: Int) -> String { "\(self.count(count)) weitere" }
  let promptIsBold = "Der Prompt ist fett gesetzt."
  let token = "Token"
  let data = "Daten"
  func dataOf(_ figure: String?) -> String {
    figure.map { "Daten: \($0)" } ?? "Daten der Abbildung"
  }
  func rowsAtEvenDistances(_ shown: Int, of total: Int) -> String {
    "\(count(shown)) von \(count(total)) Zeilen, in gleichen Abständen."
  }
  func rowsLeftOut(_ count: Int) -> String {
    (count == 1 ? "1 Zeile fehlt" : "\(self.count(count)) Zeilen fehlen")
      + " hier; results.json enthält alle."
  }
  let rowsLeftOutInPrint = "Weitere Zeilen fehlen im Druck; results.json enthält alle."
  func moreColumns(_ count: Int) -> String {
    "\(self.count(count)) weitere \(count == 1 ? "Spalte" : "Spalten") in results.json"
  }
  func moreCharacters(_ count: Int) -> String {
    count == 1
      ? "1 weiteres Zeichen; results.json enthält alles"
      : "\(self.count(count)) weitere Zeichen; results.json enthält alles"
  }
  func points(_ count: Int) -> String { count == 1 ? "1 Punkt" : "\(self.count(count)) Punkte" }
  func pointsOf(_ step: String) -> String { "Die Punkte von \(step)" }
  func bold(_ best: BestKind?, ofEachRow: Bool, withinIntervals: Bool) -> String {
    let subject =
      switch best {
      case .lowest?: "der niedrigste Wert"
      case .highest?: "der höchste Wert"
      case nil: "der beste Wert"
      }
    return "Fett: \(subject)" + (ofEachRow ? " jeder Zeile" : "")
      + (withinIntervals ? " und was die Intervalle nicht von ihm trennen." : ".")
  }
  func step(_ name: String) -> String { "Schritt\u{A0}\(name)" }

  let done = "erledigt"
  let open = "offen"
  func alert(_ kind: AlertKind) -> String {
    switch kind {
    case .note: "Hinweis"
    case .tip: "Tipp"
    case .important: "Wichtig"
    case .warning: "Warnung"
    case .caution: "Vorsicht"
    }
  }
  func footnote(_ number: Int) -> String { "Fußnote \(number)" }
  func backToReference(_ number: String) -> String { "Zurück zum Verweis \(number)" }
  let noSuchValue = "Dieser Lauf hat keinen solchen Wert"

  func allHold(_ count: Int, narrowly narrow: Int) -> String {
    if count == 1 { return "Die Erwartung trifft \(narrow == 1 ? "knapp " : "")zu." }
    let narrowly = narrow == 0 ? "" : ", \(self.count(narrow)) davon knapp"
    return "Alle \(self.count(count)) Erwartungen treffen zu\(narrowly)."
  }
  func doNotHold(_ broken: Int, of count: Int) -> String {
    if count == 1 { return "Die Erwartung trifft nicht zu" }
    return broken == 1
      ? "Eine von \(count) Erwartungen trifft nicht zu"
      : "\(broken) von \(count) Erwartungen treffen nicht zu"
  }
  func failed(_ count: Int) -> String {
    count == 1
      ? "Ein Schritt ist fehlgeschlagen" : "\(self.count(count)) Schritte sind fehlgeschlagen"
  }
  func skipped(_ count: Int) -> String {
    count == 1
      ? "Ein Schritt wurde ausgelassen" : "\(self.count(count)) Schritte wurden ausgelassen"
  }
  func graveWarnings(_ count: Int) -> String {
    count == 1 ? "Eine ernste Warnung" : "\(self.count(count)) ernste Warnungen"
  }
  func minorWarnings(_ count: Int) -> String {
    count == 1 ? "Eine geringfügige Warnung" : "\(self.count(count)) geringfügige Warnungen"
  }
  func moreWarnings(_ count: Int) -> String {
    (count == 1 ? "1 weitere Warnung steht" : "\(self.count(count)) weitere Warnungen stehen")
      + " in results.json."
  }
  let graveWarning = "Ernste Warnung"
  let warning = "Warnung"
  let holds = "Trifft zu"
  let holdsNarrowly = "Trifft knapp zu"
  let doesNotHold = "Trifft nicht zu"
  func stepFailed(_ name: String) -> String { "Schritt \(name) ist fehlgeschlagen" }
  func stepSkipped(_ name: String) -> String { "Schritt \(name) wurde ausgelassen" }

  let sources = "Quelltexte"
  let showAllSources = "Den Quelltext aller Blöcke zeigen"
  let reproducing = "Diesen Bericht reproduzieren"
  let onStandardInput = "mit dem Notebook auf der Standardeingabe"
  let hashOfNotebook = "SHA-256 des Notebooks"
  func hash(of file: String) -> String { "SHA-256 von \(file)" }
  let withinPage = "in dieser Seite"
  let processor = "Prozessor"
  let threads = "Threads"
  let started = "Beginn"
  let took = "Dauer"
  let peakMemory = "Höchster Speicherbedarf"
  let timeOfSteps = "Dauer jedes Schritts"
  func inEarlierRun(_ time: String) -> String { "\(time) in einem früheren Lauf" }
  let stepColumn = "Schritt"
  let operationColumn = "Operation"
  let timeColumn = "Dauer"
  let medianIteration = "Iteration, Median"
  var enclosures: [EnclosurePhrase] {
    [
      .words("Diese Seite enthält ihr "), .notebook("Notebook"), .words(" und das "),
      .record("Protokoll ihres Laufs"), .words(". "), .code("octavo verify"),
      .words(" mit dieser Datei prüft die Seite und führt das Notebook noch einmal aus; "),
      .code("octavo extract"), .words(" schreibt das Notebook."),
    ]
  }
}

extension GermanPhrases {
  var emptyPlot: String { "Leeres Diagramm" }
  var scatterPlot: String { "Streudiagramm" }
  var linePlot: String { "Liniendiagramm" }
  var dotPlot: String { "Punktdiagramm" }
  var barChart: String { "Balkendiagramm" }
  var histogram: String { "Histogramm" }
  var heatmap: String { "Heatmap" }
  var nothingToPlot: String { "Keine Zahl zu zeichnen" }
  func quantity(_ vertical: String, by horizontal: String) -> String {
    "\(vertical) über \(horizontal)"
  }
  func inPanels(_ heading: String, _ count: Int) -> String { "\(heading), in \(count) Feldern" }
  func rule(_ label: String, at value: String) -> String {
    "Eine Linie markiert \(label) bei \(value)."
  }
  func andMore(_ count: Int) -> String { "Und \(count) weitere." }

  var noNumber: String { "keine Zahl" }
  var noCount: String { "keine Anzahl" }
  func noneShown(of total: Int) -> String { "keiner von \(total) Punkten ist darstellbar" }
  func value(_ value: String, at place: String) -> String { "\(value) bei \(place)" }
  func shown(_ count: Int, of total: Int) -> String {
    "\(count) von \(total) Punkten \(count == 1 ? "ist" : "sind") darstellbar"
  }
  func onePoint(_ place: String) -> String { "ein Punkt, \(place)" }
  func pointCount(_ count: Int) -> String { "\(count) Punkte" }
  func pointCount(_ count: Int, from first: String, to last: String) -> String {
    "\(count) Punkte von \(first) bis \(last)"
  }
  func extremes(lowest: String, highest: String) -> String {
    "niedrigster \(lowest), höchster \(highest)"
  }
  func moreCategories(_ count: Int) -> String { "und \(count) weitere" }
  func range(_ low: String, _ high: String) -> String { "\(low) bis \(high)" }
  func distribution(total: String, in range: String, most: String, in fullest: String) -> String {
    "\(total) insgesamt, von \(range), die meisten (\(most)) von \(fullest)"
  }
  func size(rows: Int, columns: Int) -> String { "\(rows) Zeilen mal \(columns) Spalten" }
  func span(_ low: String, _ high: String) -> String { "von \(low) bis \(high)" }
  var singleRuns: String { "einzelne Läufe" }
  func meanOverSeeds(_ count: Int, upTo most: Int?, withInterval: Bool) -> String {
    let seeds =
      most.map { "\(count) bis \($0) Seeds" } ?? (count == 1 ? "1 Seed" : "\(count) Seeds")
    return "Mittel über \(seeds)"
      + (withInterval ? " mit seinem 95\u{2011}%\u{2011}Intervall." : ".")
  }

  private func values(_ count: Int) -> String {
    count == 1 ? "1 Wert" : "\(self.count(count)) Werte"
  }
  func notPositive(_ count: Int) -> String {
    "\(values(count)) von 0 oder weniger \(count == 1 ? "ist" : "sind") auf einer logarithmischen "
      + "Achse nicht darstellbar."
  }
  func cutIntervals(_ count: Int) -> String {
    count == 1
      ? "Ein Intervall reicht bis 0 oder tiefer und endet an der logarithmischen Achse."
      : "\(self.count(count)) Intervalle reichen bis 0 oder tiefer und enden an der logarithmischen "
        + "Achse."
  }
  func notFinite(nan: Int, infinite: Int, _ fate: PlotFate) -> String {
    let isOne = nan + infinite == 1
    var kinds: [String] = []
    if nan > 0 { kinds.append("\(count(nan))-mal NaN") }
    if infinite > 0 { kinds.append("\(count(infinite))-mal Unendlich") }
    let predicate =
      switch fate {
      case .leftOut: isOne ? "fehlt" : "fehlen"
      case .atTheEdge: isOne ? "ist am Rand markiert" : "sind am Rand markiert"
      case .noBar: isOne ? "hat keinen Balken" : "haben keinen Balken"
      case .noColor: isOne ? "hat keine Farbe" : "haben keine Farbe"
      }
    return "\(kinds.joined(separator: " und ")) \(predicate)."
  }
  func notCounted(_ count: Int) -> String {
    count == 1
      ? "1 Wert, der NaN oder unendlich ist, wird nicht gezählt."
      : "\(self.count(count)) Werte, die NaN oder unendlich sind, werden nicht gezählt."
  }
  func withoutPlace(_ count: Int) -> String {
    "\(values(count)) ohne Zahl auf der waagerechten Achse \(count == 1 ? "fehlt" : "fehlen")."
  }
  func outsideLimits(_ count: Int) -> String {
    "\(values(count)) \(count == 1 ? "liegt" : "liegen") außerhalb der Grenzen der Achse."
  }
  func firstDrawn(_ limit: Int, of count: Int, _ part: PlotPart) -> String {
    let name =
      switch part {
      case .panels: "Feldern"
      case .rules: "Querlinien"
      case .series: "Reihen"
      case .categories: "Kategorien"
      case .groups: "Gruppen"
      }
    return "Die ersten \(limit) von \(self.count(count)) \(name) sind gezeichnet."
  }
}

extension GermanPhrases {
  var skipTokens: String { "Die Tokens überspringen" }
  var backToReport: String { "Zurück zum Bericht" }
  func textColored(by quantity: String) -> String { "Die Farbe des Texts zeigt: \(quantity)." }
  func token(_ text: String, _ number: Int, of count: Int) -> String {
    "Token \(self.count(number)) von \(self.count(count)), \(text)"
  }
  var dotsForBars: String {
    "Die Achse beginnt nicht bei null; deshalb stehen Punkte anstelle von Balken."
  }
  func distribution(of quantity: String) -> String { "Verteilung: \(quantity)" }
  func ofEachToken(_ quantities: String) -> String { "\(quantities) für jedes Token" }
  func imageCount(_ count: Int) -> String {
    count == 1 ? "Ein Bild" : "\(self.count(count)) Bilder"
  }
  func textCount(_ count: Int) -> String { count == 1 ? "Ein Text" : "\(self.count(count)) Texte" }
  var conjunction: String { " und " }
}
