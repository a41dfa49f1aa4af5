import Foundation
import OctavoBase

/// A folder with an adapter, as `peft` writes them, that is being read for a model: its settings,
/// checked against the headers of its tensors.
struct AdapterFolder {
  private let model: GPT.Configuration
  let settings: LowRankAdapter.Settings
  private let checkpoint: SafetensorsCheckpoint
  private let changes: [Change]
  /// What of the settings is not used: sentences for the reader.
  let remarks: [String]

  /// A module that is changed.
  private struct Change {
    let module: AdapterModule
    let rank: Int
    /// Of the factors' product, over the scale that the settings give.
    let scale: Float
  }

  /// Reads no factors.
  init(_ url: URL, for model: GPT.Configuration) throws(PretrainedModelError) {
    let file = try AdapterSettingsFile(in: url)
    let checkpoint = try Self.checkpoint(in: url)
    let changes = try Self.changes(of: model, file, checkpoint)
    try Self.checkNames(checkpoint, changes)
    let targets = Set(changes.map(\.module.target))
    settings = LowRankAdapter.Settings(
      rank: file.rank, alpha: file.plainAlpha,
      targets: LowRankAdapter.Target.allCases.filter(targets.contains))
    (self.model, self.checkpoint, self.changes) = (model, checkpoint, changes)
    remarks = file.remark(onPatternsBeyond: changes.map(\.module.name)).map { [$0] } ?? []
  }

  func adapter() throws(PretrainedModelError) -> LowRankAdapter {
    let factors = try factors()
    var parameters = Self.parameters(for: factors)
    for (each, change) in zip(factors, changes) {
      for tensor in each.tensors {
        try tensor.read(from: checkpoint, as: tensor.name, into: parameters)
      }
      guard change.scale != 1 else { continue }
      var b = parameters["\(each.name).B"]
      for row in 0..<each.rank {
        for column in each.columns {
          b[row * b.columns + column] *= change.scale
          guard b[row * b.columns + column].isFinite else {
            let name = each.module.storedNames.b
            throw .tensors(
              .notFinite(
                file: checkpoint.filePath(of: name), tensor: name,
                position: [column - each.columns.lowerBound, row],
                number: b[row * b.columns + column]))
          }
        }
      }
      parameters["\(each.name).B"] = b
    }
    return LowRankAdapter(settings, changing: model, parameters)
  }

  /// Parameters without numbers yet.
  private static func parameters(for factors: [AdapterFactors]) -> Parameters {
    var names: Set<String> = []
    let first = factors.filter { names.insert($0.name).inserted }
    return Parameters(
      uninitialized: ParameterSource.shapes { source in
        first.map { each in
          let module = each.module
          let outputs = each.name == module.matrix ? module.outputs : module.columns.count
          return LowRankUpdate(source[each.name], module.inputs, outputs, rank: each.rank)
        }
      })
  }

  /// Where the factors of each change belong.
  private func factors() throws(PretrainedModelError) -> [AdapterFactors] {
    var wholes: [String: Bool] = [:]
    for (matrix, changes) in Dictionary(grouping: changes, by: \.module.matrix) {
      wholes[matrix] = try areOne(changes)
    }
    return changes.map { change in
      let module = change.module
      let part = wholes[module.matrix] == true ? nil : module.change(in: model)
      return AdapterFactors(
        module: module, name: part ?? module.matrix, rank: change.rank,
        columns: part == nil ? module.columns : 0..<module.columns.count)
    }
  }

  /// Whether changes of one matrix are together one change of all of it: they have the same first
  /// factor, as those that Octavo writes do.
  private func areOne(_ changes: [Change]) throws(PretrainedModelError) -> Bool {
    guard let whole = changes.first?.module,
      changes.reduce(0, { $0 + $1.module.columns.count }) == whole.outputs
    else { return false }
    do throws(SafetensorsError) {
      let first = try checkpoint.floats(of: whole.storedNames.a)
      for change in changes.dropFirst() {
        guard try checkpoint.floats(of: change.module.storedNames.a) == first else { return false }
      }
      return true
    } catch {
      throw .tensors(error)
    }
  }
}

