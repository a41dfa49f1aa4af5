// The logarithms that several families need.

#ifndef OCTAVO_LOGARITHM_H
#define OCTAVO_LOGARITHM_H

#include "exponential.h"

/// x = 2ⁿ m with m within [√½, √2), for positive finite x.
INLINE double significand(double x, double *n) {
  int64_t lowered = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    lowered = 54;
  }
  uint64_t bits = bitsOf(x);
  int64_t exponent = (int64_t)(bits - 0x3FE6A09E667F3BCD) >> 52;
  *n = (double)(exponent - lowered);
  return ofBits(bits - ((uint64_t)exponent << 52));
}

/// s = f / (2 + f), of which log(1 + f) = 2 atanh(s) is a series.
INLINE pair halfTangent(double f) {
  double divisor = 2 + f, rounding = f - (divisor - 2);
  double inverse = 1 / divisor, s = f * inverse;
  return (pair){s, fused(-s, rounding, fused(-s, divisor, f)) * inverse};
}

/// log(1 + f) for f within [√½ − 1, √2 − 1], relative error 2⁻⁵⁹, from the series of atanh of
/// degree 21, whose remainder is 10⁻¹⁸ of it.
INLINE pair logarithmNearOne(double f) {
  static const double first[] = {2.0 / 19, 2.0 / 15, 2.0 / 11, 2.0 / 7, 2.0 / 3};
  static const double second[] = {2.0 / 21, 2.0 / 17, 2.0 / 13, 2.0 / 9, 2.0 / 5};
  pair s = halfTangent(f);
  double square = s.high * s.high, fourth = square * square;
  double series = fused(square, POLYNOMIAL(second, fourth), POLYNOMIAL(first, fourth));
  return (pair){2 * s.high, fused(s.high * square, series, 2 * s.low)};
}

/// n ln 2 + y with the accuracy of y, where n is 0 or |n ln 2| ≥ |y|.
INLINE pair plusExponent(double n, pair y) {
  pair sum = orderedSum(n * ln2High, y.high);
  return (pair){sum.high, sum.low + fused(n, ln2Low, y.low)};
}

/// log(1 + f) as above, with a relative error below 2⁻⁶⁸: the first terms of the series are pairs,
/// and the series has degree 27.
INLINE pair preciseLogarithmNearOne(double f) {
  static const double last[] = {1.0 / 27, 1.0 / 25, 1.0 / 23, 1.0 / 21, 1.0 / 19, 1.0 / 17,
                                1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9,  1.0 / 7};
  static const pair fifth = {0x1.999999999999ap-3, -0x1.999999999999ap-57};
  static const pair third = {0x1.5555555555555p-2, 0x1.5555555555555p-56};
  pair s = halfTangent(f);
  s = orderedSum(s.high, s.low);
  pair square = multiply(s, s);
  pair series = add(fifth, exactProduct(square.high, POLYNOMIAL(last, square.high)));
  series = multiply(square, add(third, multiply(square, series)));
  pair rest = multiply(s, series);
  pair sum = orderedSum(s.high, rest.high);
  return (pair){2 * sum.high, 2 * (sum.low + (s.low + rest.low))};
}

/// log x for positive finite x, relative error below 2⁻⁶⁸.
INLINE pair preciseLogarithm(double x) {
  double n, m = significand(x, &n);
  pair y = plusExponent(n, preciseLogarithmNearOne(m - 1));
  return orderedSum(y.high, y.low);
}

/// Whether x is positive and finite; `*limit` receives the logarithm of others.
INLINE bool hasLogarithm(double x, double *limit) {
  if (x > 0 && x < __builtin_inf()) return true;
  *limit = x == 0 ? -__builtin_inf() : x < 0 ? __builtin_nan("") : x + x;
  return false;
}

#endif
