"""The views of the desk, one file each; ROUTERS lists them in the order in which addresses are tried."""

from onrecord.desk.views import api, counts, front, pages, places, records, review, search, tables

ROUTERS = (
    front.router,
    pages.router,
    records.router,
    search.router,
    tables.router,
    counts.router,
    places.router,
    review.router,
    api.router,
)