extension AdapterFolder {
  private static func changes(
    of model: GPT.Configuration, _ file: AdapterSettingsFile, _ checkpoint: SafetensorsCheckpoint
  ) throws(PretrainedModelError) -> [Change] {
    let format = PretrainedFormats.format(for: model)
    // An adapter may be one of a model without its head.
    let isBare = !checkpoint.names.contains { $0.hasPrefix(AdapterFactors.prefix + format.prefix) }
    var changes: [Change] = []
    for var module in format.modules(of: model) {
      if isBare { module.name.removeFirst(format.prefix.count) }
      let names = module.storedNames
      guard checkpoint.contains(names.a) else { continue }
      let found: Int
      do throws(SafetensorsError) {
        let rank = max(1, try checkpoint.shape(of: names.a).first ?? 1)
        try checkpoint.check(names.a, shape: [rank, module.inputs])
        try checkpoint.check(names.b, shape: [module.columns.count, rank])
        found = rank
      } catch {
        throw .tensors(error)
      }
      changes.append(
        Change(
          module: module, rank: found,
          scale: try file.relativeScale(of: module.name, rank: found)))
    }
    return changes
  }

  /// A tensor that has no place is an error, because leaving it out would give another model.
  private static func checkNames(
    _ checkpoint: SafetensorsCheckpoint, _ changes: [Change]
  ) throws(PretrainedModelError) {
    let known = Set(changes.flatMap { [$0.module.storedNames.a, $0.module.storedNames.b] })
    if let name = checkpoint.names.first(where: { !known.contains($0) }) {
      throw .unknownAdapterTensor(file: checkpoint.path, tensor: name)
    }
    if changes.isEmpty {
      throw .unreadable(file: checkpoint.path, problem: "the file holds no factors")
    }
  }

  static func checkpoint(in url: URL) throws(PretrainedModelError) -> SafetensorsCheckpoint {
    let path = url.appendingPathComponent(LowRankAdapter.tensorsName).path
    guard RegularFile.isThere(path) else {
      throw .missingFile(
        folder: url.path, name: LowRankAdapter.tensorsName,
        remedy: FolderContents(of: url).remedyWithoutFactors)
    }
    do {
      return try SafetensorsCheckpoint(path: path)
    } catch {
      throw .tensors(error)
    }
  }
}

extension LowRankAdapter {
  /// Reads a folder that `peft`, or Octavo, has written.
  ///
  /// Where a part of a matrix, such as LLaMA's queries, has factors of its own, so has it here.
  ///
  /// - Parameter model: the settings of the model that the adapter was trained on.
  public init(contentsOf folder: URL, for model: GPT.Configuration) throws(PretrainedModelError) {
    self = try AdapterFolder(folder, for: model).adapter()
  }

  /// Reads a folder as ``init(contentsOf:for:)`` does, and says what of its settings is not used.
  public static func read(
    _ folder: URL, for model: GPT.Configuration
  ) throws(PretrainedModelError) -> (adapter: LowRankAdapter, remarks: [String]) {
    let reader = try AdapterFolder(folder, for: model)
    return (try reader.adapter(), reader.remarks)
  }

  /// Reads what `files()` wrote.
  public init(contentsOf folder: URL) throws(PretrainedModelError) {
    try self.init(contentsOf: folder, for: Self.writtenModel(in: folder))
  }

  /// The settings of the model that an adapter of Octavo's was trained on.
  static func writtenModel(in folder: URL) throws(PretrainedModelError) -> GPT.Configuration {
    let path = folder.appendingPathComponent(tensorsName).path
    let model: GPT.Configuration
    do {
      let text = try SafetensorsFile(path).metadata[modelKey] ?? ""
      model = try JSONDecoder().decode(GPT.Configuration.self, from: Data(text.utf8))
    } catch let error as SafetensorsError {
      throw .tensors(error)
    } catch {
      throw .unreadable(file: path, problem: "the file does not say which model it changes")
    }
    if let problem = model.problems.first {
      throw .unreadable(file: path, problem: "the model that it changes cannot be: \(problem)")
    }
    return model
  }
}
