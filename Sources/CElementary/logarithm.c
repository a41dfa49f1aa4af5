#include "logarithm.h"

ELEMENTARY double octavo_double_log(double x) {
  double limit;
  if (!hasLogarithm(x, &limit)) return limit;
  double n, m = significand(x, &n);
  pair y = plusExponent(n, logarithmNearOne(m - 1));
  return y.high + y.low;
}

ELEMENTARY double octavo_double_log1p(double x) {
  if (magnitude(x) < 0x1p-54) return x;
  if (x >= -0x1.2bec333018866p-2 && x <= 0x1.a827999fcef32p-2) {
    pair y = logarithmNearOne(x);
    return y.high + y.low;
  }
  pair sum = exactSum(1, x);
  double limit;
  if (!hasLogarithm(sum.high, &limit)) return limit;
  double n, m = significand(sum.high, &n);
  pair y = plusExponent(n, logarithmNearOne(m - 1));
  return y.high + (y.low + sum.low / sum.high);
}

ELEMENTARY double octavo_double_log2(double x) {
  static const pair inverse = {0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56};
  double limit;
  if (!hasLogarithm(x, &limit)) return limit;
  double n, m = significand(x, &n);
  pair y = multiply(preciseLogarithmNearOne(m - 1), inverse);
  pair sum = orderedSum(n, y.high);
  return sum.high + (sum.low + y.low);
}

ELEMENTARY double octavo_double_log10(double x) {
  static const pair inverse = {0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57};
  double limit;
  if (!hasLogarithm(x, &limit)) return limit;
  return multiply(preciseLogarithm(x), inverse).high;
}
