"""What a crew takes along: the drawing of its way says the same as the table beside it."""

from rekam.office.reports.documents import maps

BASE = maps.Spot("Kantor", 0.5, 117.5)
NEAR, FAR = maps.Spot("Desa Contoh", 0.52, 117.51, "1"), maps.Spot("Desa Misal", 1.0, 118.0, "2")


def drawn(*spots: maps.Spot, around: tuple[maps.Spot, ...] = ()) -> maps.Picture:
    return maps.way([BASE, *spots, BASE], around, label="rute")


def test_the_way_is_drawn_to_scale_with_north_above() -> None:
    picture = drawn(FAR)
    there = next(word for word in picture.words if word.text == "2")
    home = next(dot for dot in picture.dots if (dot.x, dot.y) != (there.x, there.y))
    bar = next(word for word in picture.words if word.text.endswith(" km"))
    millimetres = bar.x - 2 - 4
    per_km = millimetres / float(bar.text.split()[0])
    north, east = home.y - there.y, there.x - home.x

    assert abs(north / per_km - 0.5 * maps.KM_PER_DEGREE) < 0.1
    assert abs(east / north - 1) < 0.001  # half a degree of longitude is as long as one of latitude here


def test_every_stop_stands_on_the_drawing_once_with_its_number() -> None:
    twice = maps.Spot(NEAR.name, NEAR.lat, NEAR.lon, "3")

    picture = drawn(NEAR, FAR, twice)

    assert {word.text for word in picture.words} >= {"1,3", "2"}
    assert sum(word.text == "Desa Contoh" for word in picture.words) == 1
    assert len([line for line in picture.lines if line.thick == 0.5]) == 4  # there, on, back, home


def test_what_lies_outside_is_left_out_and_nothing_leaves_the_paper() -> None:
    away = maps.Spot("Samarinda", -10.0, 117.0)

    picture = drawn(NEAR, FAR, around=(away, maps.Spot("Antara", 0.7, 117.7)))

    names = {word.text for word in picture.words}
    assert "Samarinda" not in names
    assert "Antara" in names
    assert all(0 <= dot.x <= picture.width and 0 <= dot.y <= picture.height for dot in picture.dots)


def test_a_way_within_one_village_is_not_blown_up() -> None:
    picture = drawn(maps.Spot("Seberang jalan", 0.5001, 117.5001, "1"))

    assert all(word.text != "100 km" for word in picture.words)
    assert max(line.to_x for line in picture.lines if line.thick == 0.5) - picture.width / 2 < 2
