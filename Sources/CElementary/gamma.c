#include "logarithm.h"

/// What log Γ(x) has beyond Stirling's formula (DLMF 5.11.1), absolute error below 10⁻¹⁹ for x ≥ 12.
INLINE double stirlingRemainder(double x) {
  static const double terms[] = {-3617.0 / 122400, 1.0 / 156,  -691.0 / 360360, 1.0 / 1188,
                                 -1.0 / 1680,      1.0 / 1260, -1.0 / 360,      1.0 / 12};
  double inverse = 1 / x;
  return inverse * POLYNOMIAL(terms, inverse * inverse);
}

/// log Γ(x + rest) for x ≥ 12: (x − ½)(log x − 1) + ½ (log 2π − 1) and the remainder.
INLINE pair logGammaOfLarge(pair x) {
  static const pair constant = {0x1.acfe390c97d69p-2, 0x1.3494bc9001442p-56};
  pair logarithm = preciseLogarithm(x.high);
  logarithm.low += x.low / x.high;
  pair factor = add(x, (pair){-0.5, 0});
  pair product = multiply(factor, add(logarithm, (pair){-1, 0}));
  return add(add(product, constant), (pair){stirlingRemainder(x.high), 0});
}

ELEMENTARY double octavo_double_lgamma(double x) {
  if (x != x || x == __builtin_inf()) return x;
  if (x < 0) return __builtin_nan("");
  if (x == 0) return __builtin_inf();
  if (x == 1 || x == 2) return 0;
  if (x >= 0x1p1000) return x * (octavo_double_log(x) - 1);
  // Γ(x) = Γ(x + n) / (x (x + 1) … (x + n − 1)).
  pair shifted = {x, 0}, product = {1, 0};
  while (shifted.high < 12) {
    product = multiply(product, shifted);
    shifted = add(shifted, (pair){1, 0});
  }
  pair result = logGammaOfLarge(shifted);
  if (product.high != 1) {
    pair logarithm = preciseLogarithm(product.high);
    logarithm.low += product.low / product.high;
    result = add(result, (pair){-logarithm.high, -logarithm.low});
  }
  return result.high;
}
