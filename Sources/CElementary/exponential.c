#include "exponential.h"

ELEMENTARY double octavo_double_exp(double x) {
  if (x != x) return x + x;
  return exponential(x, 0);
}

ELEMENTARY double octavo_double_exp2(double x) {
  if (x != x) return x + x;
  if (x >= 1024) return __builtin_inf();
  if (x < -1080) return 0;
  double whole = __builtin_rint(x);
  pair r = exactProduct(x - whole, 0x1.62e42fefa39efp-1);
  r.low = fused(x - whole, 0x1.abc9e3b39803fp-56, r.low);
  pair e = exponentialOfSmall(r.high, r.low);
  return scaled(e.high + e.low, (int64_t)whole);
}
