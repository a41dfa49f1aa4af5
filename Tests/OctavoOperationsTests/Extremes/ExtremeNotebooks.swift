import OctavoBase
import OctavoNotebook
import OctavoOperations
import OctavoResults
import OctavoRunner

/// A notebook in which one option of one step is set to something extreme.
struct ExtremeNotebook: CustomStringConvertible {
  let step: String
  let option: String
  let value: String
  let text: String

  var description: String { "\(step): \(option) = \(value.prefix(60))" }
}

/// A notebook's blocks, with options that can be set to anything.
struct NotebookTemplate {
  private struct TemplateBlock {
    let kind: Block.Kind
    let name: String
    var body: JSON
  }

  private let blocks: [TemplateBlock]

  init(_ text: String) {
    let notebook = Notebook.read(Source(path: "template.md", text: text))
    blocks = notebook.elements.compactMap { element in
      switch element {
      case .prose: nil
      case .config(let block), .step(let block):
        TemplateBlock(
          kind: block.kind, name: block.name.text, body: block.body.map(Self.json) ?? .null)
      }
    }
  }

  private var configs: [String: JSON] {
    Dictionary(
      blocks.filter { $0.kind == .config }.map { ($0.name, $0.body) }, uniquingKeysWith: { $1 })
  }

  /// Every option of every operation that has a step here, with every extreme.
  ///
  /// - Parameter isWanted: tells an operation's option that is to be set in this step.
  func extremes(
    where isWanted: (_ operation: String, OptionSchema, _ isGiven: Bool) -> Bool
  ) -> [ExtremeNotebook] {
    blocks.indices.filter { blocks[$0].kind == .step }.flatMap { index -> [ExtremeNotebook] in
      let block = blocks[index]
      guard case .string(let name) = block.body["run"], let operation = Catalogue.octavo[name]
      else { return [] }
      return OptionSchema.all(of: operation).filter {
        isWanted(name, $0, block.body[$0.path[0]] != nil)
      }.flatMap { option in
        option.extremes.map { value in
          ExtremeNotebook(
            step: block.name, option: option.name, value: value,
            text: text(upTo: index, setting: option.path, to: value))
        }
      }
    }
  }

  private static let placeholder = "\u{1}"

  private func text(upTo last: Int, setting path: [String], to value: String) -> String {
    var blocks = Array(blocks[...last])
    blocks[last].body = set(path[...], in: blocks[last].body)
    let text = blocks.map { block in
      let lines = (block.body.members ?? []).map { "\($0.key): \($0.value.compactText)\n" }
      return "```\(block.kind.rawValue) \(block.name)\n\(lines.joined())```\n"
    }.joined(separator: "\n")
    return "---\nseed: 1\n---\n\n"
      + text.replacing(JSON.string(Self.placeholder).compactText, with: value)
  }

  private func set(_ path: ArraySlice<String>, in tree: JSON?) -> JSON {
    guard let key = path.first else { return .string(Self.placeholder) }
    var tree = tree
    if case .string(let name)? = tree { tree = configs[name] }
    if key == OptionSchema.firstElement {
      guard case .array(let elements)? = tree else {
        return .array([set(path.dropFirst(), in: tree)])
      }
      return .array([set(path.dropFirst(), in: elements.first)] + elements.dropFirst())
    }
    // What may be a list of groups may be one group too.
    if case .array(let elements)? = tree { tree = elements.first.map(resolved) }
    let others = (tree?.members ?? []).filter { $0.key != key }.map { ($0.key, $0.value) }
    return .object(others + [(key, set(path.dropFirst(), in: tree?[key]))])
  }

  /// A config in place of its name.
  private func resolved(_ tree: JSON) -> JSON {
    if case .string(let name) = tree, let config = configs[name] { config } else { tree }
  }

  private static func json(_ mapping: Node.Mapping) -> JSON {
    .object(mapping.entries.map { ($0.key.text, json($0.value)) })
  }

  private static func json(_ node: Node) -> JSON {
    switch node.content {
    case .mapping(let mapping): json(mapping)
    case .sequence(let nodes): .array(nodes.map(json))
    case .scalar(let scalar):
      switch scalar.content {
      case .value(.integer(let integer)): .integer(integer)
      case .value(.number(let number)): .number(number)
      case .value(.boolean(let boolean)): .boolean(boolean)
      case .value(.text(let text)): .string(text)
      case .null: .null
      case .template, .invalid: .string(scalar.written.text)
      }
    }
  }
}
