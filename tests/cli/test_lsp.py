"""`flowkit lsp` where what it needs is not installed."""

import subprocess
import sys


def test_without_pygls_it_says_how_to_get_it():
    missing = "import sys; sys.modules['pygls'] = None; sys.argv = ['flowkit', 'lsp']"
    code = f"{missing}; from flowkit.cli.app import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, input="")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == "flowkit: the language server needs pygls\n  install it: pip install 'flowkit[lsp]'\n"
