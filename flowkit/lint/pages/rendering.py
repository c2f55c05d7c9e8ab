"""Pages as they are shown: in a terminal, as Markdown for docs/rules/ and editors, and as entries of a list.

What flowkit says of a wrong example is never written down in a page: it is found when the page is shown.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from flowkit.language.diagnostic import Code
from flowkit.language.rule_names import all_rules
from flowkit.lint.pages.form import Example, File, Page
from flowkit.lint.pages.library import page, page_names, shop, subject
from flowkit.lint.pages.stage import findings
from flowkit.lint.report import full
from flowkit.lint.told import Told

Teller = Callable[[Example, Mapping[str, str]], Told]
"""What tells the findings of an example in the shop: `findings`, or what looks at the files beside it as well."""

FIXED: Final = {"none": "", "safe": "`--fix`", "unsafe": "`--unsafe-fixes`"}
"""The option of `flowkit validate` that mends it."""
_SAYS: Final = "`flowkit validate` says:"


def terminal(kind: Code, strong: tuple[str, str] = ("", ""), tell: Teller = findings) -> str:
    """The page of a code for a terminal; `strong` is what begins and ends bold letters."""
    text = page(kind.code)
    bold = f"{strong[0]}{{}}{strong[1]}".format
    head = bold(f"{kind.code} {kind.slug}") + f" ({kind.severity.value}, since {text.since}{_mended(text)})"
    parts = [f"{head}\n{text.title}", text.why]
    for example in (*text.wrong, *text.right):
        parts.append(bold(f"{example.heading}:"))
        for name, block in _blocks(example):
            parts += [f"{name}:"] if name else []
            parts.append(_indented(block))
        if example in text.wrong:
            parts += [_SAYS.replace("`", ""), _indented(said(example, tell))]
    return "\n\n".join([*parts, bold("What to do:"), text.mend])


def _mended(text: Page) -> str:
    option = FIXED[text.fix].strip("`")
    return f", mended by {option}" if option else ""


def markdown(kind: Code, tell: Teller = findings) -> str:
    """The page of a code as Markdown, whole."""
    text = page(kind.code)
    parts = [f"# {kind.code} {kind.slug}", f"{_sentence(text.title)}", _facts(kind, text), text.why]
    for example in (*text.wrong, *text.right):
        parts.append(f"## {example.heading}")
        for name, block in _blocks(example):
            parts += [f"`{name}`:"] if name else []
            parts.append(f"```yaml\n{block}\n```")
        if example in text.wrong:
            parts += [_SAYS, f"```text\n{said(example, tell)}\n```"]
    parts += ["## What to do", text.mend, "[All rules](README.md)"]
    return "\n\n".join(parts) + "\n"


def hover(kind: Code) -> str:
    """What an editor shows of a code, as Markdown: what is wrong, why it matters, what to do."""
    text = page(kind.code)
    return f"**{kind.code} {kind.slug}**: {text.title}\n\n{text.why}\n\n{text.mend}"


def _sentence(title: str) -> str:
    return title[0].upper() + title[1:] + "."


def _facts(kind: Code, text: Page) -> str:
    mended = f" Mended by {FIXED[text.fix]}." if text.fix != "none" else ""
    return f"*{kind.severity.value.capitalize()}. {subject(kind.code)}. Since {text.since}.*{mended}"


def said(example: Example, tell: Teller = findings) -> str:
    """What `flowkit validate` says of an example, with frames."""
    found = tell(example, shop())
    return full(found.diagnostics, found.sources, color=False)


def _blocks(example: Example) -> Iterator[tuple[str, str]]:
    """The files of an example, with their names where there are several."""
    files = (*example.files, *example.beside)
    for file in files:
        yield file.name if len(files) > 1 else "", _shown(file)


def _shown(file: File) -> str:
    text = file.text.rstrip("\n")
    if file.repeat == 1:
        return text
    return text.replace("{n}", "1").replace("{next}", "2") + f"\n# … and so on, {file.repeat:,} times"


def _indented(block: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in block.splitlines())


def entries() -> list[dict[str, Any]]:
    """All rules as plain values, in the order of their codes."""
    kinds = all_rules()
    return [_entry(kinds[name]) for name in page_names() if name in kinds]


def _entry(kind: Code) -> dict[str, Any]:
    text = page(kind.code)
    return {
        "code": kind.code,
        "slug": kind.slug,
        "severity": kind.severity.value,
        "subject": subject(kind.code),
        "fix": text.fix,
        "since": text.since,
        "title": text.title,
        "why": text.why,
        "mend": text.mend,
    }


def index() -> str:
    """The list of all rules by subject, as Markdown, with the shop of their examples."""
    parts = [_INTRO]
    of: dict[str, list[dict[str, Any]]] = {}
    for each in entries():
        of.setdefault(each["subject"], []).append(each)
    for name, rules in of.items():
        rows = "\n".join(_row(each) for each in rules)
        parts.append(
            f"## {name}\n\n| code | slug | severity | mended by | what is wrong |\n|---|---|---|---|---|\n{rows}"
        )
    parts.append(_SHOP)
    parts += [f"```yaml\n# {name}\n{text.rstrip()}\n```" for name, text in shop().items()]
    return "\n\n".join(parts) + "\n"


def _row(each: Mapping[str, Any]) -> str:
    title = each["title"].replace("|", "\\|")
    code = f"[{each['code']}]({each['code']}.md)"
    return f"| {code} | `{each['slug']}` | {each['severity']} | {FIXED[each['fix']]} | {title} |"


_COLUMNS = "| code | slug | severity | mended by | what is wrong |\n|---|---|---|---|---|"

_INTRO = """# Rules

Everything that `flowkit validate` can say, by subject. In a terminal: `flowkit explain FK202` or `flowkit explain
unreachable-state` shows a page, `flowkit rules` this list, `flowkit rules --format json` the list for programs.

An *error* keeps a flow from running. A *warning* is probably a mistake, a *note* is advice. A code is never given to
another rule."""

_SHOP = """## The shop of the examples

Each page shows what is wrong and how it is right in a few lines. They stand in this project: an example's first flow is
offered at its front door in the place of `example`, an example's file replaces the one of its name, and what an
example's flow leaves out at the top (`title`, `about`, `requires: known`) is added below it."""
