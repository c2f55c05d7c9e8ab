"""The pages of the rules: one for each code, the source of all that flowkit says about a rule.

`flowkit explain FK202`, `flowkit rules`, docs/rules/, hovers in an editor and the help in SARIF are made from them.
A page is a Markdown file beside this one, named by its code: one file a rule, so that a designer can edit it, YAML
stands in it as in a flow, and nothing is read but the page that is asked for. Its form:

    # nothing leads to the state
    since: 0.1
    fix: none

    Why it matters on a call. One or several paragraphs, in a designer's words.

    ## Wrong

    ```yaml
    flow: example
    start: hello
    states:
      hello: {say: Hello., end: resolved}
      lost: {say: Nobody hears this., end: resolved}  # <-- here
    ```

    ## Right

    ```yaml
    …
    ```

    ## What to do

    What to do, in one or several paragraphs.

**Head.** The title is one line, in lower case without a full stop: what is wrong, as `flowkit rules` lists it. `since`
is the version that brought the rule. `fix` is `none`, `safe` or `unsafe`: the fixes that its findings bring. Slug and
severity stand in language/codes.py only.

**Examples.** Each heading that begins with `## Wrong` or `## Right` opens an example; there is at least one of each,
and there may be several (`## Wrong: in a guard`). Its blocks are its files. A file is named by its first key, as usual
(`flow: refund` is refund.yaml, `catalog: more` is tools/more.yaml, `flowkit: 1` is flowkit.yaml, `suite: calls` is
tests/calls.yaml, `words: es` is words/es.yaml), or behind the word `yaml`: "```yaml tools/prices.yaml".
A wrong example gives findings of its code and of no other; each begins on a line that ends with `# <-- here`, and each
such line has one. (The mark is taken away before the example is read, and is not shown.) A right example gives
nothing at all, under all rules.

**The shop.** An example stands in the project of `shop/` (see there), so that it shows only what matters:
- what it brings replaces the file of the shop with the same name, or comes beside it;
- its first flow is offered at the front door; without a flow in it, a small one is;
- what its flow or its project file leaves out at the top (`title`, `about`, `requires: known`; all of the project's
  keys) is added below it, so that lines keep their numbers.
The word `alone` behind the first block's `yaml` switches all of that off: its files are all there is.

**Beside the project.** A block of `python`, `json` or `text` with a name is a file on the disk that is none of the
language, such as "```python services/news.py": for findings that only a command can make.

**For what is hard to write down:** `latin-1` behind `yaml` writes the file in that encoding; `x5000` writes the block's
last line so many times, each `{n}` in it as its number and `{next}` as the one after it.

The tests run every example and see that each code has its page (`pytest tests/lint/pages -k FK202`: those of one page);
docs/make.py writes docs/rules/.
"""
