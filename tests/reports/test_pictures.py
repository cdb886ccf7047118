"""Pictures of pages: small, each once, never of a page with personal data, and never more than the report may weigh."""

from __future__ import annotations

import io
import random
from hashlib import sha256

from PIL import Image

from auditor.result import Citation, Result
from reports.html import SIZE_LIMIT, render
from reports.pictures import thumbnails
from tests.reports import sample as s


def picture(width: int = 640, height: int = 1000) -> bytes:
    """A page as a browser shows it: blocks of colour in places."""
    draw, image = random.Random(7), Image.new("RGB", (width, height), "white")
    for _ in range(60):
        x, y = draw.randrange(width), draw.randrange(height)
        image.paste(tuple(draw.randrange(256) for _ in range(3)), (x, y, x + 200, y + 40))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


PICTURE = picture()


def read(name: str) -> bytes:
    """Every picture that a result of `shot` names."""
    return PICTURE


def shot(made: Result) -> Result:
    """The result with a body and a picture of its own for every cited address."""
    items = []
    for item in made.items:
        criteria = [c.model_copy(update={"citations": [_shot(x) for x in c.citations]}) for c in item.criteria]
        items.append(item.model_copy(update={"criteria": criteria}))
    return made.model_copy(update={"items": items})


def _shot(citation: Citation) -> Citation:
    names = {use: sha256(f"{use}:{citation.url}".encode()).hexdigest() for use in ("sha256", "screenshot")}
    return citation.model_copy(update=names)


def test_each_picture_once_and_within_the_size():
    made = shot(s.sample())
    page = render(made, pictures=read)
    assert len(page.encode()) <= SIZE_LIMIT
    assert page.count("data:image/jpeg") == len(thumbnails(made, read, 50)) > 20
    assert page.count('class="shot"') >= page.count("data:image/jpeg")
    assert render(made) == render(made, pictures=lambda _: None)
    assert "data:image" not in render(made)


def test_none_of_a_page_with_personal_data():
    made = shot(s.sample())
    cited = [c for i in made.items for x in i.criteria for c in x.citations]
    first = next(i.criteria[0].citations[0] for i in made.items if i.settled == "failed" and i.criteria[0].citations)
    assert first.screenshot in thumbnails(made, read, 50)
    # The same body stands at another address too: its picture is left out there as well
    other = next(c for c in cited if c.url != first.url)
    found = {"code": "welfare_list", "url": other.url, "page": 1, "count": 9, "why": {"th": "พบ", "en": "found"}}
    twin = first.model_copy(update={"url": other.url})
    item = made.items[0].model_copy(
        update={"criteria": [made.items[0].criteria[0].model_copy(update={"citations": [twin]})]}
    )
    private = made.model_copy(update={"items": [item, *made.items[1:]], "findings": [found]})
    shown = thumbnails(private, read, 50)
    assert shown and not {first.screenshot, other.screenshot} & shown.keys()


def test_many_pictures_give_way_before_words():
    made = shot(s.huge())
    page = render(made, pictures=read)
    assert len(page.encode()) <= SIZE_LIMIT


def test_what_is_no_picture_is_left_out():
    made = shot(s.small())
    for body in (b"", b"<script>", PICTURE[:200], picture(9000, 9000)):
        assert thumbnails(made, lambda name, body=body: body, 50) == {}
