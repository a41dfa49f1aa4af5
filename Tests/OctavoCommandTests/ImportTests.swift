import Foundation
import OctavoBase
import Testing

/// What `octavo import` makes of Jupyter notebooks.
@Suite struct ImportTests {
  private let place: Workplace

  init() throws { place = try Workplace() }

  private static let image =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"></svg>"

  private static let notebook = """
    ---
    title: Losses
    params: {least: 2}
    ---


    The least is `{value} params.least`.[^1]  \u{20}
    ![One](<a b.svg>)

    ~~~ yaml step runs
    # A comment.
    run: table

    rows:
      - {loss: 2.5}
      - {loss: "${params.least}"}
    ~~~
    Directly after, by [](#runs).



    ```config unused
    layers: 1
    ```
    [^1]: A note with `$code$` and ä.
    """

  /// A notebook that has been run and exported.
  private func export(_ text: String) throws -> JSON {
    try place.write(text, to: "n.md")
    try place.write(Self.image, to: "a b.svg")
    let ran = try place.run("run", "n.md")
    #expect(ran.status == 0, "\(ran.messages)")
    #expect(try place.run("export", "outputs/n", "--to", "ipynb", "-o", "x.ipynb").status == 0)
    return try JSON(parsing: Array(try #require(place.data("x.ipynb"))))
  }

  private func write(_ cells: [JSON], metadata: JSON = [:], format: Int = 4) throws {
    let document: JSON = [
      "cells": .array(cells), "metadata": metadata, "nbformat": .integer(format),
      "nbformat_minor": 5,
    ]
    try place.write(document.text, to: "x.ipynb")
  }

  private func cell(_ kind: String, _ source: JSON, outputs: Int = 0) -> JSON {
    [
      "cell_type": .string(kind), "metadata": [:], "source": source,
      "outputs": .array(Array(repeating: [:], count: outputs)),
    ]
  }

  // MARK: Octavo's own

  @Test(arguments: ["", "\n", "\n\n\n"], ["\n", "\r\n"])
  func anExportedNotebookComesBackByteForByte(_ end: String, _ lineEnd: String) throws {
    let text = (Self.notebook + end).replacing("\n", with: lineEnd)
    _ = try export("\u{FEFF}" + text)
    try place.remove("n.md")
    try place.remove("a b.svg")
    let ended = try place.run("import", "x.ipynb")
    #expect(ended.status == 0 && ended.output == "n.md\n", "\(ended.messages)")
    #expect(place.data("n.md") == Data(("\u{FEFF}" + text).utf8))
    #expect(place.text("a b.svg") == Self.image)
    #expect(ended.messages.contains("images written beside the notebook: `a b.svg`"))
    #expect(try place.run("check", "n.md").status == 0)
  }

  @Test func aBlockThatWasChangedIsTakenOver() throws {
    let exported = try export(Self.notebook)
    let changed = exported.text.replacing("{loss: 2.5}", with: "{loss: 3.5}")
    try place.write(changed.replacing("Directly after", with: "Right after"), to: "x.ipynb")
    let ended = try place.run("import", "x.ipynb", "-o", "m.md")
    #expect(ended.status == 0, "\(ended.messages)")
    let text = place.text("m.md")
    #expect(text.hasPrefix(String(Self.notebook.prefix(60))))
    #expect(text.contains("\n\n```step runs\n# A comment.\nrun: table\n\nrows:\n  - {loss: 3.5}\n"))
    #expect(text.contains("\n```\n\nRight after, by Table"), "\(text)")
    #expect(text.contains("\n\n```config unused\nlayers: 1\n```\n"))
    #expect(ended.messages.contains("changed since the export, cells 3, 4"), "\(ended.messages)")
  }

  @Test func theExamplesComeBackByteForByte() throws {
    let examples = URL(filePath: #filePath).appending(path: "../../../docs/examples").standardized
    for name in ["quickstart", "rlhf", "ppo-stages"] {
      let report = examples.appending(path: "\(name)/index.html").path
      #expect(try place.run("extract", report, "-o", "\(name)/own.md").status == 0)
      #expect(try place.run("export", report, "--to", "ipynb", "-o", "\(name).ipynb").status == 0)
      _ = try place.run("import", "\(name).ipynb", "-o", "\(name)-back.md")
      #expect(place.data("\(name)-back.md") == place.data("\(name)/own.md"))
    }
  }

  // MARK: Others

  @Test func textStaysAndCodeBecomesBlocks() throws {
    try write(
      [
        cell("markdown", ["# A title\n", "\n", "Text with `code`."]),
        cell("code", "print('```')\nprint(2)\n", outputs: 2), cell("code", "  \n"),
        cell("markdown", "```\nopen"), cell("raw", "raw *text*"), cell("code", "x = 1", outputs: 1),
        cell("code", "%%bash --no-raise\nls"), cell("code", "%%time\nx"),
      ],
      metadata: ["kernelspec": ["language": "python"]])
    let ended = try place.run("import", "x.ipynb")
    #expect(ended.status == 0, "\(ended.messages)")
    #expect(
      place.text("x.md") == """
        # A title

        Text with `code`.

        ````python
        print('```')
        print(2)
        ````

        ```
        open
        ```

        ```
        raw *text*
        ```

        ```python
        x = 1
        ```

        ```bash
        ls
        ```

        ```python
        %%time
        x
        ```

        """)
    #expect(ended.messages.contains("note: 3 outputs of code cells left out"))
    #expect(ended.messages.contains("note: raw text shown as code, cell 5"))
  }

  @Test func attachmentsBecomeFiles() throws {
    let encoded = Data(Self.image.utf8).base64EncodedString()
    try write([
      [
        "cell_type": "markdown", "metadata": [:], "source": "![One](attachment:my%20image.svg)",
        "attachments": ["my%20image.svg": ["image/svg+xml": .string(encoded)]],
      ]
    ])
    let ended = try place.run("import", "x.ipynb", "-o", "m n.md")
    #expect(ended.status == 0, "\(ended.messages)")
    #expect(place.text("m n.md") == "![One](m%20n-images/image-1.svg)\n")
    #expect(place.text("m n-images/image-1.svg") == Self.image)
  }

  @Test func anAttachmentThatIsNoImageIsTold() throws {
    try write([
      [
        "cell_type": "markdown", "metadata": [:], "source": "Words.",
        "attachments": ["a.pdf": ["application/pdf": "JVBERi0="], "b.png": ["image/png": "?"]],
      ]
    ])
    let ended = try place.run("import", "x.ipynb")
    #expect(
      ended.messages.contains("SVG image and left out: `a.pdf` of cell 1, `b.png` of cell 1"),
      "\(ended.messages)")
    #expect(!place.names(".").contains("x-images"))
  }

  /// Nothing that a notebook names is written elsewhere than beside it.
  @Test func imagesStayBesideTheNotebook() throws {
    let encoded = Data(Self.image.utf8).base64EncodedString()
    let octavo: JSON = [
      "source": "Words.\n", "shown": "", "images": ["image-1": "../up.svg"],
    ]
    try write(
      [
        [
          "cell_type": "markdown", "metadata": ["octavo": octavo], "source": "Words.",
          "attachments": ["image-1": ["image/svg+xml": .string(encoded)]],
        ],
        cell("code", "run: table"),
      ], metadata: ["octavo": ["notebook": "../n"], "language_info": ["name": "step s"]])
    let ended = try place.run("import", "x.ipynb")
    #expect(ended.messages.contains("`../up.svg` is not written"), "\(ended.messages)")
    #expect(place.names("..").filter { $0 == "up.svg" || $0 == "n.md" }.isEmpty)
    #expect(place.text("x.md").contains("```step\n"))
  }

  /// An image whose bytes are something else as well does not become a program or a hidden file.
  @Test(arguments: ["conftest.py", ".git/hooks/a.svg", "Makefile"])
  func imagesHaveNamesOfImages(name: String) throws {
    let encoded = Data(Self.image.utf8).base64EncodedString()
    let octavo: JSON = [
      "source": "Words.\n", "shown": "", "images": ["image-1": .string(name)],
    ]
    try write([
      [
        "cell_type": "markdown", "metadata": ["octavo": octavo], "source": "Words.",
        "attachments": ["image-1": ["image/svg+xml": .string(encoded)]],
      ]
    ])
    _ = try place.run("import", "x.ipynb")
    #expect(place.data(name) == nil)
    #expect(place.names("x-images") == ["image-1.svg"])
  }

  @Test func whatDoesNotPassTheCheckIsTold() throws {
    try write([cell("markdown", "By [](#nothing).")])
    let ended = try place.run("import", "x.ipynb")
    #expect(ended.status == 65)
    #expect(ended.messages.contains("x.md:1:"), "\(ended.messages)")
    #expect(place.text("x.md") == "By [](#nothing).\n")
  }

  @Test func standardInputIsRead() throws {
    try write([cell("markdown", "Words.")])
    let document = place.text("x.ipynb")
    #expect(try place.run("import", "-", input: document).status == 64)
    #expect(try place.run("import", "-", "-o", "m.md", input: document).status == 0)
    #expect(place.text("m.md") == "Words.\n")
  }

  @Test func whatIsThereIsNotReplacedUnasked() throws {
    try write([cell("markdown", "Words.")])
    try place.write("mine", to: "x.md")
    let refused = try place.run("import", "x.ipynb")
    #expect(refused.status == 64 && refused.messages.contains("`--force` replaces it"))
    #expect(place.text("x.md") == "mine")
    #expect(try place.run("import", "x.ipynb", "--force").status == 0)
    #expect(place.text("x.md") == "Words.\n")
  }

  @Test func theSourceIsNotReplaced() throws {
    try write([cell("markdown", "Words.")])
    let before = place.text("x.ipynb")
    let ended = try place.run("import", "x.ipynb", "-o", "./x.ipynb", "--force")
    #expect(ended.status == 64 && ended.messages.contains("name another file with -o"))
    #expect(place.text("x.ipynb") == before)
  }

  @Test(arguments: [
    ("no", "it is no JSON"), ("{}", "no cells and no `nbformat`"),
    (#"{"nbformat": 4}"#, "no cells and no `nbformat`"),
    (#"{"nbformat": 3, "worksheets": []}"#, "nbconvert --to notebook --nbformat 4"),
    (#"{"nbformat": 5, "cells": []}"#, "save it as nbformat 4, or update Octavo"),
    (#"{"nbformat": 4, "cells": [{"cell_type": "markdown"}]}"#, "the one at place 1"),
  ])
  func whatIsNoNotebookIsAnError(_ text: String, _ message: String) throws {
    try place.write(text, to: "x.ipynb")
    let ended = try place.run("import", "x.ipynb")
    #expect(ended.status == 65)
    #expect(ended.messages.contains(message), "\(ended.messages)")
    #expect(!place.names(".").contains("x.md"))
    #expect(try place.run("import", "gone.ipynb").status == 65)
  }
}
