"""All kinds of mappings by name, and the kinds of files by their first key."""

from flowkit.language.building.table import catalog, flow, project, shape, suite, way, words
from flowkit.language.building.table.forms import Kind

FILE_KINDS: dict[str, Kind] = {
    "flowkit": project.PROJECT_KIND,
    "flow": flow.FLOW_KIND,
    "catalog": catalog.CATALOG_KIND,
    "suite": suite.SUITE_KIND,
    "words": words.WORDS_KIND,
}

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        *FILE_KINDS.values(),
        flow.STATE_KIND,
        way.EDGE_KIND,
        way.RUNG_KIND,
        way.ANYTIME_KIND,
        shape.SHAPE_KIND,
        shape.SLOT_KIND,
        shape.ARGUMENT_KIND,
        shape.OPTION_KIND,
        shape.RULE_KIND,
        shape.TOOL_RULE_KIND,
        shape.NAMED_RULE_KIND,
        shape.RECORD_KIND,
        catalog.TOOL_KIND,
        catalog.TOOL_OUTCOME_KIND,
        catalog.LIMIT_KIND,
        catalog.WHEN_UNKNOWN_KIND,
        project.PRECONDITION_KIND,
        project.PLACE_KIND,
        project.CASE_KIND,
        project.ABOUT_US_KIND,
        project.ENVIRONMENT_KIND,
        project.BACKEND_KIND,
        project.LINT_KIND,
        project.OPERATIONS_KIND,
        suite.TEST_KIND,
        suite.STEP_KIND,
        suite.MODEL_STEP_KIND,
        suite.EXPECT_KIND,
    )
}
