"""What a long run of calls has to have seen, so that no check stands there for nothing."""

NEEDED = (
    *("consent given", "read-back begun", "read-back dropped", "answer yes", "answer no", "answer changed"),
    *("answer other", "answer unclear", "late words in a read-back", "reconnect in a read-back", "lost in a read-back"),
    *("statement played full", "changed value in a read-back"),
    *("unknown write", "unknown read", "generated after its cancel", "generated failed", "generated incomplete"),
    *("turn while generating", "lost event", "told again", "witnessed in a read-back", "over"),
    *("stage live", "stage transfer", "stage ending", "stage draining", "stage over"),
    *("tick settle in a read-back", "tick answer_wait in a read-back", "tick no_input in a read-back"),
    *(
        f"effect {name}"
        for name in ("AnswerCall", "Brief", "Cancel", "Configure", "Count", "HangUp", "Note", "Release")
    ),
    *(f"effect {name}" for name in ("Reply", "Reserve", "Result", "RunTool", "Say", "Seed", "Transfer", "Witness")),
)
"""Situations by name, as `also.situations` counts them.

A statement that is cut or not heard at all is too rare by chance to be asked for; the explorations go through both.
"""
