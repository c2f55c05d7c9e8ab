"""The form of a page, and the project that an example stands in."""

import pytest

from flowkit.lint.pages.form import Example, File, NotAPage, parse
from flowkit.lint.pages.library import find, page, shop
from flowkit.lint.pages.stage import staged

TEXT = """\
# something is wrong
since: 0.1
fix: none

Because.

## Wrong

```yaml
flow: refund
start: a # <-- here
```

```yaml tools/more.yaml
catalog: more
```

```python services/more.py
x = 1
```

## Wrong: again

```yaml alone
catalog: more
```

## Right

```yaml x3 latin-1
flow: é
c: {n}
```

## What to do

Mend it.
"""


def test_a_page_is_read():
    read = parse("FK000", TEXT)
    assert (read.title, read.since, read.fix, read.why, read.mend) == (
        "something is wrong",
        "0.1",
        "none",
        "Because.",
        "Mend it.",
    )
    assert [example.heading for example in read.wrong] == ["Wrong", "Wrong: again"]
    assert [example.alone for example in read.wrong] == [False, True]
    flow, catalog = read.wrong[0].files
    assert (flow.name, flow.text, flow.marks) == ("refund.yaml", "flow: refund\nstart: a\n", (2,))
    assert catalog.name == "tools/more.yaml"
    (beside,) = read.wrong[0].beside
    assert (beside.name, beside.text) == ("services/more.py", "x = 1\n")


def test_a_file_may_be_long_and_in_another_encoding():
    (file,) = parse("FK000", TEXT).right[0].files
    assert file.content == "flow: é\nc: 1\nc: 2\nc: 3\n".encode("latin-1")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# something", "something"),
        ("fix: none", "fix: perhaps"),
        ("Because.\n", ""),
        ("Mend it.", ""),
        ("## Right", "## Left"),
        ("```yaml alone\ncatalog: more\n```", "nothing"),
        ("flow: refund", "title: refund"),
    ],
)
def test_what_is_no_page_is_refused(old, new):
    assert old in TEXT
    with pytest.raises(NotAPage, match="FK000"):
        parse("FK000", TEXT.replace(old, new))


def _files(*texts: str, alone: bool = False) -> dict[str, str]:
    files = tuple(File(f"{text.split()[1]}.yaml" if "flow:" in text else "flowkit.yaml", text) for text in texts)
    return {name: data.decode() for name, data in staged(Example("", files, alone), shop()).items()}


def test_the_first_flow_of_an_example_is_offered_and_gets_what_it_leaves_out():
    there = _files("flow: gift\ntitle: A gift\n", "flow: other\n")
    assert "[gift, orders" in there["front_door.yaml"]
    assert there["gift.yaml"].startswith("flow: gift\ntitle: A gift\nabout: ")
    assert "example.yaml" not in there
    assert "requires: known" in there["gift.yaml"]


def test_a_flow_of_the_shop_that_is_replaced_is_offered_once():
    there = _files("flow: orders\n")
    assert "[orders, repairs]" in there["front_door.yaml"]
    assert there["orders.yaml"].startswith("flow: orders\ntitle: An example\n")


def test_a_project_file_gets_the_keys_that_it_leaves_out():
    there = _files("flowkit: 1\ntitle: Mine\n")
    assert there["flowkit.yaml"].startswith("flowkit: 1\ntitle: Mine\nstart: front_door\n")
    assert there["flowkit.yaml"].count("title:") == 1
    assert "example.yaml" in there


def test_an_example_may_stand_alone():
    assert _files("flow: gift\n", alone=True) == {"gift.yaml": "flow: gift\n"}


@pytest.mark.parametrize("name", ["FK202", "fk202", "unreachable-state", "Unreachable-State", "unreachable_state"])
def test_a_rule_is_found_by_code_and_slug(name):
    found = find(name)
    assert found is not None
    assert found.code == page("FK202").code == "FK202"


def test_what_is_no_rule_is_not_found():
    assert find("FK999") is None
