"""The prover against all calls of random small projects, gone through one by one: no false proof, no false alarm."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lint.policy.oracle import check_project
from tests.lint.policy.random_projects import OF_A_FLOW, SENTENCES, Writer, project_of

MOST_CALLS = 1_500
"""Calls that are gone through for one sentence; where there are more, nothing is said about it."""


@st.composite
def projects(draw):
    """A random project with two sentences of its own and one of a flow."""
    writer = Writer(lambda options: draw(st.sampled_from(options)), lambda often: draw(st.integers(1, often)) == often)
    files = writer.files()
    sentences = draw(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=2, unique=True))
    flow = draw(st.sampled_from(["front", "one", "two"]))
    own = draw(st.sampled_from(OF_A_FLOW)).replace("WORD", f"word_{flow}")
    files["flowkit.yaml"] += f"guarantees: {[*sentences]}\n".replace("'", '"').encode()
    files[f"{flow}.yaml"] += f'guarantees: "{own}"\n'.encode()
    return files


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(projects())
def test_what_is_proved_is_never_broken_and_what_is_broken_can_be(files):
    project, errors = project_of(files)
    assert project is not None, errors
    for sentence, verdict, truth, (way, proof) in check_project(project, MOST_CALLS):
        if truth == "?" or any(each.act[0] == "wish" for each in proof.told):
            continue  # a wish that was kept while something was written is nothing these calls know of
        assert verdict == ("proved" if truth == "holds" else "broken"), (sentence, verdict, truth, way)
