import OctavoRunner

/// Foundation has an `Operation` too; in this module the word means a step's.
typealias Operation = OctavoRunner.Operation

extension Catalogue {
  /// Every operation that Octavo has, in the order in which help lists them.
  public static let octavo = Catalogue([
    StoriesCompose.self,
    SymbolsCompose.self,
    RulesCompose.self,
    RulesQuiz.self,
    FactsCompose.self,
    HistoriesCompose.self,
    TextLoad.self,
    TextMix.self,
    TextClean.self,
    TextInfill.self,
    PairsCut.self,
    PairsMask.self,
    PairsRetrieve.self,
    PairsLoad.self,
    PreferencesLoad.self,
    PreferencesCollect.self,
    TokenizerTrain.self,
    TokenizerLoad.self,
    GPTLoad.self,
    GPTTrain.self,
    GPTFinetune.self,
    GPTEvaluate.self,
    GPTSample.self,
    GPTQuiz.self,
    AdapterMerge.self,
    RecommendEvaluate.self,
    RewardTrain.self,
    RewardScore.self,
    PPOTrain.self,
    DPOTrain.self,
    PolicyBestOfN.self,
    PolicyCompare.self,
    PolicyExact.self,
    OveroptimizationFit.self,
    TableStep.self,
    PlotLine.self,
    PlotScatter.self,
    PlotBar.self,
    PlotHistogram.self,
    TokensShow.self,
    Expect.self,
  ])
}
