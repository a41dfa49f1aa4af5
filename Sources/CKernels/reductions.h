// Reductions over a row that more than one family of kernels needs.

#ifndef OCTAVO_REDUCTIONS_H
#define OCTAVO_REDUCTIONS_H

#include "vector_math.h"

#include <math.h>

INLINE float sum(long count, const float *x) {
#pragma clang fp reassociate(on)
  float total = 0;
  EACH(i, count) total += x[i];
  return total;
}

INLINE float dot(long count, const float *a, const float *b) {
#pragma clang fp reassociate(on) contract(fast)
  float total = 0;
  for (long i = 0; i < count; i++) total += a[i] * b[i];
  return total;
}

/// Sixteen running maxima, because clang does not vectorise one.
INLINE float largest(long count, const float *x) {
  enum { lanes = 16 };
  float maxima[lanes];
  for (int lane = 0; lane < lanes; lane++) maxima[lane] = -INFINITY;
  long i = 0;
  for (; i + lanes <= count; i += lanes)
    for (int lane = 0; lane < lanes; lane++) maxima[lane] = larger(x[i + lane], maxima[lane]);
  float result = -INFINITY;
  for (int lane = 0; lane < lanes; lane++) result = larger(maxima[lane], result);
  for (; i < count; i++) result = larger(x[i], result);
  return result;
}

/// Σ exp(x − shift)
INLINE float sumOfExponentials(long count, const float *x, float shift) {
#pragma clang fp reassociate(on)
  float total = 0;
  for (long i = 0; i < count; i++) total += exponential(x[i] - shift);
  return total;
}

#endif
