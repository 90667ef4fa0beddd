"""Units as printed, their bases, and exact amounts in the canonical unit of each basis.

A basis is what an amount is counted against: a mass fraction and an amount per serving are different quantities, and
what crosses between them is in `registry.model.crossing`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from registry.errors import UnknownUnitError
from registry.remembered import remembered


class Basis(StrEnum):
    """What an amount is counted against. The canonical unit of each is in CANONICAL."""

    MASS_FRACTION = "mass_fraction"
    """By mass of the sample as received."""
    MASS_FRACTION_DRY = "mass_fraction_dry"
    """By mass of the dried sample: crossing needs the moisture."""
    PER_VOLUME = "per_volume"
    PER_SERVING = "per_serving"
    PER_UNIT = "per_unit"
    PER_PACKAGE = "per_package"
    PER_DAY = "per_day"
    COUNT_PER_MASS = "count_per_mass"
    COUNT_PER_VOLUME = "count_per_volume"
    MPN_PER_MASS = "mpn_per_mass"
    MPN_PER_VOLUME = "mpn_per_volume"
    PRESENCE = "presence"
    """Absent or present in a stated test portion."""
    SHARE_OF_ALKALOIDS = "share_of_alkaloids"
    SHARE_OF_CLAIM = "share_of_claim"
    DENSITY = "density"
    PURE_NUMBER = "pure_number"
    """Water activity, pH, a ratio."""
    UNKNOWN = "unknown"


CANONICAL: Final[dict[Basis, str]] = {
    Basis.MASS_FRACTION: "mg/g",
    Basis.MASS_FRACTION_DRY: "mg/g dry",
    Basis.PER_VOLUME: "mg/mL",
    Basis.PER_SERVING: "mg/serving",
    Basis.PER_UNIT: "mg/unit",
    Basis.PER_PACKAGE: "mg/package",
    Basis.PER_DAY: "mg/day",
    Basis.COUNT_PER_MASS: "CFU/g",
    Basis.COUNT_PER_VOLUME: "CFU/mL",
    Basis.MPN_PER_MASS: "MPN/g",
    Basis.MPN_PER_VOLUME: "MPN/mL",
    Basis.PRESENCE: "presence",
    Basis.SHARE_OF_ALKALOIDS: "% of alkaloids",
    Basis.SHARE_OF_CLAIM: "% of claim",
    Basis.DENSITY: "g/mL",
    Basis.PURE_NUMBER: "1",
    Basis.UNKNOWN: "unknown",
}

SHARES: Final = frozenset({Basis.SHARE_OF_ALKALOIDS, Basis.SHARE_OF_CLAIM})
"""Bases that are no amount of an analyte but its share of something else."""
COUNTS: Final = frozenset({Basis.COUNT_PER_MASS, Basis.COUNT_PER_VOLUME, Basis.MPN_PER_MASS, Basis.MPN_PER_VOLUME})
"""Bases that count organisms."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `amount(value)` is in the canonical unit of its basis.

    `ambiguous` marks a bare %, ppm or ppb: a mass fraction for a solid, an unknown basis for a liquid.
    `log10` marks a unit whose number is the decimal logarithm of the count ("4.2 log CFU/g").
    """

    symbol: str
    basis: Basis
    factor: Decimal
    ambiguous: bool = False
    log10: bool = False

    def amount(self, value: Decimal) -> Decimal:
        """`value` in this unit as an amount in the canonical unit of its basis."""
        return (Decimal(10) ** value if self.log10 else value) * self.factor

    @property
    def canonical(self) -> str:
        return CANONICAL[self.basis]

    def for_dried(self) -> Unit:
        """The same unit by the mass of the dried sample; a unit of another basis than a mass fraction as it is."""
        if self.basis is not Basis.MASS_FRACTION:
            return self
        return Unit(f"{self.symbol} (dry weight)", Basis.MASS_FRACTION_DRY, self.factor)

    def for_liquid(self) -> Unit:
        """The same unit as printed for a liquid: a bare %, ppm or ppb then has an unknown basis."""
        return Unit(self.symbol, Basis.UNKNOWN, Decimal(1)) if self.ambiguous else self


_MASS_IN_MG: Final = {
    "kg": Decimal(1_000_000),
    "g": Decimal(1000),
    "mg": Decimal(1),
    "ug": Decimal("0.001"),
    "ng": Decimal("0.000001"),
    "pg": Decimal("0.000000001"),
}
_MASS_DENOMINATOR_IN_G: Final = {"kg": Decimal(1000), "g": Decimal(1), "mg": Decimal("0.001"), "100g": Decimal(100)}
_VOLUME_IN_ML: Final = {"l": Decimal(1000), "dl": Decimal(100), "ml": Decimal(1), "100ml": Decimal(100)}
# Words that stand for "one serving", "one unit" and "one package" in result columns, in the languages read so far.
_PIECES: Final = {
    Basis.PER_SERVING: (
        "serving", "servingsize", "scoop", "serv", "srv", "svg", "dose", "dosis", "porce", "portion", "racion", "ración", "porcion",
        "porción", "porção", "porzione", "portie", "sajian",
    ),
    Basis.PER_UNIT: (
        "unit", "units", "ea", "each", "tablet", "tab", "tableta", "capsule", "cap", "caps", "kapsle", "kapsel", "pill", "piece", "pc",
        "gummy", "shot", "bottle", "stick", "chew", "softgel", "item", "pastille", "tablette", "comprimé", "comprimido", "compressa",
        "capsula", "cápsula", "gélule", "kapsul", "tobolka", "kus", "ks", "stück", "stuk", "unité", "unidad", "unidade", "unità",
        "einheit", "pieza", "pièce", "vial", "cartridge", "sachet", "bar", "cookie", "flasche", "flacon", "botella", "frasco", "láhev",
        "lahvička", "botol", "fles", "bottiglia", "garrafa", "butelka", "tabletka", "kapsułka", "sobre", "beutel", "sáček", "bustina",
        "saszetka", "sztuka", "preroll", "pre-roll", "joint", "teabag", "stickpack", "lozenge", "syringe", "suppository", "patch",
    ),
    Basis.PER_PACKAGE: (
        "package", "pkg", "pack", "container", "cont", "pouch", "jar", "bag", "packaging", "baleni", "balení", "envase", "verpackung",
        "packung", "emballage", "kemasan", "verpakking", "confezione", "embalagem", "opakowanie",
    ),
    Basis.PER_DAY: ("day", "d", "daily"),
}  # fmt: skip
_EXACT: Final[dict[str, Unit]] = {
    "%": Unit("%", Basis.MASS_FRACTION, Decimal(10), ambiguous=True),
    "%w/w": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "%m/m": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "%p/p": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "%(p/p)": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "%b/b": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "%(b/b)": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "%(w/w)": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "%(m/m)": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "w/w%": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "wt%": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "%wt": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "weight%": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "mass%": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "%mass": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "%byweight": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "%hm": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "hm%": Unit("% w/w", Basis.MASS_FRACTION, Decimal(10)),
    "%w/v": Unit("% w/v", Basis.PER_VOLUME, Decimal(10)),
    "%m/v": Unit("% w/v", Basis.PER_VOLUME, Decimal(10)),
    "%(w/v)": Unit("% w/v", Basis.PER_VOLUME, Decimal(10)),
    "ppm": Unit("ppm", Basis.MASS_FRACTION, Decimal("0.001"), ambiguous=True),
    "ppb": Unit("ppb", Basis.MASS_FRACTION, Decimal("0.000001"), ambiguous=True),
    "g/ml": Unit("g/mL", Basis.DENSITY, Decimal(1)),
    "g/cm3": Unit("g/mL", Basis.DENSITY, Decimal(1)),
    "aw": Unit("aw", Basis.PURE_NUMBER, Decimal(1)),
    "activity": Unit("aw", Basis.PURE_NUMBER, Decimal(1)),
    "wateractivity": Unit("aw", Basis.PURE_NUMBER, Decimal(1)),
    "ph": Unit("pH", Basis.PURE_NUMBER, Decimal(1)),
    "su": Unit("SU", Basis.PURE_NUMBER, Decimal(1)),  # standard units, in which pH is stated
    "phunits": Unit("pH", Basis.PURE_NUMBER, Decimal(1)),
    "phunit": Unit("pH", Basis.PURE_NUMBER, Decimal(1)),
    "standardunits": Unit("SU", Basis.PURE_NUMBER, Decimal(1)),
    "stdunits": Unit("SU", Basis.PURE_NUMBER, Decimal(1)),
    "unitàph": Unit("pH", Basis.PURE_NUMBER, Decimal(1)),
    "unitàdiph": Unit("pH", Basis.PURE_NUMBER, Decimal(1)),
    "unidadesph": Unit("pH", Basis.PURE_NUMBER, Decimal(1)),
    "unidadesdeph": Unit("pH", Basis.PURE_NUMBER, Decimal(1)),
    "unitésph": Unit("pH", Basis.PURE_NUMBER, Decimal(1)),
    "ph-einheiten": Unit("pH", Basis.PURE_NUMBER, Decimal(1)),
    "1": Unit("1", Basis.PURE_NUMBER, Decimal(1)),
    "%ofalkaloids": Unit("% of alkaloids", Basis.SHARE_OF_ALKALOIDS, Decimal(1)),
    "%oftotalalkaloids": Unit("% of alkaloids", Basis.SHARE_OF_ALKALOIDS, Decimal(1)),
    "%oflabelclaim": Unit("% of claim", Basis.SHARE_OF_CLAIM, Decimal(1)),
    "%labelclaim": Unit("% of claim", Basis.SHARE_OF_CLAIM, Decimal(1)),
    "%lc": Unit("% of claim", Basis.SHARE_OF_CLAIM, Decimal(1)),
    "%oflabel": Unit("% of claim", Basis.SHARE_OF_CLAIM, Decimal(1)),
    "%ofclaim": Unit("% of claim", Basis.SHARE_OF_CLAIM, Decimal(1)),
    "presence": Unit("presence", Basis.PRESENCE, Decimal(1)),
}
BARE_COUNTS: Final = frozenset({"count", "counts", "pcs"})
"""What is counted one by one: insects, seeds. Elsewhere than in a column of units the words name a test or a heading ("Plate Count")."""
_BARE: Final = (
    *BARE_COUNTS, "kg", "g", "mg", "ug", "ng", "pg", "l", "ml", "oz", "floz", "cfu", "cfus", "mpn", "kbe", "ktj", "jtk", "ufc",
    "min", "mins", "minute", "minutes", "minuten", "minut", "minuty", "minutos", "menit", "sec", "seconds", "hrs", "hours",
    "kp", "scu", "°bx", "°brix", "ntu", "cp", "cps", "mpas", "kcal", "kj", "iu", "iu/g", "iu/kg", "eu/g", "eu/ml", "meq/kg", "meqo2/kg",
    "mgkoh/g", "mm", "cm", "um", "%rh", "kcal/100g", "kcal/100ml", "kcal/g", "kcal/kg", "kj/100g", "kj/100ml", "kj/g", "kj/kg", "ml/100g",
    "ml/kg", "ul/g", "asta", "shu",
)  # fmt: skip
"""Masses alone, minutes, hardness and other figures that are no amount of a substance in a sample: kept as printed, never compared.

