"""Talks with the built server as an editor does, through the client of pytest-lsp.

`make test` runs this where `pytest-lsp` is installed; `pip install pytest-lsp` does that. OCTAVO
names another program than the one in `.build/release`.
"""

import os
import pathlib
import subprocess
import time

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

ROOT = pathlib.Path(__file__).resolve().parents[2]
OCTAVO = os.environ.get("OCTAVO", str(ROOT / ".build/release/octavo"))
NOTEBOOK = ROOT / "notebooks/rlhf.md"


@pytest_lsp.fixture(
    params=["visual_studio_code", "neovim", "emacs"],
    config=ClientServerConfig(server_command=[OCTAVO, "lsp"]),
)
async def client(request, lsp_client: LanguageClient):
    capabilities = client_capabilities(request.param)
    await lsp_client.initialize_session(types.InitializeParams(capabilities=capabilities))
    yield
    await lsp_client.shutdown_session()


def open_text(client, uri, text):
    client.text_document_did_open(
        types.DidOpenTextDocumentParams(
            types.TextDocumentItem(uri=uri, language_id="markdown", version=1, text=text)
        )
    )


def place(text, words, offset=0):
    """Where the words stand for the first time, in UTF-16."""
    before = text[: text.index(words) + offset]
    line = before.rsplit("\n", 1)[-1]
    return types.Position(before.count("\n"), len(line.encode("utf-16-le")) // 2)


@pytest.mark.asyncio
async def test_a_notebook_of_the_repository(client):
    uri, text = NOTEBOOK.as_uri(), NOTEBOOK.read_text()
    document = types.TextDocumentIdentifier(uri)
    open_text(client, uri, text)
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert not client.diagnostics[uri]

    found = await client.text_document_completion_async(
        types.CompletionParams(document, place(text, "run: gpt.train", 5))
    )
    assert "gpt.train" in {item.label for item in found.items}

    hover = await client.text_document_hover_async(
        types.HoverParams(document, place(text, "run: gpt.train", 7))
    )
    assert "Trains a GPT" in hover.contents.value

    definition = await client.text_document_definition_async(
        types.DefinitionParams(document, place(text, "model: finetune", 9))
    )
    assert definition.range.start == place(text, "step finetune", 5)

    edit = await client.text_document_rename_async(
        types.RenameParams(
            text_document=document, position=place(text, "step finetune", 6), new_name="tuned"
        )
    )
    assert len(edit.changes[uri]) == text.count("finetune") - text.count("gpt.finetune")

    symbols = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(document)
    )
    assert any(child.name == "pretrain" for part in symbols for child in part.children)
    folds = await client.text_document_folding_range_async(types.FoldingRangeParams(document))
    assert folds
    edits = await client.text_document_formatting_async(
        types.DocumentFormattingParams(document, types.FormattingOptions(2, True))
    )
    assert not edits


@pytest.mark.asyncio
async def test_a_slip_is_found_and_mended(client):
    uri = "file:///nowhere/slip.md"
    open_text(client, uri, "# Größe\n\n```step stories\nrun: stories.compos\n```\n")
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    (problem,) = client.diagnostics[uri]
    assert problem.code == "unknown-operation"
    actions = await client.text_document_code_action_async(
        types.CodeActionParams(
            types.TextDocumentIdentifier(uri), problem.range, types.CodeActionContext([problem])
        )
    )
    change = actions[0].edit.changes[uri][0]
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(
            types.VersionedTextDocumentIdentifier(uri=uri, version=2),
            [types.TextDocumentContentChangePartial(range=change.range, text=change.new_text)],
        )
    )
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert not client.diagnostics[uri]


def large_notebook(lines=1000):
    text = ["---", "seed: 1", "---", ""]
    count = 0
    while len(text) < lines:
        count += 1
        text += [
            f"## Part {count}", "", f"As `{{value}} learn{count}.validation-loss | .3f` says.", "",
            f"```config small{count}", "layers: 2", "heads: 2", "width: 64", "```", "",
            f"```step stories{count}", "run: stories.compose", "```", "",
            f"```step learn{count}", "run: gpt.train", f"data: stories{count}",
            f"model: small{count}", "training: {iterations: 30}", "```", "",
        ]
    return "\n".join(text)


@pytest.mark.asyncio
async def test_a_thousand_lines_are_answered_at_once(client):
    """Generous, as machines that test are busy; `docs/editors.md` tells no time."""
    uri, text = "file:///nowhere/large.md", large_notebook()
    open_text(client, uri, text)
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert not client.diagnostics[uri]
    start = time.perf_counter()
    await client.text_document_completion_async(
        types.CompletionParams(
            types.TextDocumentIdentifier(uri), place(text, "model: small30", len("model: "))
        )
    )
    assert time.perf_counter() - start < 1


def test_the_end_of_the_stream_ends_the_server():
    ended = subprocess.run([OCTAVO, "lsp"], input=b"", capture_output=True, timeout=20)
    assert ended.returncode == 1
    assert ended.stdout == b""


def test_rubbish_is_answered_by_protocol_alone():
    rubbish = b"hello\r\n\r\n" + b"Content-Length: 3\r\n\r\n{x}" + b"\xff" * 100_000
    ended = subprocess.run([OCTAVO, "lsp"], input=rubbish, capture_output=True, timeout=20)
    assert ended.returncode == 1
    # The last part is given up once or several times, as it arrives.
    answers = ended.stdout.count(b"Content-Length: ")
    assert answers >= 3
    assert ended.stdout.count(b'"code":-32700') == answers
