"""The estimate of tokens, held against what a tokenizer counts, and against what the API is known to count."""

import json

import pytest

from flowkit.language.tokens import tokens

# Each with its tokens as o200k_base counts them, the published encoding of this family of models (gpt-tokenizer 4.0.0).
COUNTED = [
    ("Hello, how can I help you today?", 9),
    (
        'Say what stands under "Say first", "Repeat" and "Then ask", in this order. You may fit '
        "the words to the conversation, never the values.",
        33,
    ),
    (
        "Goal: Find out what the caller wants.\n{known}\nOptions: refund (money back for an item), "
        "move (another day for a visit)\nYou may use: record, choose, request, wait.",
        42,
    ),
    ("I can't find an account with those. Let's try again.", 12),
    ("- Never say that something is done, and never promise it, unless a RESULT note says so.", 20),
    (
        '{"type": "function", "name": "cancel_order", "description": "Takes an order back.", '
        '"parameters": {"type": "object", "properties": {"order_id": {"type": "string", '
        '"description": "The number of the order."}}, "required": ["order_id"], '
        '"additionalProperties": false}}',
        69,
    ),
    ("Order 48213377 of 2026-03-14 came to $1,249.50, and 3 of 12 items are on their way to ZIP 10001.", 39),
    ("No encuentro ninguna cuenta con esos datos. ¿Cuáles son su correo electrónico y su código postal?", 20),
    ("Ich kann Ihre Bestellung leider nicht finden. Möchten Sie die Lieferadresse ändern?", 16),
    ("Je ne trouve pas votre commande. Souhaitez-vous déplacer le rendez-vous ?", 16),
    ("ご注文番号を教えていただけますか。", 11),
    ("请告诉我您的订单号码。", 7),
    ("Назовите, пожалуйста, номер заказа.", 9),
]


@pytest.mark.parametrize(("text", "count"), COUNTED)
def test_the_estimate_is_near_the_tokenizer(text, count):
    assert tokens(text) == pytest.approx(count, rel=0.15, abs=2)


def test_over_many_texts_the_estimate_is_off_by_little():
    counted = sum(count for _, count in COUNTED)
    assert tokens("\n".join(text for text, _ in COUNTED)) == pytest.approx(counted + len(COUNTED), rel=0.07)


def test_usage_tells_a_few_tokens_more_than_the_text_has():
    # Realtime usage of a text item of ten tokens comes to about twelve: what frames an item is not in the estimate.
    ten = "One moment please, I will look it up"
    assert tokens(ten) in range(9, 12)


def test_nothing_is_nothing_and_more_is_never_less():
    assert tokens("") == 0
    text = json.dumps({"name": "a" * 50, "numbers": list(range(100))})
    counts = [tokens(text[:end]) for end in range(0, len(text), 7)]
    assert counts == sorted(counts)


def test_one_huge_word_is_no_single_token():
    assert tokens("x" * 6000) >= 900
