import ArgumentParser
import Foundation
import OctavoBase
import OctavoNotebook
import OctavoRunner

/// `octavo new FILE`: a notebook to begin with.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Writes a small notebook to begin with.")

  @Argument(help: "The file to write; it must not exist yet.")
  var file: String

  func run() throws {
    let url = URL(filePath: file)
    let title = url.deletingPathExtension().lastPathComponent
    do {
      try Data(Self.notebook(title: title).utf8).write(to: url, options: .withoutOverwriting)
    } catch CocoaError.fileWriteFileExists {
      throw CommandError("\(file) is there already; choose another name.")
    } catch {
      throw CommandError("\(file) cannot be written; is there such a folder, and is it yours?")
    }
    Terminal().line(
      "Wrote \(file). Run it with: octavo run \(file.asPathArgument.shellQuoted)")
  }

  private static func notebook(title: String) -> String {
    """
    ---
    title: \(JSON.string(title).compactText)
    seed: 1
    params:
      iterations: 300
    ---

    # What do I want to know?

    Say here what you expect, before you look.

    ```step stories
    run: stories.compose
    count: 2000
    ```

    ```config small
    layers: 2
    heads: 2
    width: 64
    context: 64
    ```

    ```step learn
    run: gpt.train
    data: stories
    model: small
    training:
      iterations: ${params.iterations}
      batch: 16
    caption: Loss by iteration.
    ```

    The validation loss is `{value} learn.validation-loss | .3f` nats per character, as
    [](#learn) shows.

    ```step samples
    run: gpt.sample
    model: learn
    prompt: "one "
    tokens: 200
    ```

    """
  }
}
