import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults

extension SavedRun {
  /// The report as a Jupyter notebook (nbformat 4.5): prose as Markdown cells with its values, each
  /// block as a code cell in YAML with what its step shows.
  ///
  /// The metadata have the notebook's text, each cell the part that it was made from, for
  /// ``ImportedNotebook``.
  ///
  /// - Parameter place: from where relative links of the prose lead; without it they stay as they are.
  public func jupyterNotebook(at place: ExportPlace? = nil) -> ExportedFiles {
    let report = ExportedReport(self, at: place)
    let definitions = MarkdownDefinitions(report.prose)
    var cells: [JSON] = []
    if !report.hasTitleInProse {
      cells.append(.markdownCell(report.heading, number: 1, from: ""))
    }
    for piece in report.pieces {
      let number = cells.count + 1
      switch piece.part {
      case .prose(let text):
        cells.append(
          .markdownCell(
            definitions.standingAlone(text), number: number, from: piece.source,
            addresses: report.addresses, attachments: report.images))
      case .config(let block):
        cells.append(.codeCell(block, number: number, from: piece.source, count: nil, outputs: []))
      case .step(let block, let record):
        let ran = record.status == .done ? record : nil
        cells.append(
          .codeCell(
            block, number: number, from: piece.source, count: ran.map { _ in number },
            outputs: JSON.outputs(of: record, report.items(of: record))))
      }
    }
    var octavo: [(String, JSON)] = [
      ("notebook", .string(run.notebook)), ("opening", .string(report.opening)),
    ]
    if notebook.hasByteOrderMark { octavo.append(("byte-order-mark", true)) }
    let document: JSON = .object([
      ("cells", .array(cells)),
      (
        "metadata",
        .object([
          ("title", .string(run.title)),
          (
            "language_info",
            .object([("name", .string("yaml")), ("file_extension", .string(".yaml"))])
          ),
          ("octavo", .object(octavo)),
        ])
      ),
      ("nbformat", .integer(4)), ("nbformat_minor", .integer(5)),
    ])
    return ExportedFiles(document: Array((document.text + "\n").utf8))
  }
}

extension JSON {
  fileprivate static func markdownCell(
    _ text: String, number: Int, from part: String, addresses: [String: String] = [:],
    attachments images: [String: [UInt8]] = [:]
  ) -> JSON {
    var addresses = addresses
    var attachments: [(name: String, address: String, content: JSON)] = []
    for (address, bytes) in images.sorted(by: { $0.key < $1.key }) where text.contains(address) {
      guard let type = ImageType(of: Data(bytes)) else { continue }
      let name = "image-\(attachments.count + 1)"
      addresses[address] = "attachment:\(name)"
      let content = Data(bytes).base64EncodedString()
      attachments.append((name, address, .object([(type.rawValue, .string(content))])))
    }
    let source = AddressReplacement(new: addresses)(text)
    var octavo: [(String, JSON)] = [
      ("source", .string(part)), ("shown", .string(ImportedNotebook.mark(ofCell: source))),
    ]
    if !attachments.isEmpty {
      octavo.append(("images", .object(attachments.map { ($0.name, .string($0.address)) })))
    }
    return .object(
      [
        ("cell_type", .string("markdown")), ("id", .string("cell-\(number)")),
        ("metadata", .object([("octavo", .object(octavo))])),
      ]
        + (attachments.isEmpty
          ? [] : [("attachments", .object(attachments.map { ($0.name, $0.content) }))])
        + [("source", .string(source))])
  }

  fileprivate static func codeCell(
    _ block: Block, number: Int, from part: String, count: Int?, outputs: [JSON]
  ) -> JSON {
    let source = "# \(block.kind.rawValue) \(block.name.text)\n\(block.text)"
    let octavo: JSON = [
      "source": .string(part), "shown": .string(ImportedNotebook.mark(ofCell: source)),
    ]
    return .object([
      ("cell_type", .string("code")), ("id", .string("cell-\(number)")),
      ("execution_count", count.map(JSON.integer) ?? .null),
      ("metadata", .object([("octavo", octavo)])), ("source", .string(source)),
      ("outputs", .array(outputs)),
    ])
  }

  fileprivate static func outputs(of record: StepRecord, _ items: [ExportedItem]) -> [JSON] {
    var outputs: [JSON] = []
    for warning in record.warnings {
      outputs.append(stream("stderr", "\(phrases.warning)\(phrases.colon)\(warning.text)\n"))
    }
    for item in items { outputs += Self.outputs(of: item) }
    switch record.status {
    case .done: break
    case .failed(let error):
      outputs.append(
        .object([
          ("output_type", .string("error")), ("ename", .string("failed")),
          ("evalue", .string(error)), ("traceback", .array([.string(error)])),
        ]))
    case .skipped(let because):
      outputs.append(
        stream(
          "stderr",
          "\(phrases.stepSkipped(record.name))\(phrases.colon)\(because.reasonInWordsOfThePage)\n"))
    }
    return outputs
  }

  private static func outputs(of item: ExportedItem) -> [JSON] {
    switch item {
    case .table(let table, let caption):
      return [
        display([
          ("text/html", table.html), ("text/markdown", table.markdown), ("text/plain", table.text),
        ])
      ] + said(caption.plain)
    case .plot(let svg, let caption, let description):
      return [display([("image/svg+xml", svg), ("text/plain", description)])] + said(caption.plain)
    case .images(let tiles, let caption):
      return tiles.flatMap { tile in
        said(tile.label) + [display([("image/png", Data(tile.png).base64EncodedString())])]
      } + said(caption.plain)
    case .passages(let passages, let caption):
      let texts = passages.map { passage in
        (passage.label.map { "[\($0)]\n" } ?? "") + passage.prompt + passage.text
      }
      return [stream("stdout", texts.joined(separator: "\n\n") + "\n")] + said(caption.plain)
    case .lines(let lines):
      return lines.isEmpty ? [] : [stream("stdout", lines.joined(separator: "\n") + "\n")]
    }
  }

  private static func said(_ text: String?) -> [JSON] {
    text.map { [stream("stdout", $0 + "\n")] } ?? []
  }

  private static func stream(_ name: String, _ text: String) -> JSON {
    .object([
      ("output_type", .string("stream")), ("name", .string(name)), ("text", .string(text)),
    ])
  }

  private static func display(_ data: [(String, String)]) -> JSON {
    .object([
      ("output_type", .string("display_data")),
      ("data", .object(data.map { ($0.0, .string($0.1)) })), ("metadata", [:]),
    ])
  }
}
