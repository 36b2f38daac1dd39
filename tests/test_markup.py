"""The HTML tokeniser: what breaks a block, what is no text, and that nothing makes it slow."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.markup import LONGEST_BLOCK, blocks, looks_like_html, roles
from onrecord.pipeline import Segment
from onrecord.spans import align_markup, read_back


def texts(source: str) -> list[str]:
    """Texts of all blocks."""
    return [block.text for block in blocks(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>One <b>bold</b> word</p><p>Two</p>", ["One bold word", "Two"]),
        ("<p>un<b>break</b>able</p>", ["unbreakable"]),
        ("<p>One<p>Two", ["One", "Two"]),
        ("<ul><li>One<li>Two</ul>Tail", ["One", "Two", "Tail"]),
        ("<div>before<p>inner</p>after</div>", ["before", "inner", "after"]),
        ("one<br>two", ["one two"]),
        ("one<br><br/>two", ["one", "two"]),
        ("one<br>\n <br>two", ["one", "two"]),
        ("one<br>two<br>three", ["one two three"]),
        ("one<hr>two", ["one", "two"]),
        ("a<!-- <p>no</p> -->b", ["ab"]),
        ("a<!-->b", ["ab"]),
        ("a<!--->b", ["ab"]),
        ("a<!-- never closed <p>b", ["a"]),
        ("a<![CDATA[ <p>x ]]>b", ["ab"]),
        ("a<script>if (a</b> 1) '<p>x'</SCRIPT >b", ["ab"]),
        ("a<script>never closed <p>b", ["a"]),
        ("a<noscript><p>x</p></noscript>b", ["ab"]),
        ("a<svg>never closed <p>b", ["anever closed", "b"]),
        ("<title>T</title><textarea><p>x</textarea>b", ["b"]),
        ('<p title="a > b">text</p>', ["text"]),
        ("<p title='a > b'>text</p>", ["text"]),
        ('<a href="never closed>link</a> text', ["link text"]),
        ("<p data-x=a>b</p>", ["b"]),
        ("5 < 6 and 7 > 6", ["5 < 6 and 7 > 6"]),
        ("I <3 you", ["I <3 you"]),
        ("a <b", ["a"]),
        ("a<?php echo 1 ?>b", ["ab"]),
        ("<P>Tom &amp; Jerry&nbsp;&lt;3</P>", ["Tom & Jerry\u00a0<3"]),
        ("<p>&nbsp;</p><p> \n </p>", []),
        ("\ufeff<p>x</p>", ["x"]),
        ("<table><tr><td>a<td>b<tr><td>c</table>d", ["a", "b", "c", "d"]),
        ("<x-card>a <span>b</span></x-card>", ["a b"]),
        ("<dl><dt>a<dd>b<dt>c</dl>", ["a", "b", "c"]),
        ("", []),
    ],
)
def test_blocks(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


def only(source: str, text: str) -> Segment:
    """The block with this text."""
    (block,) = (block for block in blocks(source) if block.text == text)
    return block


def test_tag_and_surroundings() -> None:
    source = (
        "<body class='comments-open'><header><nav><ul><li><a href='/'>Home</a></ul></nav></header>"
        "<article><h1>Title</h1><figure><img><figcaption>A harbour</figcaption></figure>"
        "<div class='article-body'><p>Text with <a href=x>a link</a></p><div class='related-links'>More</div></div>"
        "</article><footer>End</footer>"
    )
    home = only(source, "Home")
    assert (home.tag, home.link_chars) == ("li", 4)
    assert home.inside == {"header", "nav", "ul", "li", "a"}
    assert only(source, "Title").inside == {"article", "h1"}
    assert only(source, "A harbour").inside == {"article", "figure", "figcaption"}
    text = only(source, "Text with a link")
    assert (text.tag, text.link_chars, text.inside) == ("p", 6, {"article", "body"})
    assert only(source, "More").inside == {"article", "body", "related"}
    assert only(source, "End").inside == {"footer"}


def test_a_link_without_end_does_not_reach_beyond_its_block() -> None:
    source = "<div><p><a href=x>link<p>still</div><p>not</p>"
    assert only(source, "not").link_chars == 0


def test_an_anchor_is_no_link() -> None:
    assert only("<p><a name=top>Title</a></p>", "Title").link_chars == 0


def test_a_stray_closing_tag_does_not_close_what_is_around_a_table() -> None:
    source = "<article><table><tr><td>in</div></article>cell</td></tr></table>after</article>"
    assert "article" in only(source, "cell").inside
    assert "article" in only(source, "after").inside


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        (' class="photo-caption"', {"caption"}),
        (" role=navigation", {"nav"}),
        (" aria-hidden='true'", {"hidden"}),
        (' style="color: red; display : none"', {"hidden"}),
        (" hidden", {"hidden"}),
        (' class="overflow-hidden"', set()),
        (' class="header-download"', set()),
        (' data-class="related"', set()),
        (" title='related'", set()),
    ],
)
def test_roles(attributes: str, expected: set[str]) -> None:
    assert roles(attributes) == expected


def test_a_block_without_end_is_cut_at_white_space() -> None:
    source = "<p>" + "word " * 10_000 + "<b>" + "x" * (3 * LONGEST_BLOCK) + "</b></p>"
    found = list(blocks(source))
    assert all(len(block.text) <= LONGEST_BLOCK for block in found)
    assert "".join(block.text for block in found).replace(" ", "") == "word" * 10_000 + "x" * (3 * LONGEST_BLOCK)


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 100_000 + "x" + "</p></span></div>" * 100_000,
        "<table><tr><td>" * 30_000 + "x" + "</caption></div>" * 100_000,
        "<p " * 300_000,
        "<a b=" * 300_000,
        "<a b='" * 300_000,
        '<a b=">" ' * 200_000,
        "<!--" * 300_000,
        "<![CDATA[" * 200_000,
        "<svg>" * 200_000,
        "<script>" + "</" * 500_000,
        "&amp;" * 300_000,
        "&" * 1_000_000,
        "<p>" + "a<b>&nbsp;</b>" * 80_000,
        "<li>" * 300_000,
        "<a href=x>" * 200_000,
        "<br>" * 300_000,
        "x<br>" * 200_000,
        "<div " + "a=1 " * 300_000 + ">x",
        "<div class='" + "related " * 200_000 + "'>x",
        "<" * 1_000_000,
        "</" * 500_000,
        "\x00" * 1_000_000,
    ],
    ids=lambda source: source[:12],
)
def test_time_is_linear_in_the_page(source: str) -> None:
    start = time.perf_counter()
    list(blocks(source))
    looks_like_html(source)
    assert time.perf_counter() - start < 4  # a megabyte of anything; quadratic ones take minutes


PARTS = """<p> </p> <div|class='related'> </div> <b> </b> <br> <a|href=x> </a> <li> <ul> </ul> <td> <table> </table>
<!-- --> <script> </script> <svg> <h1> </h1> &amp; &lt &nbsp; &#1; & text é < > " ' = <![CDATA[ ]]> <p|a=' <i|b=">">
<span 漢字""".split()  # noqa: SIM905 (read as a page is)
MARKUP = st.lists(st.sampled_from([*PARTS, "|", "\n", "\u00a0", "\ufeff"]), max_size=40).map(
    lambda parts: "".join(parts).replace("|", " ")
)


@given(MARKUP)
def test_blocks_lie_in_the_page_in_order_and_read_back(source: str) -> None:
    end = 0
    for block in blocks(source):
        text = align_markup(source, block.pieces)
        assert block.text == text.text != ""
        assert block.text == block.text.strip()
        for start, stop in block.pieces:
            assert end <= start <= stop <= len(source)
            end = stop
        read = read_back(source, text.spans(), markup=True)
        assert "".join(read.split()) == "".join(block.text.split())
        assert 0 <= block.link_chars <= len(block.text)


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><p>x",
        "\ufeff\n<!-- saved --><html><body>x",
        "<p>One paragraph.</p>",
        "noise <html lang=it><head></head><body>x",
        "".join(f"<p>Paragraph {number}</p>\n" for number in range(9)),
    ],
)
def test_html_is_told(text: str) -> None:
    assert looks_like_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain text.",
        "A headline\n\n<picture itemscope=\nThe minister said <b>no</b>.\n" * 5,
        "The tag <div> opens a box, and <html> a page.",
        "a < b and b > c",
        "<p itemprop=",
    ],
)
def test_flattened_text_with_stray_tags_is_not_html(text: str) -> None:
    assert not looks_like_html(text)