Months and degrees say how a sample is kept; they are no units of results."""
_EXACT.update(
    {
        key: Unit(
            {"ug": "µg", "ml": "mL", "l": "L", "floz": "fl oz", "um": "µm", "asta": "ASTA", "shu": "SHU"}.get(key, key),
            Basis.UNKNOWN,
            Decimal(1),
        )
        for key in _BARE
    }
)
BY_VOLUME: Final = "% v/v"
"""A share of the volume: the strength of what holds alcohol. No amount of mass without that substance's own density."""
_EXACT.update(
    dict.fromkeys(
        (
            "%v/v",
            "%(v/v)",
            "v/v%",
            "%vol",
            "vol%",
            "vol-%",
            "%(vol)",
            "%vol/vol",
            "%byvol",
            "%byvolume",
            "%abv",
            "%obj",
            "obj%",
            "ml/100ml",
        ),
        Unit(BY_VOLUME, Basis.UNKNOWN, Decimal(1)),
    )
)
# CFU in the languages read so far: KTJ is Czech and Slovak, JTK Polish, KBE German, UFC Spanish, French, Italian, Portuguese and Romanian,
# KVE Dutch, koloni Indonesian, TKE Hungarian, KOB Turkish, PMY Finnish, KDE Danish, КОЕ Bulgarian.
# MPN: NMP in Spanish, Portuguese and Italian, NPP in French, APM in Indonesian, EMS in Turkish.
_COUNT: Final = re.compile(
    r"(?P<log>log(?:10)?)?\(?(?P<count>cfu|ktj|jtk|kbe|kve|ufc|koloni|tke|kob|pmy|kde|кое|mpn|nmp|npp|apm|ems)\)?/(?P<n>10|25|100)?(?P<portion>mg|g|ml)\)?"
)
_DRY: Final = (
    r"dryweightbasis|dryweight|drybasis|drymatter|drywt|dried|dry|dwb|dmb|dw|dm|sušiny|sušina|vsušině|nasušinu|trockenmasse|trockensubstanz|its|ts|tm"
    r"|basedryweight|matièresèche|materiaseca|drogestof|sostanzasecca|baseseca|bk|bobotkering"
)
_WATER_REMARK: Final = re.compile(
    rf"(?<=[%gbmw),;(-])\(?(?:(?P<dry>{_DRY})|(?P<wet>asreceived|asis|wetweight|wetbasis|wet|freshweight|fw)(?:basis)?|w/w|m/m|wt/wt)\)?$"
)


