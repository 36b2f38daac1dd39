"""The views of the desk, one file each; ROUTERS lists them in the order in which addresses are tried."""

from onrecord.desk.views import actors, api, counts, front, pages, places, records, review, search, stories, tables

ROUTERS = (
    front.router,
    stories.router,
    pages.router,
    records.router,
    search.router,
    tables.router,
    actors.router,
    counts.router,
    places.router,
    review.router,
    api.router,
)
