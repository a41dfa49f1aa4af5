import OctavoRunner

extension Catalogue {
  /// Every operation that Octavo has, in the order in which help lists them.
  public static let octavo = Catalogue([
    TextLoad.self,
    StoriesCompose.self,
    GPTTrain.self,
    GPTEvaluate.self,
    GPTSample.self,
    TableStep.self,
    PlotLine.self,
    PlotScatter.self,
    PlotBar.self,
    PlotHistogram.self,
    Expect.self,
  ])
}