def unit_key(text: str) -> str:
    """The text of a unit without what printers vary: case, spaces, the three micro signs, `mcg`, `per`, full stops, exponents."""
    key = text.lower()
    if not key.isascii():
        key = unicodedata.normalize("NFKC", text).lower().replace("μ", "u").replace("µ", "u").replace("⁻¹", "-1").replace("−", "-")
    if not key.isalnum():
        key = _NO_PART.sub("", key)
    key = key.replace("mcg", "ug")
    if key.endswith("-1"):
        key = _INVERSE.sub(r"/\1", key)
    if key.startswith("(") and key.endswith(")"):
        key = key[1:-1]
    if "per" in key and key not in _EXACT and not key.startswith("%"):
        key = _PER.sub("/", key)
    if len(key) > _SHORTEST_WRITTEN_OUT and "/" in key:
        key = _WRITTEN_OUT.sub(lambda m: m[1] + ("k" if m[2] else "") + ("g" if m[3] else "ml" if m[4] else "l"), key)
    return key


_NO_PART: Final = re.compile(r"[\s.*\[\]]+")
_INVERSE: Final = re.compile(r"(?<=[a-z])[·.]?(k?g|ml|l)-1$")
_SHORTEST_WRITTEN_OUT: Final = 6
_WRITTEN_OUT: Final = re.compile(r"(?<=/)(\d*)(kilo)?(?:(gram(?:s|m|mes?|os?)?)|(milli)?lit(?:er|re)s?)$")
_PER: Final = re.compile(r"(?<=[a-z])per(?=[a-z\d])")


