"""The demo’s pictures, drawn here: flat shapes in the look’s hues on a ruled page with its margin.

`draw(key)` gives a PNG of 1600 × 1000. Drawn twice as large and reduced, so that edges are smooth.
"""

from collections.abc import Callable
from io import BytesIO
from math import cos, radians, sin

from PIL import Image, ImageDraw

WIDTH, HEIGHT, SCALE = 1600, 1000, 2

PAPER, SUNK, LINE, INK, SOFT = "#fbfaf6", "#f3f1ea", "#dcd8cc", "#1c2230", "#565d6d"
MARGIN, GREEN, BLUE, ORANGE, PURPLE, TEAL = "#b3314f", "#2e6a3c", "#1f4b8f", "#97480a", "#75307a", "#0d6366"
WHITE = "#ffffff"
SKIN = ("#e8b98f", "#8d5b3c", "#c98d63", "#f0cba8", "#6f4630")

Point = tuple[float, float]


def tint(colour: str, share: float, on: str = PAPER) -> str:
    """`colour` mixed into `on`: 0 is all paper, 1 all colour."""
    parts = [(int(colour[i : i + 2], 16), int(on[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in parts)


class Sheet:
    """A drawing surface in units of the final picture."""

    def __init__(self, ground: str = PAPER) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def ruled(self, top: int = 120, step: int = 80, margin: int = 170) -> None:
        for y in range(top, HEIGHT, step):
            self.box(0, y, WIDTH, y + 2, LINE)
        self.box(margin, 0, margin + 5, HEIGHT, tint(MARGIN, 0.75))

    def box(self, x1: float, y1: float, x2: float, y2: float, fill: str, radius: float = 0) -> None:
        area = [x1 * SCALE, y1 * SCALE, x2 * SCALE - 1, y2 * SCALE - 1]
        if radius:
            self.pen.rounded_rectangle(area, radius * SCALE, fill)
        else:
            self.pen.rectangle(area, fill)

    def disc(self, x: float, y: float, r: float, fill: str, ry: float | None = None) -> None:
        ry = r if ry is None else ry
        self.pen.ellipse([(x - r) * SCALE, (y - ry) * SCALE, (x + r) * SCALE, (y + ry) * SCALE], fill)

    def ring(self, x: float, y: float, r: float, width: float, colour: str) -> None:
        area = [(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE]
        self.pen.ellipse(area, outline=colour, width=round(width * SCALE))

    def shape(self, points: list[Point], fill: str) -> None:
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill)

    def stroke(self, points: list[Point], width: float, colour: str) -> None:
        """A line with round ends and joints."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, colour, round(width * SCALE), joint="curve")
        for x, y in points:
            self.disc(x, y, width / 2, colour)

    def arc(self, x: float, y: float, r: float, start: float, end: float, width: float, colour: str) -> None:
        turns = [start + (end - start) * i / 24 for i in range(25)]
        self.stroke([(x + r * cos(radians(a)), y + r * sin(radians(a))) for a in turns], width, colour)

    def words(self, x: float, y: float, widths: list[int], colour: str, height: float = 12, step: float = 34) -> None:
        """Lines of writing seen from afar."""
        for i, width in enumerate(widths):
            self.box(x, y + i * step, x + width, y + i * step + height, colour, height / 2)

    def person(
        self,
        x: float,
        y: float,
        skin: str,
        clothes: str,
        hair: str,
        size: float = 1,
        down: float = 300,
        legs: float = 0,
    ) -> None:
        """Head and body, no face: anybody. `down` is where the body ends below `y`, `legs` how far legs go on."""
        s = size
        if legs:
            for side in (-1, 1):
                self.box(
                    x + side * 42 * s - 30 * s,
                    y + (down - 30) * s,
                    x + side * 42 * s + 30 * s,
                    y + (down + legs) * s,
                    tint(INK, 0.8),
                    12,
                )
        self.box(x - 95 * s, y + 75 * s, x + 95 * s, y + down * s, clothes, 80 * s)
        self.box(x - 95 * s, y + (down - 110) * s, x + 95 * s, y + down * s, clothes, 16)
        self.box(x - 22 * s, y + 30 * s, x + 22 * s, y + 100 * s, skin, 18 * s)
        self.disc(x, y - 14 * s, 64 * s, hair, 68 * s)
        self.disc(x, y + 8 * s, 54 * s, skin, 58 * s)

    def png(self) -> bytes:
        small = self.image.reduce(SCALE)
        out = BytesIO()
        small.quantize(128, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
        return out.getvalue()


def _hand(s: Sheet, x: float, y: float, skin: str, sleeve: str, mirror: int, spread: float) -> None:
    """An open hand seen from above; `mirror` is 1 for a left hand, -1 for a right one."""
    dark = tint(INK, 0.12, skin)
    s.stroke([(x - 210 * mirror, y + 420), (x - 30 * mirror, y + 95)], 118, skin)
    s.stroke([(x - 330 * mirror, y + 640), (x - 150 * mirror, y + 312)], 190, sleeve)
    s.stroke([(x - 196 * mirror, y + 330), (x - 104 * mirror, y + 280)], 26, tint(WHITE, 0.55, sleeve))
    for i, length in enumerate((188, 222, 212, 168)):
        angle = radians(-96 + (i - 1.2) * spread)
        bx, by = x + (i * 42 - 66) * mirror, y - 18 + abs(i - 1.4) * 12
        s.stroke(
            [(bx, by), (bx + cos(angle) * length * mirror, by + sin(angle) * length)],
            42,
            skin if i % 2 else tint(INK, 0.05, skin),
        )
    s.box(x - 88, y - 70, x + 88, y + 120, skin, 70)
    s.stroke([(x + 58 * mirror, y + 70), (x + 150 * mirror, y - 28)], 48, skin)
    s.stroke([(x - 40 * mirror, y + 62), (x + 10 * mirror, y + 78), (x + 46 * mirror, y + 50)], 5, dark)


def hands() -> Sheet:
    s = Sheet(tint(TEAL, 0.12))
    s.ruled()
    s.box(430, 90, 1210, 560, WHITE, 14)
    for y in range(160, 540, 66):
        s.box(430, y, 1210, y + 3, LINE)
    s.box(520, 90, 525, 560, MARGIN)
    s.words(560, 128, [420, 520], tint(INK, 0.55), 12, 66)
    s.words(560, 260, [300], tint(TEAL, 0.8), 12, 66)
    s.words(560, 326, [470, 210], tint(INK, 0.55), 12, 66)
    _hand(s, 560, 520, SKIN[1], TEAL, 1, 15)
    _hand(s, 1090, 505, SKIN[3], tint(PURPLE, 0.9), -1, 19)
    return s


def _reams(s: Sheet, x: float, base: float, sheets: int, width: float, colour: str) -> None:
    for i in range(sheets):
        y = base - (i + 1) * 22
        s.box(x + (i % 3) * 3, y, x + width + (i % 3) * 3, y + 19, colour if i % 4 else tint(INK, 0.1, colour), 4)


def print_shop() -> Sheet:
    s = Sheet(SUNK)
    s.box(0, 0, WIDTH, 660, PAPER)
    s.box(0, 660, WIDTH, HEIGHT, tint(TEAL, 0.16, SUNK))
    # Window, with hills.
    s.box(120, 90, 560, 430, tint(BLUE, 0.16), 8)
    s.shape([(120, 360), (230, 270), (340, 340), (450, 250), (560, 330), (560, 430), (120, 430)], tint(GREEN, 0.38))
    for x in (120, 262, 408, 552):
        s.box(x, 90, x + 8, 430, WHITE)
    s.box(120, 256, 560, 264, WHITE)
    s.box(104, 430, 576, 448, tint(INK, 0.25))
    # Drying line with three posters.
    s.stroke([(640, 130), (1540, 110)], 4, SOFT)
    for x, colour in ((720, MARGIN), (960, ORANGE), (1200, BLUE)):
        s.box(x, 132, x + 170, 350, WHITE, 4)
        s.box(x + 22, 158, x + 148, 238, tint(colour, 0.75), 4)
        s.words(x + 22, 264, [126, 96, 110], tint(INK, 0.35), 9, 24)
        s.box(x + 76, 118, x + 94, 146, SOFT, 4)
    # The press.
    s.box(470, 560, 1270, 820, TEAL, 22)
    s.box(470, 760, 1270, 820, tint(INK, 0.45, TEAL), 0)
    s.box(560, 430, 800, 580, tint(WHITE, 0.14, TEAL), 18)
    s.box(860, 470, 1180, 580, tint(WHITE, 0.14, TEAL), 18)
    s.box(590, 460, 770, 540, tint(BLUE, 0.22), 8)
    for x in (910, 1010, 1110):
        s.disc(x, 640, 44, tint(WHITE, 0.78, TEAL))
        s.disc(x, 640, 15, TEAL)
    s.disc(540, 640, 13, MARGIN)
    s.disc(580, 640, 13, tint(GREEN, 0.9, WHITE))
    s.shape([(1270, 610), (1400, 690), (1400, 712), (1270, 636)], WHITE)
    s.box(510, 820, 560, 880, tint(INK, 0.75))
    s.box(1180, 820, 1230, 880, tint(INK, 0.75))
    _reams(s, 1350, 880, 8, 170, WHITE)
    _reams(s, 150, 880, 15, 210, WHITE)
    s.box(120, 880, 400, 904, tint(ORANGE, 0.5))
    s.box(1320, 880, 1560, 904, tint(ORANGE, 0.5))
    s.person(392, 470, SKIN[2], tint(ORANGE, 0.85), "#4b2f22", 0.95, 300, 165)
    return s


def paper_stack() -> Sheet:
    s = Sheet()
    s.ruled(margin=150)
    s.box(0, 800, WIDTH, HEIGHT, tint(ORANGE, 0.22))
    s.box(0, 800, WIDTH, 806, tint(ORANGE, 0.45))
    for x, sheets, colour, mark in (
        (300, 23, WHITE, SOFT),
        (660, 18, tint("#b79f6e", 0.22), GREEN),
        (1020, 14, tint("#b79f6e", 0.36), TEAL),
    ):
        s.box(x - 3, 800 - sheets * 22 - 3, x + 279, 800, tint(INK, 0.13))
        _reams(s, x, 800, sheets, 270, colour)
        y = 800 - sheets * 22
        s.box(x + 90, y - 74, x + 182, y - 22, mark, 8)
        s.words(x + 112, y - 56, [48], WHITE, 16, 20)
    # A ruler standing beside the piles.
    s.box(1370, 210, 1440, 800, tint(MARGIN, 0.2), 6)
    for i in range(24):
        s.box(1370, 226 + i * 24, 1370 + (42 if i % 4 == 0 else 24), 230 + i * 24, MARGIN)
    s.stroke([(220, 300), (1360, 300)], 3, tint(MARGIN, 0.35))
    s.stroke([(220, 496), (1360, 496)], 3, tint(MARGIN, 0.35))
    return s


def van() -> Sheet:
    s = Sheet(tint(BLUE, 0.09))
    s.disc(1290, 220, 90, tint(ORANGE, 0.35))
    s.shape(
        [(0, 600), (260, 360), (520, 560), (820, 300), (1180, 580), (1400, 430), (1600, 560), (1600, 700), (0, 700)],
        tint(GREEN, 0.26),
    )
    s.shape([(0, 680), (380, 520), (760, 660), (1130, 500), (1600, 660), (1600, 760), (0, 760)], tint(GREEN, 0.42))
    for x, y, r in ((180, 640, 52), (270, 664, 38), (1420, 640, 58), (1510, 668, 40)):
        s.box(x - 8, y, x + 8, y + 110, tint(INK, 0.5))
        s.disc(x, y, r, tint(GREEN, 0.75))
    s.box(0, 750, WIDTH, HEIGHT, tint(INK, 0.18, SUNK))
    for x in range(60, WIDTH, 260):
        s.box(x, 888, x + 130, 900, WHITE, 6)
    # The van: a box, a cab, two wheels.
    s.box(400, 380, 930, 780, WHITE, 26)
    s.shape([(900, 440), (1060, 440), (1170, 590), (1200, 610), (1200, 780), (900, 780)], TEAL)
    s.shape([(950, 480), (1048, 480), (1124, 588), (950, 588)], tint(BLUE, 0.24))
    s.box(400, 690, 930, 780, tint(TEAL, 0.85), 0)
    s.box(400, 740, 1200, 780, TEAL, 14)
    s.box(1160, 650, 1200, 690, tint(ORANGE, 0.6), 8)
    s.box(960, 640, 1000, 652, tint(WHITE, 0.8, TEAL), 6)
    s.box(500, 450, 504, 640, MARGIN)
    s.words(530, 466, [260, 320, 200, 280], tint(INK, 0.6), 14, 44)
    for x in (560, 1050):
        s.disc(x, 785, 78, tint(INK, 0.92))
        s.disc(x, 785, 36, SUNK)
        s.disc(x, 785, 12, tint(INK, 0.8))
    return s


def notebook() -> Sheet:
    s = Sheet(tint(ORANGE, 0.2, "#efe4d3"))
    for y in (180, 430, 690, 930):
        s.stroke([(0, y), (520, y + 14), (1080, y - 12), (1600, y + 8)], 3, tint(ORANGE, 0.3, "#efe4d3"))
    s.shape([(330, 150), (1230, 110), (1290, 900), (370, 930)], tint(INK, 0.18, "#dccbb2"))
    s.shape([(310, 130), (1210, 90), (1270, 880), (350, 910)], WHITE)
    for i in range(10):
        t = 0.1 + i * 0.087
        x1, y1 = 310 + 40 * t, 130 + 780 * t
        x2, y2 = 1210 + 60 * t, 90 + 790 * t
        s.stroke([(x1, y1), (x2, y2)], 2, LINE)
    s.stroke([(500, 122), (552, 900)], 6, MARGIN)
    for i, (width, colour) in enumerate(
        ((520, INK), (600, INK), (380, MARGIN), (560, INK), (440, TEAL), (590, INK), (300, INK))
    ):
        y = 196 + i * 68
        s.stroke([(566 + i * 4, y), (566 + i * 4 + width, y - width * 0.045)], 11, tint(colour, 0.72))
    for y, colour in ((330, BLUE), (470, ORANGE)):
        s.disc(430, y, 36, colour)
        s.stroke([(466, y), (520, y - 2)], 5, MARGIN)
    # A pencil and a cup.
    s.stroke([(900, 800), (1330, 560)], 34, ORANGE)
    s.stroke([(1330, 560), (1378, 533)], 34, tint(MARGIN, 0.7))
    s.shape([(912, 828), (886, 782), (838, 836)], "#e9cfa6")
    s.shape([(856, 832), (848, 820), (832, 840)], INK)
    s.disc(1440, 270, 128, tint(INK, 0.14, "#dccbb2"))
    s.disc(1430, 256, 124, WHITE)
    s.disc(1430, 256, 98, "#6a4630")
    s.arc(1430, 256, 62, 200, 290, 7, "#8d6a52")
    s.stroke([(1546, 236), (1590, 222)], 26, WHITE)
    return s


def glasses() -> Sheet:
    s = Sheet(tint(ORANGE, 0.08))
    s.ruled(top=90, margin=150)
    # A string of lamps.
    s.arc(800, -560, 800, 50, 130, 4, SOFT)
    for x, y in ((360, 118), (540, 184), (730, 226), (920, 224), (1110, 176), (1270, 104)):
        s.box(x - 8, y, x + 8, y + 18, SOFT, 3)
        s.disc(x, y + 40, 24, tint(ORANGE, 0.5))
    people = (
        (270, 400, SKIN[3], BLUE, "#3a2a20"),
        (530, 360, SKIN[4], tint(PURPLE, 0.85), "#15110f"),
        (800, 345, SKIN[0], GREEN, "#8a5a33"),
        (1070, 360, SKIN[2], tint(MARGIN, 0.85), "#2a1d18"),
        (1330, 400, SKIN[1], TEAL, "#1c1411"),
    )
    for x, y, skin, clothes, hair in people:
        s.person(x, y, skin, clothes, hair, 1.02)
    s.shape([(110, 660), (1490, 660), (1600, 830), (0, 830)], tint(ORANGE, 0.5, "#e8d3b6"))
    s.box(0, 830, WIDTH, HEIGHT, tint(ORANGE, 0.66, "#d9bf9b"))
    # Glasses, a jug, sheets of questions.
    for x, colour in (
        (330, tint(ORANGE, 0.62)),
        (620, tint(MARGIN, 0.7)),
        (1010, tint(ORANGE, 0.62)),
        (1260, tint(GREEN, 0.45)),
    ):
        s.shape([(x - 44, 610), (x + 44, 610), (x + 30, 720), (x - 30, 720)], tint(WHITE, 0.75, "#e8d3b6"))
        s.shape([(x - 39, 650), (x + 39, 650), (x + 29, 716), (x - 29, 716)], colour)
    s.box(770, 560, 880, 730, tint(WHITE, 0.8, "#e8d3b6"), 24)
    s.box(778, 630, 872, 724, tint(GREEN, 0.28), 18)
    for x in (430, 1110):
        s.shape([(x, 742), (x + 150, 736), (x + 176, 806), (x - 6, 812)], WHITE)
        s.stroke([(x + 28, 744), (x + 24, 808)], 4, MARGIN)
        for i in range(3):
            s.stroke([(x + 44, 758 + i * 17), (x + 122 + i * 9, 755 + i * 17)], 6, tint(INK, 0.45))
    return s


def workshop() -> Sheet:
    s = Sheet(SUNK)
    s.box(0, 0, WIDTH, 640, tint(GREEN, 0.08))
    s.box(0, 640, WIDTH, HEIGHT, tint(ORANGE, 0.14, SUNK))
    # Overalls on hooks.
    s.box(120, 120, 620, 134, tint(INK, 0.4), 6)
    for x, colour in ((190, BLUE), (340, TEAL), (490, BLUE)):
        s.disc(x, 140, 9, INK)
        s.shape(
            [
                (x - 26, 152),
                (x + 26, 152),
                (x + 66, 208),
                (x + 50, 242),
                (x + 36, 222),
                (x + 48, 416),
                (x - 48, 416),
                (x - 36, 222),
                (x - 50, 242),
                (x - 66, 208),
            ],
            colour,
        )
        s.stroke([(x, 160), (x, 410)], 4, tint(WHITE, 0.35, colour))
    # Shelf of boxes.
    for y in (200, 380, 560):
        s.box(760, y, 1500, y + 14, tint(INK, 0.45), 4)
    for x, y, w, h, share in (
        (790, 200, 150, 96, 0.45),
        (950, 200, 190, 124, 0.58),
        (1190, 200, 130, 80, 0.4),
        (1350, 200, 120, 110, 0.52),
        (800, 380, 210, 130, 0.55),
        (1040, 380, 120, 90, 0.42),
        (1180, 380, 160, 118, 0.5),
        (1370, 380, 104, 76, 0.6),
        (800, 560, 130, 100, 0.4),
        (950, 560, 240, 130, 0.5),
        (1230, 560, 150, 96, 0.58),
    ):
        s.box(x, y - h, x + w, y, tint(ORANGE, share, "#e8d3b6"), 5)
        s.box(x + w / 2 - 12, y - h, x + w / 2 + 12, y - h + 30, tint(WHITE, 0.55, "#e8d3b6"))
    s.person(330, 430, SKIN[4], tint(TEAL, 0.95), "#15110f", 1.05, 250)
    s.person(640, 440, SKIN[0], tint(MARGIN, 0.85), "#b9793f", 1.02, 250)
    s.person(1320, 640, SKIN[2], BLUE, "#31221a", 0.86, 190)
    s.box(110, 700, 900, 736, tint(ORANGE, 0.72, "#d9bf9b"), 6)
    for x in (160, 830):
        s.box(x, 736, x + 26, 950, tint(ORANGE, 0.5, "#9b7a52"))
    s.box(1090, 800, 1560, 832, tint(ORANGE, 0.72, "#d9bf9b"), 6)
    for x in (1120, 1508):
        s.box(x, 832, x + 24, 970, tint(ORANGE, 0.5, "#9b7a52"))
    for i, x in enumerate((190, 420, 560, 720)):
        s.box(x, 668 - (i % 2) * 22, x + 130, 700, WHITE, 4)
        s.box(x + 18, 676, x + 86, 684, tint(INK, 0.3), 4)
    s.box(1190, 748, 1400, 800, WHITE, 4)
    return s


def desk() -> Sheet:
    s = Sheet(tint(PURPLE, 0.1, "#ece4da"))
    s.box(120, 120, 900, 640, tint(INK, 0.9), 22)
    s.box(150, 150, 870, 610, WHITE, 8)
    s.box(190, 190, 410, 570, tint(BLUE, 0.14), 6)
    s.box(214, 214, 386, 330, tint(PURPLE, 0.5), 6)
    s.words(214, 360, [150, 170, 120, 160, 140], tint(INK, 0.4), 10, 32)
    s.words(450, 196, [330], tint(INK, 0.8), 24, 40)
    s.words(450, 256, [360, 380, 350, 270], tint(INK, 0.4), 10, 30)
    s.box(450, 396, 600, 560, tint(ORANGE, 0.35), 6)
    s.box(620, 396, 830, 560, tint(GREEN, 0.35), 6)
    s.box(120, 720, 900, 900, tint(INK, 0.14, WHITE), 18)
    for row in range(4):
        for column in range(14):
            s.box(142 + column * 53, 740 + row * 38, 186 + column * 53, 770 + row * 38, WHITE, 6)
    # The notebook with its margin.
    s.box(1004, 204, 1494, 866, tint(INK, 0.16, "#d8cfc4"), 10)
    s.box(980, 180, 1470, 846, WHITE, 10)
    for y in range(250, 840, 58):
        s.box(980, y, 1470, y + 2, LINE)
    s.box(1076, 180, 1081, 846, MARGIN)
    s.words(1110, 220, [300, 260], tint(INK, 0.65), 12, 58)
    s.box(1110, 340, 1290, 346, MARGIN)
    s.words(1110, 336, [180], tint(MARGIN, 0.5), 12, 58)
    s.words(1310, 336, [120], tint(GREEN, 0.85), 12, 58)
    s.words(1110, 394, [320, 240, 290, 160], tint(INK, 0.65), 12, 58)
    s.disc(1028, 342, 26, PURPLE)
    s.stroke([(1054, 342), (1076, 342)], 4, MARGIN)
    s.stroke([(1250, 760), (1420, 640)], 20, BLUE)
    s.disc(1250, 760, 7, INK)
    s.disc(1500, 120, 86, WHITE)
    s.disc(1500, 120, 66, "#6a4630")
    return s


def screens() -> Sheet:
    s = Sheet(tint(TEAL, 0.1))
    s.box(0, 760, WIDTH, HEIGHT, tint(ORANGE, 0.34, "#efe4d3"))
    s.box(0, 760, WIDTH, 768, tint(ORANGE, 0.5, "#d9bf9b"))
    for x, w in ((190, 560), (800, 560)):
        s.box(x + w / 2 - 34, 600, x + w / 2 + 34, 740, tint(INK, 0.65))
        s.box(x + w / 2 - 120, 736, x + w / 2 + 120, 762, tint(INK, 0.75), 10)
        s.box(x, 210, x + w, 620, INK, 20)
        s.box(x + 18, 228, x + w - 18, 602, "#1b1f29", 8)
    greens = (
        (0, 180, "#8ecb9a"),
        (40, 260, "#8db4f2"),
        (40, 150, "#f0ab72"),
        (80, 220, "#ece8df"),
        (80, 300, "#8db4f2"),
        (40, 120, "#d8a0dc"),
        (0, 90, "#8ecb9a"),
        (0, 240, "#a9adb8"),
        (40, 190, "#79cdcf"),
    )
    for i, (indent, width, colour) in enumerate(greens):
        s.box(240 + indent, 262 + i * 36, 240 + indent + width, 274 + i * 36, colour, 6)
    s.box(818, 228, 1342, 602, WHITE, 8)
    s.words(860, 264, [250], tint(INK, 0.85), 22, 40)
    s.words(860, 318, [380, 330], tint(INK, 0.35), 10, 28)
    s.box(860, 390, 1290, 442, tint(BLUE, 0.06, WHITE), 8)
    s.box(852, 382, 1298, 386, BLUE)
    s.box(852, 446, 1298, 450, BLUE)
    s.box(852, 382, 856, 450, BLUE)
    s.box(1294, 382, 1298, 450, BLUE)
    s.words(880, 410, [210], tint(INK, 0.6), 12, 30)
    s.box(860, 500, 1040, 552, BLUE, 10)
    s.words(890, 520, [120], WHITE, 12, 20)
    s.box(420, 820, 1040, 930, WHITE, 14)
    for row in range(3):
        for column in range(13):
            s.box(440 + column * 45, 834 + row * 31, 478 + column * 45, 858 + row * 31, tint(INK, 0.13, WHITE), 5)
    s.box(1400, 640, 1510, 770, ORANGE, 12)
    for x, y, angle in ((1450, 640, -120), (1455, 640, -95), (1460, 640, -68), (1455, 640, -145)):
        tip = (x + cos(radians(angle)) * 190, y + sin(radians(angle)) * 190)
        s.stroke([(x, y), tip], 13, GREEN)
        s.disc(*tip, 34, tint(GREEN, 0.85))
    s.disc(1180, 875, 44, WHITE, 58)
    return s


def market() -> Sheet:
    s = Sheet(tint(BLUE, 0.1))
    s.shape(
        [(0, 420), (240, 300), (420, 380), (700, 250), (980, 390), (1290, 280), (1600, 400), (1600, 560), (0, 560)],
        tint(GREEN, 0.24),
    )
    # Houses and a bell tower.
    for x, y, w, colour in (
        (60, 360, 190, ORANGE),
        (250, 400, 150, MARGIN),
        (1180, 380, 170, PURPLE),
        (1350, 350, 200, ORANGE),
    ):
        s.box(x, y, x + w, 640, tint(colour, 0.18))
        s.shape([(x - 14, y), (x + w / 2, y - 78), (x + w + 14, y)], tint(colour, 0.5))
        for wx in (x + 30, x + w - 70):
            s.box(wx, y + 50, wx + 40, y + 110, tint(BLUE, 0.34), 4)
    s.box(700, 210, 800, 640, tint(SOFT, 0.24))
    s.shape([(690, 210), (750, 90), (810, 210)], tint(TEAL, 0.6))
    s.disc(750, 280, 30, WHITE)
    s.stroke([(750, 280), (750, 262)], 5, INK)
    s.stroke([(750, 280), (764, 286)], 5, INK)
    s.box(0, 640, WIDTH, HEIGHT, tint(ORANGE, 0.16, SUNK))
    # The survey stand.
    for x in (420, 1150):
        s.box(x, 420, x + 16, 900, tint(INK, 0.6))
    for i in range(8):
        x = 380 + i * 104
        s.shape([(x, 470), (x + 104, 470), (x + 96, 370), (x + 12, 370)], TEAL if i % 2 else WHITE)
        s.disc(x + 52, 470, 52, TEAL if i % 2 else WHITE, 34)
    s.person(660, 600, SKIN[2], tint(PURPLE, 0.85), "#2a1d18", 0.9)
    s.person(930, 596, SKIN[3], BLUE, "#7d5230", 0.9)
    s.box(400, 760, 1190, 900, tint(ORANGE, 0.55, "#e8d3b6"), 8)
    s.box(400, 760, 1190, 786, tint(ORANGE, 0.75, "#d9bf9b"), 8)
    for x, colour in ((470, MARGIN), (620, GREEN), (890, BLUE), (1040, ORANGE)):
        s.shape([(x, 742), (x + 96, 738), (x + 108, 764), (x - 6, 766)], WHITE)
        s.disc(x + 50, 750, 8, colour)
    s.person(230, 660, SKIN[4], tint(GREEN, 0.9), "#15110f", 1, 235, 80)
    s.person(1370, 650, SKIN[0], tint(MARGIN, 0.9), "#d8d2c6", 1.02, 235, 80)
    return s


_DRAWINGS: dict[str, Callable[[], Sheet]] = {
    "print-shop": print_shop,
    "paper-stack": paper_stack,
    "van": van,
    "notebook": notebook,
    "glasses": glasses,
    "hands": hands,
    "workshop": workshop,
    "desk": desk,
    "screens": screens,
    "market": market,
}

PICTURES: dict[str, dict[str, dict[str, str]]] = {
    "print-shop": {
        "title": {"fr": "L’atelier d’impression", "en": "The print shop"},
        "alt": {
            "fr": "Un atelier d’imprimerie : une machine, des piles de papier, une fenêtre sur les collines.",
            "en": "A print shop: a press, piles of paper, a window on the hills.",
        },
    },
    "paper-stack": {
        "title": {"fr": "Trois grammages", "en": "Three weights of paper"},
        "alt": {
            "fr": "Trois piles de papier de hauteurs différentes à côté d’une règle.",
            "en": "Three stacks of paper of different heights beside a ruler.",
        },
    },
    "van": {
        "title": {"fr": "La tournée du jeudi", "en": "Thursday’s round"},
        "alt": {"fr": "Une camionnette sur une route de collines.", "en": "A van on a road in the hills."},
    },
    "notebook": {
        "title": {"fr": "Le cahier à marge rouge", "en": "The notebook with the red margin"},
        "alt": {
            "fr": "Sur une table de bois, un cahier ouvert avec deux remarques dans la marge, un crayon et une tasse.",
            "en": "On a wooden table an open notebook with two remarks in its margin, a pencil and a cup.",
        },
    },
    "glasses": {
        "title": {"fr": "Autour d’un verre", "en": "Over a drink"},
        "alt": {
            "fr": "Cinq personnes autour d’une table avec des verres et des feuilles de questions.",
            "en": "Five people round a table with glasses and sheets of questions.",
        },
    },
    "hands": {
        "title": {"fr": "Deux mains, une page", "en": "Two hands, one page"},
        "alt": {
            "fr": "Deux mains ouvertes devant une feuille lignée.",
            "en": "Two open hands in front of a ruled sheet.",
        },
    },
    "workshop": {
        "title": {"fr": "L’atelier de façonnage", "en": "The finishing workshop"},
        "alt": {
            "fr": "Trois personnes à des établis, des cartons sur des étagères, des blouses suspendues.",
            "en": "Three people at benches, boxes on shelves, overalls on hooks.",
        },
    },
    "desk": {
        "title": {"fr": "Le bureau des graphistes", "en": "The designers' desk"},
        "alt": {
            "fr": "Un bureau vu de dessus : un écran, un clavier, un cahier à marge rouge.",
            "en": "A desk seen from above: a screen, a keyboard, a notebook with a red margin.",
        },
    },
    "screens": {
        "title": {"fr": "La revue du vendredi", "en": "Friday’s review"},
        "alt": {
            "fr": "Deux écrans, l’un avec du code, l’autre avec un formulaire, et une plante.",
            "en": "Two screens, one with code, the other with a form, and a plant.",
        },
    },
    "market": {
        "title": {"fr": "Enquête au marché", "en": "Survey at the market"},
        "alt": {
            "fr": "Un stand d’enquête sur la place d’un village, quatre personnes, un clocher.",
            "en": "A survey stand on a village square, four people, a bell tower.",
        },
    },
}


def draw(key: str) -> bytes:
    """The picture as PNG; raises KeyError for an unknown key."""
    return _DRAWINGS[key]().png()
