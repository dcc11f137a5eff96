from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ask_kit import NOW, filled

from bot.ask.find import answer
from bot.model import PUBLIC, Answer, Asker, Query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from store.archive import Store

Ask = "Callable[[str], Answer]"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = filled(tmp_path_factory.mktemp("archive"))
    yield store
    store.close()


@pytest.fixture
def ask(archive: Store) -> Callable[..., Answer]:
    def asked(text: str, *, previous: Query | None = None, **given: object) -> Answer:
        with archive.snapshot((PUBLIC,), NOW) as snapshot:
            return answer(text, snapshot, Asker(**given), NOW, previous=previous)  # type: ignore[arg-type]

    return asked