def parse_unit(text: str) -> Unit:
    """The unit that `text` prints, e.g. ``mg/g``, ``µg/kg``, ``% hm.``, ``mcg per serving``, ``log10 CFU/g``, ``ppm (dry weight)``.

    A bare mass or volume ("mg") is a unit of unknown basis. Raises UnknownUnitError where the table does not know the unit;
    nothing is guessed.
    """
    unit = find_unit(text)
    if unit is None:
        raise UnknownUnitError(
            f"The unit {text!r} is not in the unit table.",
            next_step="Choose a known unit for this value, or add the unit to registry/model/units.py with its definition.",
        )
    return unit


@remembered(4096)
def find_unit(text: str) -> Unit | None:
    """The unit that `text` prints (see `parse_unit`); None where the table does not know it."""
    key = unit_key(text)
    if (unit := _EXACT.get(key)) is not None or not _SHARE.search(key):
        return unit
    return (
        _count_unit(key)
        or _mass_unit(key)
        or (None if _FRACTION.search(text) else _portion_unit(key))
        or _per_portion(key)
        or _remarked(key)
        or _per_thing(text, key)
    )


_SHARE: Final = re.compile(r"[/%]|pp[mb]|^per|^(?:p(?:or|ro|ar|our)|je|na)\d")
"""What every unit that is made of parts holds; most texts asked for are words."""


_FRACTION: Final = re.compile(r"\d[.,]\d")
"""A portion such as 2.5 mL, whose point a unit's key does not keep."""


def _portion_unit(key: str) -> Unit | None:
    """A mass in a portion of several grams, millilitres or pieces: "mg/5ml", "mg/2capsules"."""
    m = _PORTION.fullmatch(key)
    if m is None:
        return None
    one = m["one"] if m["one"] in _VOLUME_IN_ML or m["one"] in _MASS_DENOMINATOR_IN_G else m["one"].removesuffix("s")
    unit = _mass_unit(f"{m['over']}/{one}") or _mass_unit(f"{m['over']}/{one.removesuffix('ie')}y")
    if unit is None or int(m["n"] or 1) == 0:
        return None
    shown = f"{m['n']} {m['one'].replace('ml', 'mL')}" if m["n"] else m["one"]
    return Unit(f"{m['over'].replace('ug', 'µg')}/{shown}", unit.basis, unit.factor / int(m["n"] or 1))


_PORTION: Final = re.compile(r"(?P<over>[kmunp]?g)/(?P<n>\d{1,3})?(?P<one>[^\W\d]{1,12})")


def _per_portion(key: str) -> Unit | None:
    """ "/25 g": so many of whatever is counted in that portion."""
    m = _PER_PORTION.fullmatch(key)
    return Unit(f"/{m['n'] or ''}{' ' if m['n'] else ''}{m['of'].replace('ml', 'mL')}", Basis.UNKNOWN, Decimal(1)) if m else None


