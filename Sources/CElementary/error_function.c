#include "exponential.h"

static const pair twoOverRootPi = {0x1.20dd750429b6dp+0, 0x1.1ae3a914fed80p-56};

/// erf(x) for |x| ≤ ⅝ by the Taylor series of degree 29 (DLMF 7.6.1), whose remainder is below
/// 2 · 10⁻²⁰ of it.
INLINE pair errorFunctionOfSmall(double x) {
  static const double terms[] = {
      1.0 / 2528170444800, -1.0 / 168129561600, 1.0 / 11975040000, -1.0 / 918086400, 1.0 / 76204800,
      -1.0 / 6894720,      1.0 / 685440,        -1.0 / 75600,      1.0 / 9360,       -1.0 / 1320,
      1.0 / 216,           -1.0 / 42,           1.0 / 10,          -1.0 / 3};
  double square = x * x;
  double series = square * POLYNOMIAL(terms, square);
  pair first = exactProduct(x, twoOverRootPi.high);
  double low = fused(x, twoOverRootPi.low, fused(first.high, series, first.low));
  return orderedSum(first.high, low);
}

/// erfc(x) for x ≥ ½: exp(−x²) p(t) / (1 + 2x) with t = (x − 4½) / (x + 3½), which maps ½ … ∞ to
/// −1 … 1 (after Shepherd and Laframboise 1981). p, of degree 23, interpolates
/// (1 + 2x) exp(x²) erfc(x) in Chebyshev's points, computed with 40 digits; its error is below
/// 4 · 10⁻¹⁸.
INLINE double complementOfLarge(double x) {
  static const double terms[] = {
      -0x1.3b22f9434238cp-35, -0x1.8a31ba5f19ef8p-33, 0x1.e7b9957c622b1p-32, 0x1.3a28dd03227f9p-29,
      -0x1.07d144310bb9ep-28, -0x1.39d81bbb745b2p-26, 0x1.2e9ae31f855efp-25, 0x1.0835e6b2b9fadp-23,
      -0x1.8a28d63afd79ap-22, -0x1.574735f106e12p-21, 0x1.0882a722a0fdbp-18, -0x1.69f193ec1684cp-21,
      -0x1.2cad08e8dc215p-15, 0x1.94e9836d19ebbp-14,  0x1.67089273baec5p-14, -0x1.7a758da4886f8p-10,
      0x1.7dd003b43fc8dp-8,   -0x1.f3af379ec4d0cp-7,  0x1.e065e5d0eee71p-6,  -0x1.51a138cf9b900p-5,
      0x1.1d36b86a34500p-5,   0x1.a4df354980c2ap-7,   -0x1.f1bc409c96986p-4};
  static const pair constant = {0x1.398fa42e218fbp+0, 0x1.b3832223d7385p-54};
  if (x > 28) return 0;
  double t = (x - 4.5) / (x + 3.5);
  pair p = orderedSum(constant.high, t * POLYNOMIAL(terms, t));
  pair divisor = exactSum(1, 2 * x);
  double quotient = p.high / divisor.high;
  double remainder = fused(-quotient, divisor.high, p.high) + (p.low + constant.low);
  double rest = fused(-quotient, divisor.low, remainder) / divisor.high;
  pair square = exactProduct(x, x);
  int64_t n;
  pair e = exponentialParts(-square.high, -square.low, &n);
  double low = fused(e.low, quotient, e.high * rest);
  pair result = exactProduct(e.high, quotient);
  // At least ½, as `scaled` asks.
  return scaled(64 * (result.high + (result.low + low)), n - 6);
}

ELEMENTARY double octavo_double_erf(double x) {
  if (x != x || x == 0) return x + x;
  if (magnitude(x) <= 0.625) {
    pair y = errorFunctionOfSmall(x);
    return y.high + y.low;
  }
  return __builtin_copysign(1 - complementOfLarge(magnitude(x)), x);
}

ELEMENTARY double octavo_double_erfc(double x) {
  if (x != x) return x + x;
  if (x < -0.625) return 2 - complementOfLarge(-x);
  if (x > 0.5) return complementOfLarge(x);
  pair y = errorFunctionOfSmall(x);
  pair difference = exactSum(1, -y.high);
  return difference.high + (difference.low - y.low);
}
