import Foundation
import OctavoNotebook
import OctavoOperations
import OctavoRunner
import Testing

@Suite struct CatalogueTests {
  @Test(arguments: Catalogue.octavo.names) func helpNamesEveryOptionAndOutput(_ name: String) throws
  {
    let operation = try #require(Catalogue.octavo[name])
    let document = OperationDocument(of: operation)
    let text = document.text()
    for field in document.inputs + document.options { #expect(text.contains("\(field.name):")) }
    for output in document.outputs { #expect(text.contains(output.name)) }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 110 })
  }

  /// The examples name steps that do not exist here; nothing else may be wrong with them.
  @Test(arguments: Catalogue.octavo.names) func examplesUseOptionsThatExist(_ name: String) throws {
    let operation = try #require(Catalogue.octavo[name])
    let plan = Plan(
      Notebook.read(
        Source(path: "example.md", text: "```step example\n\(operation.manual.example)\n```")),
      catalogue: .octavo, folder: .temporaryDirectory)
    // The steps and files that an example names are not there.
    let others = plan.diagnostics.map(\.message).filter { message in
      message.wholeMatch(of: /(there is no .+ `[a-z-]+` above|nothing above is called `.+`)/) == nil
        && !message.hasPrefix("there is no file `") && !message.hasPrefix("there is no folder `")
    }
    #expect(others == [])
  }

  @Test func theSchemaIsJSON() throws {
    let data = Data(Catalogue.octavo.schema.text.utf8)
    let schema = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    #expect((schema?["oneOf"] as? [Any])?.count == Catalogue.octavo.names.count)
  }

  /// Each operation's file lies in the folder of its prefix, as `octavo operations` lists them.
  @Test(arguments: Catalogue.octavo.names) func liesInTheFolderOfItsPrefix(_ name: String) throws {
    let operation = try #require(Catalogue.octavo[name])
    let sources = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/OctavoOperations").standardized
    let folders = try FileManager.default.contentsOfDirectory(atPath: sources.path).filter {
      FileManager.default.fileExists(
        atPath: sources.appending(path: "\($0)/\(operation).swift").path)
    }
    #expect(folders.map { $0.lowercased() } == [operation.manual.family])
  }
}