def says_per_portion(text: str) -> bool:
    """Whether a unit says only in how much of the sample something is counted: "per 100 g", "/25 g"."""
    return _PER_PORTION.fullmatch(unit_key(text)) is not None


_PER_PORTION: Final = re.compile(r"(?:/|per|(?:p(?:or|ro|ar|our)|je|na)(?=\d))(?P<n>\d{1,3})?(?P<of>g|ml)")


def _remarked(key: str) -> Unit | None:
    """A unit with a remark on the sample's water: "mg/g(dryweight)", "%dwb", "ppmasreceived"."""
    m = _WATER_REMARK.search(key)
    if m is None:
        return None
    bare = key[: m.start()].rstrip("(,;-")
    unit = _EXACT.get(bare) or _mass_unit(bare)
    if unit is None or unit.basis is not Basis.MASS_FRACTION:
        return None
    if m["dry"]:
        return unit.for_dried()
    return Unit(unit.symbol, unit.basis, unit.factor)


@remembered(4096)
def without_water(text: str) -> tuple[str, bool]:
    """The unit as printed without what says by which mass it counts, and whether that is the dried sample's.

    "% (dry)" -> "%", True; "mg/g (as received)" -> "mg/g", False; "ppm w/w" as it is.
    """
    unit, remark = find_unit(text), _WATER_REMARK.search(unit_key(text))
    if unit is None or remark is None or not (remark["dry"] or remark["wet"]):
        return text, False
    starts = (text[:end].rstrip(" (,;-") for end in range(len(text) - 1, 0, -1))
    bare = (
        start for start in starts if (found := find_unit(start)) and found.basis is Basis.MASS_FRACTION and without_water(start)[0] == start
    )
    return next(bare, text), unit.basis is Basis.MASS_FRACTION_DRY


def _count_unit(key: str) -> Unit | None:
    """CFU or MPN in a portion, or their decimal logarithm."""
    m = _COUNT.fullmatch(key)
    if m is None:
        return None
    number, by_mass = Decimal(m["n"] or 1), m["portion"].endswith("g")
    portion = number / 1000 if m["portion"] == "mg" else number
    name, shown = ("MPN" if m["count"] in ("mpn", "nmp", "npp", "apm") else "CFU"), {"ml": "mL"}.get(m["portion"], m["portion"])
    basis = {
        ("CFU", True): Basis.COUNT_PER_MASS,
        ("CFU", False): Basis.COUNT_PER_VOLUME,
        ("MPN", True): Basis.MPN_PER_MASS,
        ("MPN", False): Basis.MPN_PER_VOLUME,
    }[name, by_mass]
    symbol = f"{name}/{m['n'] + ' ' if m['n'] else ''}{shown}"
    return Unit(f"log10 {symbol}" if m["log"] else symbol, basis, 1 / portion, log10=bool(m["log"]))


def _mass_unit(key: str) -> Unit | None:
    """A mass per mass, volume or piece."""
    over, slash, under = key.partition("/")
    if not slash or over not in _MASS_IN_MG:
        return None
    if under in _MASS_DENOMINATOR_IN_G:
        return Unit(_pretty(over, under), Basis.MASS_FRACTION, _MASS_IN_MG[over] / _MASS_DENOMINATOR_IN_G[under])
    if under in _VOLUME_IN_ML:
        return Unit(_pretty(over, under), Basis.PER_VOLUME, _MASS_IN_MG[over] / _VOLUME_IN_ML[under])
    for basis, words in _PIECES.items():
        if under in words:
            return Unit(_pretty(over, under), basis, _MASS_IN_MG[over])
    return None


def _per_thing(text: str, key: str) -> Unit | None:
    """A mass per one word that nobody told us of ("mg/zebra"): that thing's unit and no other's, kept as printed and never compared."""
    over, _, under = key.partition("/")
    return Unit(_pretty(over, under), Basis.UNKNOWN, Decimal(1)) if over in _MASS_IN_MG and _THING.search(text) else None


_THING: Final = re.compile(r"(?:/|\bp[eo]r\b) ?(?:[^\W\d_]{3,13}-)?[^\W\d_]{4,14}\s*[)\]]?$")


def _pretty(over: str, under: str) -> str:
    return f"{over.replace('ug', 'µg')}/{ {'l': 'L', 'ml': 'mL', 'dl': 'dL', '100ml': '100 mL', '100g': '100 g'}.get(under, under) }"
