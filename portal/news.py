"""What the town tells everyone."""

from dataclasses import dataclass
from datetime import date

from models.dashboard import News
from portal.loading import Heading, Topic, loaded

#: How many are shown.
LATEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsShown:
    """One piece of news."""

    title: str
    body: str
    published_on: date


async def news(town: str, *, today: date) -> Heading[NewsShown]:
    """The latest three, none from after `today` (Europe/Paris)."""
    as_of = await loaded(town, Topic.NEWS)
    if as_of is None:
        return Heading(loaded=None)
    rows = News.filter(town=town, published_on__lte=today)
    found = await rows.order_by("-published_on", "-id").limit(LATEST)
    return Heading(loaded=as_of, items=tuple(map(_shown, found)))


def _shown(one: News) -> NewsShown:
    return NewsShown(title=one.title, body=one.body, published_on=one.published_on)
