import Foundation

/// A folder that is being read: what its `config.json` describes, checked against the headers of
/// its weights.
struct PretrainedFolder {
  /// What `config.json` says. The weights may have a head of their own where it says that the head
  /// is tied.
  let configuration: GPT.Configuration
  private let url: URL
  private let format: any PretrainedFormat
  private let checkpoint: SafetensorsCheckpoint
  /// What of the model is stored, and under which name in this folder.
  private let tensors: [NamedTensor]
  /// A head that is stored although it is said to be tied to the embedding.
  private let spareHead: NamedTensor?
  /// What of the folder is not used.
  private let settingsRemark: String?

  private typealias NamedTensor = (name: String, tensor: StoredTensor)

  /// Reads no weights.
  init(_ url: URL) throws(PretrainedModelError) {
    self.url = url
    let file = try ConfigurationFile(
      in: url, whereMissing: FolderContents(of: url).remedyWithoutConfiguration)
    let format = try PretrainedFormats.format(in: file)
    self.format = format
    if file.has("quantization_config") {
      throw file.problem(
        "quantization_config", "quantized weights are not read; save the model without it")
    }
    let configuration = try format.configuration(in: file)
    self.configuration = configuration
    if let problem = configuration.problems.first {
      throw file.problem(format.keys[problem.setting] ?? problem.setting, problem.message)
    }
    settingsRemark = format.knownSettings.flatMap { file.remark(onSettingsBeyond: $0) }
    let checkpoint = try Self.checkpoint(in: url)
    self.checkpoint = checkpoint
    let names = checkpoint.names
    // Before as many layers are laid out.
    guard configuration.layers * (configuration.experts?.count ?? 1) <= names.count else {
      throw file.problem(
        format.keys["layers"] ?? "layers",
        """
        \(configuration.layers) layers cannot be made of the \(names.count) tensors that the \
        weights hold; use the config.json that they were saved with
        """)
    }
    let isBare = !names.contains { $0.hasPrefix(format.prefix) }
    let head = configuration.tiedHead ? format.head(of: configuration) : nil
    let hasHead = head.map { checkpoint.contains($0.name) } ?? false
    var tensors: [NamedTensor] = []
    var spareHead: NamedTensor?
    for tensor in format.tensors(of: configuration) {
      let name = isBare ? tensor.name.without(prefix: format.prefix) : tensor.name
      guard hasHead, let head, tensor.holdsTokenEmbedding else {
        tensors.append((name, tensor))
        continue
      }
      if checkpoint.contains(name) {
        tensors.append((name, tensor))
        spareHead = (head.name, head)
      } else {
        // Of two names for the same numbers a file may keep the other.
        tensors.append((head.name, tensor))
      }
    }
    (self.tensors, self.spareHead) = (tensors, spareHead)
    try check(names, isBare: isBare)
  }

  /// The model, and what of the folder was not used or not as `config.json` says.
  func model() throws(PretrainedModelError) -> (model: GPT, remarks: [String]) {
    var (configuration, tensors) = (configuration, tensors)
    var remarks = settingsRemark.map { [$0] } ?? []
    if let spareHead, let remark = try differenceOfHead() {
      configuration.tiedHead = false
      tensors.append(spareHead)
      remarks.append(remark)
    }
    if let remark = try differenceOfConstants() { remarks.append(remark) }
    let parameters = Parameters(uninitialized: configuration.parameters)
    for (name, tensor) in tensors { try tensor.read(from: checkpoint, as: name, into: parameters) }
    do {
      return (try GPT(configuration, parameters: parameters), remarks)
    } catch {
      throw .unreadable(file: url.path, problem: "\(error)")
    }
  }

  /// What to say of a head that is said to be tied, yet differs from the embedding.
  private func differenceOfHead() throws(PretrainedModelError) -> String? {
    guard let head = spareHead,
      let embedding = tensors.first(where: { $0.tensor.holdsTokenEmbedding })
    else { return nil }
    let difference: Int?
    do throws(SafetensorsError) {
      difference = try checkpoint.firstDifference(embedding.name, head.name)
    } catch {
      throw .tensors(error)
    }
    return difference.map { index in
      "\(ConfigurationFile.name) says that the output layer is tied to the embedding, but "
        + "\(head.name.quotedForDisplay) differs from \(embedding.name.quotedForDisplay), first at "
        + "\(head.tensor.shape.position(of: index)). Both are used: the model is not tied."
    }
  }

  /// What to say of stored constants that are not those of the configuration.
  private func differenceOfConstants() throws(PretrainedModelError) -> String? {
    var others: [String] = []
    do throws(SafetensorsError) {
      for name in checkpoint.names {
        guard case .rotaryFrequencies? = format.constant(name, of: configuration),
          let constant = format.constant(name, of: configuration)
        else { continue }
        if try !constant.agrees(with: checkpoint.floats(of: name)) { others.append(name) }
      }
    } catch {
      throw .tensors(error)
    }
    return others.first.map { first in
      "\(others.count) stored tensors of rotary frequencies, such as \(first.quotedForDisplay), are "
        + "not those of \(ConfigurationFile.name). They are not used."
    }
  }

  /// A tensor that has no place is an error, because leaving it out would give another model.
  private func check(_ names: [String], isBare: Bool) throws(PretrainedModelError) {
    let stored = tensors + (spareHead.map { [$0] } ?? [])
    do throws(SafetensorsError) {
      for (name, tensor) in stored { try checkpoint.check(name, shape: tensor.shape) }
    } catch {
      throw .tensors(error)
    }
    let known = Set(stored.map(\.name))
    for name in names where !known.contains(name) {
      guard format.constant(name, of: configuration) == nil else { continue }
      throw .unknownTensor(
        file: checkpoint.filePath(of: name), tensor: name, modelType: format.modelType)
    }
  }

  private static func checkpoint(in url: URL) throws(PretrainedModelError) -> SafetensorsCheckpoint
  {
    do {
      return try SafetensorsCheckpoint(path: url.path)
    } catch {
      if case .unreadable(url.path, _) = error {
        throw .missingFile(
          folder: url.path, name: "model.safetensors nor model.safetensors.index.json",
          remedy: FolderContents(of: url).remedyWithoutWeights)
      }
      throw .tensors(error)
    }
  }
}

extension String {
  fileprivate func without(prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}

extension StoredTensor {
  /// Whether it is the token embedding, and so a head that is tied to it.
  fileprivate var holdsTokenEmbedding: Bool {
    if case .parameter("tokenEmbedding.weight") = content { true } else { false }
  }
}

extension PretrainedFormat {
  /// The output layer of a model whose head is not tied, as the format stores it; nil where it is
  /// not stored as the embedding is.
  fileprivate func head(of configuration: GPT.Configuration) -> StoredTensor? {
    guard storesHeadAsEmbedding else { return nil }
    var untied = configuration
    untied.tiedHead = false
    return StoredTensor.languageModelHead(of: untied).first
  }
}
