/// Chinese, in simplified characters. Nouns have no plural.
struct ChinesePhrases: Phrases {
  let skipToReport = "跳到报告正文"
  let contents = "目录"
  let contentsFolded = "目录（已折叠）"
  let abstract = "摘要"
  let keywords = "关键词"
  let references = "参考文献"
  let footnotes = "脚注"
  let linkToSection = "本节链接"
  let details = "详情"
  let fullStop = "。"
  let colon = "："
  let referenceWords = ReferenceWords(
    and: "和", commaBeforeAnd: false, others: "等", noDate: "无日期", in: "载于", editor: "编", editors: "编"
  )

  let colors = "颜色"
  let automatic = "自动"
  let light = "浅色"
  let dark = "深色"

  let figure = "图"
  let table = "表"
  let equation = "公式"
  let formula = "公式"
  let images = "图像"
  let tokens = "词元"
  let image = "图像"
  func image(_ text: String) -> String { "图像：\(text)" }
  func image(row: Int, column: Int) -> String { "图像，第 \(row) 行，第 \(column) 列" }
  func image(_ number: Int, of count: Int) -> String { "图像 \(number)/\(count)" }
  func text(_ number: Int) -> String { "文本 \(number)" }
  func part(_ number: Int, of count: Int) -> String { "第 \(number) 部分，共 \(count) 部分" }
  func underTokens(_ title: String) -> String { "每个词元下方：\(title)。" }
  func moreImagesLeftOut(_ count: Int) -> String { "另有 \(self.count(count)) 幅图像未列出。" }
  func moreTextsLeftOut(_ count: Int) -> String { "另有 \(self.count(count)) 段文本未列出。" }
  func moreTokensLeftOut(_ count: Int) -> String { "另有 \(self.count(count)) 个词元未列出。" }
  func more(_ count: Int) -> String { "另外 \(self.count(count)) 项" }
  let promptIsBold = "提示以粗体显示。"
  let token = "词元"
  let data = "数据"
  func dataOf(_ figure: String?) -> String { "\(figure ?? "图")的数据" }
  func rowsAtEvenDistances(_ shown: Int, of total: Int) -> String {
    "等距选取 \(count(total)) 行中的 \(count(shown)) 行。"
  }
  func rowsLeftOut(_ count: Int) -> String {
    "此处省略 \(self.count(count)) 行；results.json 中有全部内容。"
  }
  let rowsLeftOutInPrint = "打印时省略其余各行；results.json 中有全部内容。"
  func moreColumns(_ count: Int) -> String { "results.json 中另有 \(self.count(count)) 列" }
  func moreCharacters(_ count: Int) -> String {
    "另有 \(self.count(count)) 个字符；results.json 中有全部内容"
  }
  func points(_ count: Int) -> String { "\(self.count(count)) 个点" }
  func pointsOf(_ step: String) -> String { "\(step) 的各点" }
  func bold(_ best: BestKind?, ofEachRow: Bool, withinIntervals: Bool) -> String {
    let subject =
      switch best {
      case .lowest?: "最低值"
      case .highest?: "最高值"
      case nil: "最佳值"
      }
    return "粗体：" + (ofEachRow ? "每行的" : "") + subject
      + (withinIntervals ? "，以及区间无法与之区分的值。" : "。")
  }
  func step(_ name: String) -> String { "步骤\u{A0}\(name)" }

  let done = "已完成"
  let open = "未完成"
  func alert(_ kind: AlertKind) -> String {
    switch kind {
    case .note: "说明"
    case .tip: "提示"
    case .important: "重要"
    case .warning: "警告"
    case .caution: "注意"
    }
  }
  func footnote(_ number: Int) -> String { "脚注 \(number)" }
  func backToReference(_ number: String) -> String { "返回引用处 \(number)" }
  let noSuchValue = "本次运行没有该值"

  func allHold(_ count: Int, narrowly narrow: Int) -> String {
    if count == 1 { return narrow == 1 ? "预期勉强成立。" : "预期成立。" }
    let narrowly = narrow == 0 ? "" : "，其中 \(self.count(narrow)) 项勉强成立"
    return "全部 \(self.count(count)) 项预期均成立\(narrowly)。"
  }
  func doNotHold(_ broken: Int, of count: Int) -> String {
    count == 1 ? "预期不成立" : "\(count) 项预期中有 \(broken) 项不成立"
  }
  func failed(_ count: Int) -> String { "\(self.count(count)) 个步骤失败" }
  func skipped(_ count: Int) -> String { "\(self.count(count)) 个步骤被跳过" }
  func graveWarnings(_ count: Int) -> String { "\(self.count(count)) 条严重警告" }
  func minorWarnings(_ count: Int) -> String { "\(self.count(count)) 条轻微警告" }
  func moreWarnings(_ count: Int) -> String {
    "results.json 中另有 \(self.count(count)) 条警告。"
  }
  let graveWarning = "严重警告"
  let warning = "警告"
  let holds = "成立"
  let holdsNarrowly = "勉强成立"
  let doesNotHold = "不成立"
  func stepFailed(_ name: String) -> String { "步骤 \(name) 失败" }
  func stepSkipped(_ name: String) -> String { "步骤 \(name) 被跳过" }

