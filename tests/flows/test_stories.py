"""Every story is told as it is written, on every channel, and together they go everywhere."""

import pytest

from flows.all_flows import FLOWS
from flows.here import Channel
from flows.steps import ways_of
from tests.flows.story import Story, played, stories
from tests.flows.told import talks

STORIES = stories()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_the_story_is_told_as_it_is_written(story: Story, writing: bool) -> None:
    filled, _ = played(story)
    if writing:
        story.path.write_text(filled, "utf-8")
    else:
        assert filled == story.written, "make stories, then read the diff"


def test_there_are_stories_enough() -> None:
    assert len(STORIES) >= 45


def test_the_stories_take_every_way_of_every_flow() -> None:
    walked = {way for talk in talks() for way in talk.walked}
    every = {
        (flow.name, step.id, way)
        for flow in FLOWS.values()
        for step in flow.steps
        for way in ways_of(step)
    }
    print(f"{len(walked & every)} ways of {len(every)}")  # noqa: T201 - the report, shown with -s
    assert not every - walked, _listed(every - walked)


def test_the_stories_stand_at_every_step() -> None:
    visited = {at for talk in talks() for at in talk.visited}
    every = {(flow.name, step.id) for flow in FLOWS.values() for step in flow.steps}
    assert not every - visited, _listed(every - visited)


@pytest.mark.parametrize("channel", Channel)
def test_every_flow_takes_part_on_that_channel(channel: Channel) -> None:
    on_it = [talk for talk in talks() if talk.here.channel is channel]
    assert set(FLOWS) - {flow for talk in on_it for flow, _ in talk.visited} == set()


def _listed(missing: set[tuple[str, str, str]] | set[tuple[str, str]]) -> str:
    return "\n".join(" ".join(each) for each in sorted(missing))
