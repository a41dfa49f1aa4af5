// Sums of two doubles, which carry about 106 bits (Dekker 1971), and what else all families share.

#ifndef OCTAVO_PAIR_H
#define OCTAVO_PAIR_H

#include "CElementary.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

// Products and sums are fused where the code says so, and nowhere else.
#pragma STDC FP_CONTRACT OFF
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("fp-contract=off")
#endif

// Without the feature __builtin_fma would be a call of the system's library.
#if defined(__x86_64__)
#define ELEMENTARY __attribute__((target("fma")))
#else
#define ELEMENTARY
#endif
#define INLINE ELEMENTARY static inline __attribute__((always_inline))

/// The unevaluated sum of `high` and the much smaller `low`.
typedef struct {
  double high, low;
} pair;

INLINE double fused(double a, double b, double c) { return __builtin_fma(a, b, c); }
INLINE double magnitude(double x) { return __builtin_fabs(x); }

INLINE uint64_t bitsOf(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

INLINE double ofBits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/// a + b exactly, where |a| ≥ |b| or a is 0.
INLINE pair orderedSum(double a, double b) {
  double sum = a + b;
  return (pair){sum, b - (sum - a)};
}

/// a + b exactly (Knuth).
INLINE pair exactSum(double a, double b) {
  double sum = a + b, other = sum - a;
  return (pair){sum, (a - (sum - other)) + (b - other)};
}

/// a b exactly.
INLINE pair exactProduct(double a, double b) {
  double product = a * b;
  return (pair){product, fused(a, b, -product)};
}

INLINE pair add(pair a, pair b) {
  pair sum = exactSum(a.high, b.high);
  return orderedSum(sum.high, sum.low + (a.low + b.low));
}

INLINE pair multiply(pair a, pair b) {
  pair product = exactProduct(a.high, b.high);
  return orderedSum(product.high, product.low + fused(a.high, b.low, a.low * b.high));
}

/// Horner's scheme; the coefficient of the highest power comes first.
INLINE double polynomial(const double *coefficients, int count, double x) {
  double result = coefficients[0];
#pragma clang loop unroll(full)
  for (int i = 1; i < count; i++) result = fused(result, x, coefficients[i]);
  return result;
}

#define POLYNOMIAL(coefficients, x) \
  polynomial(coefficients, sizeof(coefficients) / sizeof(double), x)

/// x 2ⁿ for |x| within [½, 2) and |n| ≤ 1200, rounded once where the result is subnormal.
INLINE double scaled(double x, int64_t n) {
  if (n >= -1020 && n <= 1022) return x * ofBits((uint64_t)(n + 1023) << 52);
  int64_t half = n / 2;
  return x * ofBits((uint64_t)(half + 1023) << 52) * ofBits((uint64_t)(n - half + 1023) << 52);
}

#endif
