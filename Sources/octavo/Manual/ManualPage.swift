import Foundation
import OctavoBase

/// A page for `man`: in `man`'s macros, which groff and mandoc both read.
struct ManualPage {
  let fileName: String
  let text: String

  /// That of Octavo, and one of each command.
  ///
  /// - Parameter date: as `2026-11-27`.
  static func all(of program: CommandDescription, date: String) -> [ManualPage] {
    [overview(of: program, date: date)]
      + program.shownSubcommands.map { page(of: $0, in: program, date: date) }
  }

  private static func overview(of program: CommandDescription, date: String) -> ManualPage {
    let name = program.commandName
    var page = ManualText(title: name, date: date)
    page.section("Name", line: ManualText.nameLine(name, program.abstract))
    page.section("Synopsis")
    page.raw("\\fB\(ManualText.escaped(name))\\fR \\fIcommand\\fR [\\fIarguments\\fR]")
    page.section("Description")
    page.paragraph(
      "A notebook is a Markdown file whose `step` blocks say what to compute. Octavo computes it and "
        + "writes a report, one HTML file with the prose, the numbers, the tables and the plots.")
    page.paragraph(
      "`octavo new first.md` writes a notebook to begin with, `octavo run first.md` runs it and prints "
        + "the path of its report. `octavo help` explains operations and the language of notebooks."
    )
    page.section("Commands")
    for command in program.shownSubcommands {
      page.item(
        ManualText.reference("\(name)-\(command.commandName)"),
        [command.abstract].compactMap { $0 })
    }
    page.section("Options")
    for argument in program.shownArguments { page.argument(argument) }
    page.section("Topics")
    page.paragraph("`octavo help` \\fItopic\\fR explains:", isMarkedUp: true)
    for topic in HelpTopic.allCases {
      page.item("\\fB\(topic.rawValue)\\fR", [topic.summary])
    }
    page.section("Exit status")
    for (status, meaning) in Octavo.exitStatuses {
      page.item("\\fB\(status)\\fR", [meaning + "."])
    }
    page.section("Environment")
    for (variable, effect) in Octavo.environment { page.item("\\fB\(variable)\\fR", [effect]) }
    page.section("Files")
    for (file, content) in Octavo.files {
      page.item("\\fI\(ManualText.escaped(file))\\fR", [content])
    }
    page.section("See also")
    page.references(program.shownSubcommands.map { "\(name)-\($0.commandName)" })
    return ManualPage(fileName: "\(name).1", text: page.text)
  }

  private static func page(
    of command: CommandDescription, in program: CommandDescription, date: String
  ) -> ManualPage {
    let name = "\(program.commandName)-\(command.commandName)"
    var page = ManualText(title: name, date: date)
    page.section("Name", line: ManualText.nameLine(name, command.abstract))
    page.section("Synopsis")
    page.synopsis(of: command, in: program)
    page.section("Description")
    page.paragraph(command.abstract ?? "")
    page.discussion(command.discussion)
    let arguments = command.shownArguments
    let operands = arguments.filter { $0.kind == .positional }
    if !operands.isEmpty {
      page.section("Arguments")
      for argument in operands { page.argument(argument) }
    }
    page.section("Options")
    for argument in arguments where argument.kind != .positional { page.argument(argument) }
    page.section("Exit status")
    page.paragraph("See \(ManualText.reference(program.commandName)).", isMarkedUp: true)
    page.section("See also")
    page.references([program.commandName])
    return ManualPage(fileName: "\(name).1", text: page.text)
  }
}