  let sources = "源代码"
  let showAllSources = "显示所有代码块的源代码"
  let reproducing = "重现本报告"
  let onStandardInput = "由标准输入读取笔记本"
  let hashOfNotebook = "笔记本的 SHA-256"
  func hash(of file: String) -> String { "\(file) 的 SHA-256" }
  let withinPage = "包含在本页中"
  let processor = "处理器"
  let threads = "线程"
  let started = "开始时间"
  let took = "用时"
  let peakMemory = "内存峰值"
  let timeOfSteps = "各步骤用时"
  func inEarlierRun(_ time: String) -> String { "\(time)（先前的运行）" }
  let stepColumn = "步骤"
  let operationColumn = "操作"
  let timeColumn = "用时"
  let medianIteration = "每次迭代，中位数"
  var enclosures: [EnclosurePhrase] {
    [
      .words("本页附有其"), .notebook("笔记本"), .words("和"), .record("运行记录"),
      .words("。对本文件执行 "), .code("octavo verify"),
      .words(" 可检查本页并重新运行笔记本；"), .code("octavo extract"), .words(" 可导出笔记本。"),
    ]
  }
}

extension ChinesePhrases {
  var emptyPlot: String { "空图" }
  var scatterPlot: String { "散点图" }
  var linePlot: String { "折线图" }
  var dotPlot: String { "点图" }
  var barChart: String { "条形图" }
  var histogram: String { "直方图" }
  var heatmap: String { "热力图" }
  var nothingToPlot: String { "没有可绘制的数值" }
  func quantity(_ vertical: String, by horizontal: String) -> String {
    "\(vertical)，按 \(horizontal)"
  }
  func inPanels(_ heading: String, _ count: Int) -> String { "\(heading)，共 \(count) 个分图" }
  func rule(_ label: String, at value: String) -> String { "横线表示 \(label)，位于 \(value)。" }
  func andMore(_ count: Int) -> String { "另有 \(count) 项。" }

  var noNumber: String { "没有数值" }
  var noCount: String { "没有计数" }
  func noneShown(of total: Int) -> String { "\(total) 个点均无法显示" }
  func value(_ value: String, at place: String) -> String { "\(value)（位于 \(place)）" }
  func shown(_ count: Int, of total: Int) -> String { "\(total) 个点中可显示 \(count) 个" }
  func onePoint(_ place: String) -> String { "一个点，\(place)" }
  func pointCount(_ count: Int) -> String { "\(count) 个点" }
  func pointCount(_ count: Int, from first: String, to last: String) -> String {
    "\(count) 个点，从 \(first) 到 \(last)"
  }
  func extremes(lowest: String, highest: String) -> String { "最低 \(lowest)，最高 \(highest)" }
  func moreCategories(_ count: Int) -> String { "以及另外 \(count) 项" }
  func range(_ low: String, _ high: String) -> String { "\(low) 至 \(high)" }
  func distribution(total: String, in range: String, most: String, in fullest: String) -> String {
    "共 \(total)，范围 \(range)，最多（\(most)）在 \(fullest)"
  }
  func size(rows: Int, columns: Int) -> String { "\(rows) 行 × \(columns) 列" }
  func span(_ low: String, _ high: String) -> String { "从 \(low) 到 \(high)" }
  var singleRuns: String { "单次运行" }
  func meanOverSeeds(_ count: Int, upTo most: Int?, withInterval: Bool) -> String {
    let seeds = most.map { "\(count) 至 \($0)" } ?? String(count)
    return "\(seeds) 个随机种子的均值" + (withInterval ? "及其 95% 区间。" : "。")
  }

  func notPositive(_ count: Int) -> String {
    "\(self.count(count)) 个不大于 0 的值无法在对数轴上显示。"
  }
  func cutIntervals(_ count: Int) -> String {
    "\(self.count(count)) 个区间延伸到 0 或以下，止于对数轴。"
  }
  func notFinite(nan: Int, infinite: Int, _ fate: PlotFate) -> String {
    var kinds: [String] = []
    if nan > 0 { kinds.append("\(count(nan)) 个 NaN") }
    if infinite > 0 { kinds.append("\(count(infinite)) 个无穷") }
    let predicate =
      switch fate {
      case .leftOut: "未显示"
      case .atTheEdge: "标在边缘"
      case .noBar: "没有条形"
      case .noColor: "没有颜色"
      }
    return "\(kinds.joined(separator: "和"))值\(predicate)。"
  }
  func notCounted(_ count: Int) -> String { "\(self.count(count)) 个 NaN 或无穷值未计入。" }
  func withoutPlace(_ count: Int) -> String {
    "\(self.count(count)) 个值在横轴上没有数值，未显示。"
  }
  func outsideLimits(_ count: Int) -> String { "\(self.count(count)) 个值超出坐标轴范围。" }
  func firstDrawn(_ limit: Int, of count: Int, _ part: PlotPart) -> String {
    let name =
      switch part {
      case .panels: "个分图"
      case .rules: "条横线"
      case .series: "个系列"
      case .categories: "个类别"
      case .groups: "个分组"
      }
    return "仅绘制 \(self.count(count)) \(name)中的前 \(limit) 个。"
  }
}

extension ChinesePhrases {
  var skipTokens: String { "跳过词元" }
  var backToReport: String { "返回报告" }
  func textColored(by quantity: String) -> String { "文字颜色表示：\(quantity)。" }
  func token(_ text: String, _ number: Int, of count: Int) -> String {
    "词元 \(self.count(number))（共 \(self.count(count)) 个），\(text)"
  }
  var dotsForBars: String {
    "坐标轴不从零开始，因此以点代替条形。"
  }
  func distribution(of quantity: String) -> String { "\(quantity)的分布" }
  func ofEachToken(_ quantities: String) -> String { "每个词元的\(quantities)" }
  func imageCount(_ count: Int) -> String { "\(self.count(count)) 张图像" }
  func textCount(_ count: Int) -> String { "\(self.count(count)) 段文本" }
  var conjunction: String { "和" }
}
