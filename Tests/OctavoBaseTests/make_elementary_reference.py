"""Writes elementary_reference.txt: arguments and values of elementary functions, computed by mpmath.

Each line has a function's name, its arguments, the double nearest to the value and what the value
has beyond it, in units in the last place. Run in an environment with mpmath.
"""
import math
import pathlib
import random
import struct

import mpmath
from mpmath import mpf

mpmath.mp.prec = 1400
draw = random.Random(1)
lines = []


def nearest(value):
    """The nearest double, and the rest in units in its last place."""
    if value == 0:
        return 0.0, 0.0
    exponent = max(int(mpmath.frexp(value)[1]) - 53, -1074)
    result = math.ldexp(int(mpmath.nint(mpmath.ldexp(value, -exponent))), exponent)
    return result, float((value - mpf(result)) / mpf(math.ulp(result)))


def add(name, function, *arguments):
    value, rest = nearest(function(*map(mpf, arguments)))
    shown = " ".join(x.hex() for x in (*arguments, value))
    lines.append(f"{name} {shown} {rest:.4f}")


def spread(low, high):
    """Numbers between two positive ones, as many of each size."""
    return math.exp(draw.uniform(math.log(low), math.log(high)))


def signed(x):
    return draw.choice([-1, 1]) * x


def any_positive():
    bits = draw.getrandbits(63) % 0x7FF0000000000000
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def many(name, function, *draws, count=50):
    for argument in draws:
        for _ in range(count):
            add(name, function, argument())


def least():
    """A subnormal number."""
    return draw.randrange(1, 2**52) * 2.0**-1074


many("exp", mpmath.exp, lambda: draw.uniform(-708, 709.78), lambda: draw.uniform(-1, 1),
     lambda: signed(spread(1e-20, 1)))
many("exp", mpmath.exp, lambda: draw.uniform(-745.1, -708), count=20)
many("exp2", lambda x: mpf(2)**x, lambda: draw.uniform(-1022, 1023.99), lambda: draw.uniform(-1, 1))
many("exp2", lambda x: mpf(2)**x, lambda: draw.uniform(-1074, -1022), count=20)

near_one = lambda: 1 + signed(spread(2**-52, 0.4))
for name, base in ("log", mpmath.e), ("log2", 2), ("log10", 10):
    function = lambda x: mpmath.log(x) / mpmath.log(base)
    many(name, function, any_positive, near_one, lambda: spread(1e-3, 1e3))
    many(name, function, least, count=10)
for exponent in range(-1074, 1024, 61):
    add("log2", lambda x: mpmath.log(x, 2), 2.0**exponent)
for exponent in range(23):
    add("log10", mpmath.log10, 10.0**exponent)
many("log1p", mpmath.log1p, lambda: signed(spread(1e-300, 1e-10)), lambda: signed(spread(1e-10, 0.99)),
     lambda: spread(1, 1.7e308), lambda: spread(2**-53, 1e-2) - 1)


def power(x, y):
    add("pow", lambda x, y: x**y, x, y)


for _ in range(60):
    power(spread(1e-3, 1e3), draw.uniform(-100, 100))
    power(1 + signed(spread(2**-52, 0.4)), signed(spread(1, 1e3)))
    power(any_positive(), signed(draw.uniform(0.01, 1)))
    power(-float(draw.randrange(1, 100)), float(draw.randrange(-20, 20)))
for exponent in range(-323, 309, 7):
    power(10.0, float(exponent))
for _ in range(20):
    power(spread(1e-308, 1e-290), draw.uniform(1, 1.05))
for exponent in range(23):
    power(10.0, float(exponent))
power(1 + 2.0**-52, 2.0**61)
power(1 - 2.0**-53, 2.0**62)
many("cbrt", lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)), lambda: signed(any_positive()),
     lambda: signed(draw.uniform(1, 8)), lambda: float(draw.randrange(1, 200_000))**3)
many("cbrt", lambda x: mpmath.cbrt(x), least, count=10)

for name, function in ("sin", mpmath.sin), ("cos", mpmath.cos):
    many(name, function, lambda: draw.uniform(-7, 7), lambda: signed(spread(1e-10, 2**30)),
         lambda: signed(spread(2**30, 1.7e308)),
         lambda: float(mpmath.pi / 2 * draw.randrange(1, 10**int(draw.uniform(1, 14)))))
    # The double that is nearest to a multiple of half π.
    add(name, function, math.ldexp(6381956970095103, 797))
    for exponent in range(28, 33):
        add(name, function, 2.0**exponent)

many("erf", mpmath.erf, lambda: signed(spread(1e-300, 1)), lambda: draw.uniform(-1, 1),
     lambda: draw.uniform(-6.5, 6.5))
many("erfc", mpmath.erfc, lambda: draw.uniform(-6, 0.5), lambda: draw.uniform(0.4, 1.5),
     lambda: draw.uniform(1, 26.5))
many("erfc", mpmath.erfc, lambda: draw.uniform(26.5, 27.2), count=20)
many("lgamma", mpmath.loggamma, lambda: spread(1e-300, 0.5), lambda: draw.uniform(0.5, 3),
     lambda: draw.uniform(3, 13), lambda: spread(13, 1e4), lambda: spread(1e4, 1e305))
many("lgamma", mpmath.loggamma, lambda: 1 + signed(spread(2**-52, 0.1)),
     lambda: 2 + signed(spread(2**-51, 0.1)), count=20)

path = pathlib.Path(__file__).parent / "elementary_reference.txt"
path.write_text("\n".join(lines) + "\n")
