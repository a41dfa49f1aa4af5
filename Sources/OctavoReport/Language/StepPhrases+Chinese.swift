extension ChinesePhrases {
  var dependencies: String { "各步骤之间的依赖关系" }
  var graphOfSteps: String { "步骤关系图" }
  func uses(_ step: String, _ others: String) -> String { "\(step) 使用 \(others)。" }
  var noStepUsesAnother: String { "没有步骤使用其他步骤。" }
  func settings(_ count: Int) -> String { "\(self.count(count)) 种设置" }
  func seeds(_ count: Int) -> String { "\(self.count(count)) 个随机种子" }

  func atAllPoints(_ count: Int) -> String { "在全部 \(self.count(count)) 个点上" }
  func notAt(_ count: Int, of total: Int, suchAs point: String) -> String {
    "\(self.count(total)) 个点中有 \(self.count(count)) 个不满足，例如 \(point)"
  }
  var hasNoValue: String { "没有值" }
  func failedBefore(_ name: String) -> String { "\(name) 失败" }
  var notPartOfRun: String { "它不属于本次运行" }
  var notAskedFor: String { "未要求运行它" }
  var runEndedBefore: String { "运行在此之前已结束" }
  var isRunning: String { "正在运行" }
  var hasNotRunYet: String { "尚未运行" }

  func drawnOneByOne(seeds count: Int, upTo most: Int?) -> String {
    "\(most.map { "\(count) 至 \(seeds($0))" } ?? seeds(count))的线或点逐一绘出。"
  }
  var placesLeftOut: String { "并非每个随机种子都有的位置已略去。" }
  func caption(_ caption: StoredCaption) -> String {
    switch caption {
    case .loss: "训练集与验证集上的损失随迭代的变化。"
    case .score: "每次迭代所得回答的平均得分。"
    case .divergence: "策略相对参考模型的 KL 散度随迭代的变化。"
    case .entropy: "策略的熵随迭代的变化。"
    case .critic: "评论家的损失，以及回报的可解释方差。"
    case .confidence: "验证比较：准确率随置信度的变化。"
    case .images: "最前面的图像及其说明。"
    case .noise: "模型噪声逐渐增强时的图像。"
    case .denoising: "模型在噪声中发现的内容，从噪声最大的一步到最后一步。"
    }
  }
}
