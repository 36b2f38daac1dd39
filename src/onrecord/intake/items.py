"""What the intake yields, and how pages that cannot be read are told."""

from __future__ import annotations

import hashlib

from msgspec.structs import replace

from onrecord.errors import InputError, OnrecordWarning
from onrecord.pipeline import Given, RawPage, Reading
from onrecord.records import Problem, Record
from onrecord.settings import Settings

#: A page (one that cannot be read has problems and no content); a page that was read before, of a part of
#: `onrecord batch`; something that could not be read at all; or a note of what was passed over. The iterator goes on
#: after any of them.
Item = RawPage | Reading | InputError | OnrecordWarning


class Context(Record, frozen=True, kw_only=True):
    """What holds for all pages of one input: its name in messages, its path in records, what the caller knows."""

    where: str
    path: str | None
    given: Given
    article: bool
    max_page_bytes: int
    max_ratio: int

    @classmethod
    def of(cls, where: str, path: str | None, given: Given, article: bool, settings: Settings) -> Context:
        """The context of one input under these settings."""
        return cls(
            where=where,
            path=path,
            given=given,
            article=article,
            max_page_bytes=settings.max_page_bytes,
            max_ratio=settings.max_unpacked_ratio,
        )

    def page(self, content: bytes, where: str | None = None) -> RawPage:
        """A page of these bytes."""
        return RawPage(
            id=hashlib.sha256(content).hexdigest(),
            content=content,
            where=where or self.where,
            path=self.path,
            given=self.given,
            article=self.article,
        )

    def bad_page(self, what: str, where: str, content: bytes = b"", digest: str | None = None) -> RawPage:
        """A page in a container that cannot be read: no content, one problem, the hash of what there is of it."""
        page = self.page(content, where)
        return replace(page, id=digest or page.id, content="", problems=(intake_problem(f"{where}: {what}"),))


def intake_problem(message: str) -> Problem:
    """A problem of reading."""
    return Problem(stage="intake", message=message)
