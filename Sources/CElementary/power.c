#include "logarithm.h"

INLINE bool isWhole(double y) { return magnitude(y) >= 0x1p53 || y == (double)(int64_t)y; }
INLINE bool isOdd(double y) { return magnitude(y) < 0x1p53 && isWhole(y) && ((int64_t)y & 1) == 1; }

/// xʸ for positive finite x and finite y: exp(y log x), where the logarithm and the product are
/// pairs.
INLINE double positivePower(double x, double y) {
  pair logarithm = preciseLogarithm(x);
  double high = y * logarithm.high;
  if (magnitude(high) > 760) return high > 0 ? __builtin_inf() : 0;
  return exponential(high, fused(y, logarithm.low, fused(y, logarithm.high, -high)));
}

ELEMENTARY double octavo_double_pow(double x, double y) {
  const double infinity = __builtin_inf();
  if (y == 0 || x == 1) return 1;
  if (x != x || y != y) return x + y;
  double size = magnitude(x), power;
  if (magnitude(y) == infinity) return size == 1 ? 1 : (size > 1) == (y > 0) ? infinity : 0;
  if (size == 0 || size == infinity)
    power = (size == 0) == (y > 0) ? 0 : infinity;
  else if (x < 0 && !isWhole(y))
    return __builtin_nan("");
  else
    power = positivePower(size, y);
  return bitsOf(x) >> 63 != 0 && isOdd(y) ? -power : power;
}

ELEMENTARY double octavo_double_cbrt(double x) {
  if (x != x || x == 0 || magnitude(x) == __builtin_inf()) return x + x;
  double n, m = significand(magnitude(x), &n);
  int64_t exponent = (int64_t)n, third = (exponent + 3000) / 3 - 1000;
  m *= (double)(1 << (exponent - 3 * third));
  double root = exponential(preciseLogarithm(m).high / 3, 0);
  // A step of Newton's method from an exact remainder.
  pair square = exactProduct(root, root);
  double remainder = fused(-square.low, root, fused(-square.high, root, m));
  root += remainder / (3 * square.high);
  return __builtin_copysign(scaled(root, third), x);
}
