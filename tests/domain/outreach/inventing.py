"""Tiny problems of every shape, for trying everything."""

from datetime import date

from hypothesis import strategies as st

from rekam.domain.outreach.model import Base, Crew, Kit, Problem, Promise, Site, Visit, Window

DISTRICTS = ("Utara", "Selatan")
SKILLS = (frozenset[str](), frozenset({"technician"}))


@st.composite
def problems(draw: st.DrawFn, *, far: bool = True) -> Problem:
    """Up to four sites, two bases, three crews and three days; the travel need not keep to any geometry."""
    days, sites = draw(st.integers(1, 3)), draw(st.integers(0, 4 if not far else 3))
    bases = draw(st.integers(1, 2))
    points = sites + bases
    minutes = st.integers(0, 90)
    travel = [[0 if a == b else draw(minutes) for b in range(points)] for a in range(points)]
    crews = [draw(st.integers(0, 2)) for _ in range(bases)]
    return Problem(
        start=date(2016, 10, 3),
        days=days,
        sites=tuple(draw(_site(n, days, far)) for n in range(sites)),
        bases=tuple(draw(_base(n, sites + n, days, crews[n], far)) for n in range(bases)),
        travel=tuple(map(tuple, travel)),
        travel_price=draw(st.sampled_from((0, 1, 30))),
        floors=draw(st.dictionaries(st.sampled_from(DISTRICTS), st.integers(0, 60_000), max_size=1)),
        kept=tuple(
            draw(
                st.lists(
                    st.builds(
                        Visit,
                        st.integers(0, days - 1),
                        st.sampled_from([f"S{n}" for n in range(max(1, sites))]),
                        st.sampled_from(("C00", "C01", "")),
                    ),
                    max_size=3 if sites else 0,
                )
            )
        ),
        changed_visit=draw(st.sampled_from((0, 5_000))),
        mixed_visit=draw(st.sampled_from((0, 3_000))),
    )


@st.composite
def _site(draw: st.DrawFn, number: int, days: int, far: bool) -> Site:
    expected = sorted(draw(st.lists(st.integers(0, 40_000), max_size=3)), reverse=True)
    windows = {}
    for day in range(days):
        ends = draw(st.sampled_from(((), (480, 720), (480, 720, 780, 960), (780, 960), (540, 840))))
        windows[day] = tuple(Window(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True))
    promises = draw(
        st.lists(
            st.builds(Promise, st.integers(0, days - 1), st.integers(1, 2), st.integers(1, 2)),
            max_size=1,
        )
    )
    return Site(
        code=f"S{number}",
        point=number,
        district=draw(st.sampled_from(DISTRICTS)),
        expected=tuple(expected),
        block_minutes=draw(st.sampled_from((60, 90, 180))),
        windows=windows,
        most_kits=draw(st.integers(1, 2)),
        skills=draw(st.sampled_from(SKILLS)),
        promises=tuple(promises),
        is_far=far and draw(st.booleans()),
    )


@st.composite
def _base(draw: st.DrawFn, number: int, point: int, days: int, crews: int, far: bool) -> Base:
    all_days = st.sets(st.integers(0, days - 1))
    kits = draw(st.integers(0, 2))
    return Base(
        code=f"B{number}",
        point=point,
        kits=tuple(Kit(f"K{number}{n}", frozenset(draw(all_days))) for n in range(kits)),
        crews=tuple(
            Crew(
                code=f"C{number}{n}",
                shifts={
                    day: draw(st.sampled_from((Window(420, 960), Window(450, 840)))) for day in draw(all_days)
                },
                skills=draw(st.sampled_from(SKILLS)),
                most_nights=draw(st.integers(0, 2)) if far else 0,
            )
            for n in range(crews)
        ),
    )
