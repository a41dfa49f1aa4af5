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

// Vectors are reduced by halves: sums and comparisons of neighbors at once.

/// Half as many vectors, in which the sums of a vector's two halves alternate with those of another
/// vector's.
INLINE void foldPairs(int count, vector *x) {
  for (int i = 0; i < count / 2; i++) {
    vector a = x[i], b = x[i + count / 2];
    x[i] = __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
           + __builtin_shufflevector(
               a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  }
}

/// x[0] becomes the sums of sixteen vectors, in order.
INLINE void sumSixteen(vector *x) {
  foldPairs(16, x);
  foldPairs(8, x);
  foldPairs(4, x);
  foldPairs(2, x);
}

/// Both halves of a vector swapped; so often until every lane has met every other.
#define SWAPPED(x, distance)                                                                    \
  __builtin_shufflevector(                                                                      \
      x, x, 0 ^ distance, 1 ^ distance, 2 ^ distance, 3 ^ distance, 4 ^ distance, 5 ^ distance, \
      6 ^ distance, 7 ^ distance, 8 ^ distance, 9 ^ distance, 10 ^ distance, 11 ^ distance,     \
      12 ^ distance, 13 ^ distance, 14 ^ distance, 15 ^ distance)

INLINE float sumOfLanes(const vector *x) {
  vector sums = *x;
  sums += SWAPPED(sums, 8);
  sums += SWAPPED(sums, 4);
  sums += SWAPPED(sums, 2);
  sums += SWAPPED(sums, 1);
  return sums[0];
}

INLINE float largestLane(const vector *x) {
  vector most = *x, other;
#define KEEP_LARGER(distance) other = SWAPPED(most, distance), most = most > other ? most : other
  KEEP_LARGER(8);
  KEEP_LARGER(4);
  KEEP_LARGER(2);
  KEEP_LARGER(1);
#undef KEEP_LARGER
  return most[0];
}

/// Σ exp(x − shift)
INLINE float sumOfExponentials(long count, const float *x, float shift) {
#pragma clang fp reassociate(on)
  float total = 0;
  for (long i = 0; i < count; i++) total += exponential(x[i] - shift);
  return total;
}

#endif
