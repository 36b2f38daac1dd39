"""The pipeline as a list: read this file first, then the file of the step that interests you."""

from __future__ import annotations

from onrecord.pipeline import Stage
from onrecord.stages.attribute import attribute
from onrecord.stages.clean import clean
from onrecord.stages.code import code
from onrecord.stages.describe import describe
from onrecord.stages.encode import encode
from onrecord.stages.identify import identify
from onrecord.stages.measure import measure
from onrecord.stages.mention import mention
from onrecord.stages.quotations import quotations
from onrecord.stages.read import read
from onrecord.stages.repair import repair
from onrecord.stages.split import split
from onrecord.stages.withhold import withhold

#: Every step from raw page to record, one page at a time: pure, in this order.
PER_PAGE: tuple[Stage, ...] = (
    read,  # bytes -> decoded text, and its segments with their offsets
    clean,  # which segments are the article, and what kind of passage each is
    identify,  # language of the page and of each passage
    repair,  # what the scrape damaged, remembering what stood there
    describe,  # title (as repaired), outlet, origin, authors, date; signs of machine translation
    split,  # passages -> sentences
    quotations,  # quotation marks paired with an open-quote state that runs over passages
    encode,  # names, speeches and deeds, as the model reads them
    mention,  # names, and the persons they stand for
    attribute,  # who said what to whom: whole quotations, nesting, speakers
    code,  # who did what to whom, and who claims it
    measure,  # figures, deadlines, positions, sizes of events
    withhold,  # leaves out what the model is unsure of, if the settings say so
)
