// The exponential that several families need.

#ifndef OCTAVO_EXPONENTIAL_H
#define OCTAVO_EXPONENTIAL_H

#include "pair.h"

// ln 2, whose high part has 42 bits, so that its products with exponents are exact.
static const double ln2High = 0x1.62e42fefa3800p-1, ln2Low = 0x1.ef35793c76730p-45;

/// exp(r + rest) for |r| ≤ 0.35 and a rest below half a unit in the last place of r, relative error
/// 2⁻⁵⁹, from the Taylor series of degree 13, whose remainder is below 5 · 10⁻¹⁸. Terms up to the
/// square are pairs; odd and even powers beyond run side by side.
INLINE pair exponentialOfSmall(double r, double rest) {
  static const double even[] = {1.0 / 479001600, 1.0 / 3628800, 1.0 / 40320, 1.0 / 720, 1.0 / 24};
  static const double odd[] = {1.0 / 6227020800, 1.0 / 39916800, 1.0 / 362880,
                               1.0 / 5040,       1.0 / 120,      1.0 / 6};
  pair square = exactProduct(r, r);
  double evenSeries = square.high * POLYNOMIAL(even, square.high);
  double series = square.high * fused(r, POLYNOMIAL(odd, square.high), evenSeries);
  pair first = orderedSum(1, r), second = orderedSum(first.high, 0.5 * square.high);
  double low = (first.low + second.low) + fused(0.5, square.low, series);
  return (pair){second.high, fused(rest, second.high, low)};
}

/// exp(x + rest) = 2ⁿ (high + low) for |x| ≤ 800 and a small rest.
INLINE pair exponentialParts(double x, double rest, int64_t *n) {
  double whole = __builtin_rint(x * 0x1.71547652b82fep+0);
  double near = fused(-whole, ln2High, x), far = fused(whole, ln2Low, -rest);
  double r = near - far;
  *n = (int64_t)whole;
  return exponentialOfSmall(r, (near - r) - far);
}

/// exp(x + rest) for any x but NaN.
INLINE double exponential(double x, double rest) {
  if (x > 710) return __builtin_inf();
  if (x < -750) return 0;
  int64_t n;
  pair e = exponentialParts(x, rest, &n);
  return scaled(e.high + e.low, n);
}

#endif
