import Foundation
import OctavoBase

extension ModelAdapter {
  /// The files of a folder that Hugging Face's `peft` reads.
  public func files() throws -> [PretrainedModel.File] {
    switch self {
    case .lowRank(let adapter): try adapter.files()
    case .virtualTokens(let adapter): try adapter.files()
    }
  }

  /// Reads a folder that `peft` or Octavo has written. The remarks name the settings that are not
  /// used.
  ///
  /// - Parameter model: the settings of the model that the adapter was trained on.
  public static func read(
    _ folder: URL, for model: GPT.Configuration
  ) throws(PretrainedModelError) -> (adapter: ModelAdapter, remarks: [String]) {
    if try holdsVirtualTokens(folder) {
      return (.virtualTokens(try VirtualTokenAdapter(contentsOf: folder, for: model)), [])
    }
    let (adapter, remarks) = try LowRankAdapter.read(folder, for: model)
    return (.lowRank(adapter), remarks)
  }

  /// The settings of the adapter in a folder. The names and shapes of its tensors are checked for the
  /// model without reading their numbers.
  public static func settings(
    in folder: URL, for model: GPT.Configuration
  ) throws(PretrainedModelError) -> Settings {
    if try holdsVirtualTokens(folder) {
      return .virtualTokens(try VirtualTokenAdapter.checked(folder, for: model).0)
    }
    return .lowRank(try AdapterFolder(folder, for: model).settings)
  }

  /// Reads what `files()` wrote.
  public init(contentsOf folder: URL) throws(PretrainedModelError) {
    self = try Self.read(folder, for: LowRankAdapter.writtenModel(in: folder)).adapter
  }

  private static func holdsVirtualTokens(_ folder: URL) throws(PretrainedModelError) -> Bool {
    let file = try LowRankAdapter.settingsFile(in: folder)
    let type = file.object("peft_type")?.string
    return VirtualTokens.Kind.allCases.contains { $0.peftName == type }
  }
}
