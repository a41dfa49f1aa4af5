import Foundation
import OctavoBase
import OctavoNotebook
import OctavoResults

extension SavedRun {
  /// The report as a Jupyter notebook (nbformat 4.5): prose as Markdown cells with its values, each
  /// block as a code cell in YAML with what its step shows.
  public func jupyterNotebook() -> ExportedFiles {
    let report = ExportedReport(self)
    var cells: [JSON] = []
    if !report.hasTitleInProse {
      cells.append(.markdownCell(report.heading, number: 1, attachments: [:]))
    }
    for part in report.parts {
      let number = cells.count + 1
      switch part {
      case .prose(let text):
        cells.append(.markdownCell(text, number: number, attachments: report.images))
      case .config(let block):
        cells.append(.codeCell(block, number: number, count: nil, outputs: []))
      case .step(let block, let record):
        let ran = record.status == .done ? record : nil
        cells.append(
          .codeCell(
            block, number: number, count: ran.map { _ in number },
            outputs: JSON.outputs(of: record, in: run)))
      }
    }
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
        ])
      ),
      ("nbformat", .integer(4)), ("nbformat_minor", .integer(5)),
    ])
    return ExportedFiles(document: Array((document.text + "\n").utf8))
  }
}

extension JSON {
  fileprivate static func markdownCell(
    _ text: String, number: Int, attachments images: [String: [UInt8]]
  ) -> JSON {
    var (source, attachments): (String, [(String, JSON)]) = (text, [])
    for (address, bytes) in images.sorted(by: { $0.key < $1.key })
    where text.contains("](\(address)") {
      guard let type = ImageType(of: Data(bytes)) else { continue }
      let name = "image-\(attachments.count + 1)"
      source = source.replacing("](\(address)", with: "](attachment:\(name)")
      attachments.append(
        (name, .object([(type.rawValue, .string(Data(bytes).base64EncodedString()))])))
    }
    return .object(
      [("cell_type", .string("markdown")), ("id", .string("cell-\(number)")), ("metadata", [:])]
        + (attachments.isEmpty ? [] : [("attachments", .object(attachments))])
        + [("source", .string(source))])
  }

  fileprivate static func codeCell(
    _ block: Block, number: Int, count: Int?, outputs: [JSON]
  ) -> JSON {
    .object([
      ("cell_type", .string("code")), ("id", .string("cell-\(number)")),
      ("execution_count", count.map(JSON.integer) ?? .null), ("metadata", [:]),
      ("source", .string("# \(block.kind.rawValue) \(block.name.text)\n\(block.text)")),
      ("outputs", .array(outputs)),
    ])
  }

  fileprivate static func outputs(of record: StepRecord, in run: Run) -> [JSON] {
    var outputs: [JSON] = []
    for warning in record.warnings {
      outputs.append(stream("stderr", "warning: \(warning.text)\n"))
    }
    for item in ExportedItem.all(of: record, in: run) { outputs += Self.outputs(of: item) }
    switch record.status {
    case .done: break
    case .failed(let error):
      outputs.append(
        .object([
          ("output_type", .string("error")), ("ename", .string("failed")),
          ("evalue", .string(error)), ("traceback", .array([.string(error)])),
        ]))
    case .skipped(let because): outputs.append(stream("stderr", "skipped: \(because)\n"))
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
      ] + said(caption)
    case .plot(let svg, let caption, let description):
      return [display([("image/svg+xml", svg), ("text/plain", description)])] + said(caption)
    case .images(let tiles, let caption):
      return tiles.flatMap { tile in
        said(tile.label) + [display([("image/png", Data(tile.png).base64EncodedString())])]
      } + said(caption)
    case .passages(let passages, let caption):
      let texts = passages.map { passage in
        (passage.label.map { "[\($0)]\n" } ?? "") + passage.prompt + passage.text
      }
      return [stream("stdout", texts.joined(separator: "\n\n") + "\n")] + said(caption)
    case .lines(let lines):
      return lines.isEmpty ? [] : [stream("stdout", lines.joined(separator: "\n") + "\n")]
    }
  }

  private static func said(_ caption: String?) -> [JSON] {
    caption.map { [stream("stdout", $0 + "\n")] } ?? []
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
