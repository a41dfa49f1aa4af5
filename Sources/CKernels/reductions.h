// Sums over a row. Every sum has sixteen parts: part i takes the numbers i, i + 16, … in this order.
// The parts are added by halves: each to the one eight further, then four, two, one.

#ifndef OCTAVO_REDUCTIONS_H
#define OCTAVO_REDUCTIONS_H

#include "vector_math.h"

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

/// Sixteen numbers, or fewer at the end of a row; there zeros fill up.
INLINE void load(long count, const float *x, vector *group) {
  if (count >= lanes) {
    *group = *(const vector_anywhere *)x;
  } else {
    *group = (vector){0};
    memcpy(group, x, sizeof(float) * count);
  }
}

INLINE float sum(long count, const float *x) {
  vector sums = {0}, group;
  for (long i = 0; i < count; i += lanes) {
    load(count - i, x + i, &group);
    sums += group;
  }
  return sumOfLanes(&sums);
}

INLINE float dot(long count, const float *a, const float *b) {
  vector sums = {0}, x, y;
  for (long i = 0; i < count; i += lanes) {
    load(count - i, a + i, &x);
    load(count - i, b + i, &y);
    sums = fused(x, y, sums);
  }
  return sumOfLanes(&sums);
}

INLINE float largest(long count, const float *x) {
  vector most = (vector)(-__builtin_inff()), group;
  long i = 0;
  for (; i + lanes <= count; i += lanes) {
    load(lanes, x + i, &group);
    most = group > most ? group : most;
  }
  float result = largestLane(&most);
  for (; i < count; i++) result = larger(x[i], result);
  return result;
}

/// Sets the lanes from `count` on to 0.
INLINE void keepFirst(long count, vector *x) {
  for (int lane = 0; lane < lanes; lane++)
    if (lane >= count) (*x)[lane] = 0;
}

/// Σ exp(x − shift)
INLINE float sumOfExponentials(long count, const float *x, float shift) {
  vector sums = {0}, group;
  for (long i = 0; i < count; i += lanes) {
    load(count - i, x + i, &group);
    group -= shift;
    exponentiateVector(&group);
    if (count - i < lanes) keepFirst(count - i, &group);
    sums += group;
  }
  return sumOfLanes(&sums);
}

// Sixteen vectors are reduced at once.

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

#endif
