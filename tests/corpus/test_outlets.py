"""Outlets are found by name, domain and address; the user's file wins; mistakes in it are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.corpus.outlets import Outlet, Outlets, load, same_outlet
from onrecord.errors import InputError


@pytest.mark.parametrize(
    ("name", "url", "found"),
    [
        ("xinhua", None, "Xinhua"),
        ("新华社", None, "Xinhua"),
        ("People’s Daily", None, "People's Daily"),
        ("www.tass.ru", None, "TASS"),
        (None, "https://en.people.cn/n3/1.html", "People's Daily"),
        ("TASS", "https://www.reuters.com/world", "Reuters"),
        ("Harbour Post", "https://harbour.example/1", None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_find(name: str | None, url: str | None, found: str | None) -> None:
    outlet = load().find(name, url)
    assert (outlet.name if outlet else None) == found


def test_every_judgement_in_the_example_says_who_judged() -> None:
    listed = load().listed()
    assert len(listed) >= 10
    assert all(bool(outlet.judged_by) == (outlet.kind != "unknown") for outlet in listed)


def test_the_users_file_wins(tmp_path: Path) -> None:
    own = tmp_path / "outlets.toml"
    own.write_text(
        '[[outlet]]\nnames = ["TASS"]\ndomains = ["tass.com"]\nkind = "unknown"\n'
        '[[outlet]]\nnames = ["Il Faro"]\ncountry = "ITA"\nkind = "independent"\njudged_by = "me"\n',
        encoding="utf-8",
    )
    outlets = load(own)
    tass, faro = outlets.find("TASS"), outlets.find("il faro")
    assert tass is not None and tass.kind == "unknown"
    assert outlets.find("ТАСС") is None  # the whole entry was replaced
    assert faro is not None and (faro.country, faro.judged_by) == ("ITA", "me")
    assert load().find("ТАСС") is not None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[[outlet]]\nnames = ["A"]\nkind = "bad"\n', "kind"),
        ('[[outlet]]\nnames = ["A"]\ncountry = "it"\n', "country"),
        ('[[outlet]]\nnames = ["A"]\nonwer = "B"\n', "onwer"),
        ("[[outlet]]\nnames = []\n", "names"),
        ("[[outlet\n", "line 1"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, what: str) -> None:
    own = tmp_path / "outlets.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=f"outlets.toml.*{what}"):
        load(own)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.toml"):
        load(tmp_path / "none.toml")


def test_same_outlet() -> None:
    outlets = Outlets([Outlet(names=("Harbour Post", "HP"), domains=("harbour.example",))])
    assert same_outlet(outlets, ("HP", None), (None, "https://m.harbour.example/2"))
    assert same_outlet(outlets, ("Il Faro", None), ("IL FARO", None))
    assert same_outlet(outlets, ("faro.example", None), (None, "https://www.faro.example/2"))
    assert not same_outlet(outlets, ("HP", None), ("Il Faro", None))
    assert not same_outlet(outlets, (None, None), (None, None))
