// Functions of one number or of sixteen at once, with the same bits either way.

#ifndef OCTAVO_VECTOR_MATH_H
#define OCTAVO_VECTOR_MATH_H

#include "instructions.h"

#include <stdint.h>
#include <string.h>

// A loop whose iterations are independent, also where it writes the very number that it reads:
// without the promise clang checks for overlap and takes a scalar loop for work in place.
#define EACH(index, count) \
  _Pragma("clang loop vectorize(assume_safety)") for (long index = 0; index < (count); index++)

/// a · b + c, rounded once.
#define fused(a, b, c) __builtin_elementwise_fma(a, b, c)

INLINE float larger(float a, float b) { return a > b ? a : b; }
INLINE float smaller(float a, float b) { return a < b ? a : b; }
INLINE float inverseRoot(float x) { return 1.0f / __builtin_elementwise_sqrt(x); }

/// Sixteen numbers: one register of the widest, several of others.
enum { lanes = 16 };
typedef float vector __attribute__((ext_vector_type(lanes)));
typedef uint32_t vector_bits __attribute__((ext_vector_type(lanes)));
/// The same in memory, at any address of a number.
typedef float vector_anywhere __attribute__((ext_vector_type(lanes), aligned(4)));

/// log₂ e, and ln 2 as the first number less the second.
static const float inverseOfLogarithm2 = 1.442695041f;
static const float logarithm2 = 0.693147182f, restOfLogarithm2 = 1.90465421e-9f;
/// 1.5 · 2²³: to add it rounds to a whole number and leaves that in the low bits.
static const float roundsToWhole = 12582912.0f;

/// q in exp(r) = 1 + r + r² q for |r| ≤ ln 2 / 2, minimax: the relative error of the whole is 3 · 10⁻⁹.
#define EXPONENTIAL_SERIES(r, number)                                            \
  fused(                                                                         \
      fused(                                                                     \
          fused(                                                                 \
              fused((number)(1.381461321e-3f), r, (number)(8.368709911e-3f)), r, \
              (number)(4.166838737e-2f)),                                        \
          r, (number)(1.666652069e-1f)),                                         \
      r, (number)(4.999999345e-1f))

/// exp(x) within 1.1 units in the last place; results below the smallest normal number are that
/// number.
///
/// x = n ln 2 + r with |r| ≤ ln 2 / 2; 2ⁿ goes into the exponent's bits. The order of the
/// comparisons lets a NaN pass.
#define EXPONENTIAL(name, number, bits)                                  \
  INLINE void name(number *argument) {                                   \
    const number low = (number)(-87.33654f), high = (number)(88.72283f); \
    const number one = (number)(1.0f), large = (number)(roundsToWhole);  \
    number x = *argument;                                                \
    x = low > x ? low : x;                                               \
    x = high < x ? high : x;                                             \
    number shifted = fused(x, (number)(inverseOfLogarithm2), large);     \
    number n = shifted - large;                                          \
    number r = fused(n, (number)(-logarithm2), x);                       \
    r = fused(n, (number)(restOfLogarithm2), r);                         \
    number q = EXPONENTIAL_SERIES(r, number);                            \
    number p = fused(q, r * r, r) + one;                                 \
    bits exponent, result;                                               \
    memcpy(&exponent, &shifted, sizeof exponent);                        \
    memcpy(&result, &p, sizeof result);                                  \
    result += exponent << 23;                                            \
    memcpy(argument, &result, sizeof result);                            \
  }

// In place, because a vector that is handed over by value has another form on every processor.
EXPONENTIAL(exponentiate, float, uint32_t)
EXPONENTIAL(exponentiateVector, vector, vector_bits)

INLINE float exponential(float x) {
  exponentiate(&x);
  return x;
}

/// log(x) for a normal number, infinity or NaN, within half a unit in the last place and 10⁻⁶ of one.
///
/// x = 2ⁿ m with m around 1; log m = 2 artanh s with s = (m − 1) / (m + 1), as a series in double
/// precision.
INLINE float logarithm(float x) {
  if (!(x < __builtin_inff())) return x;
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  // The exponent of m is chosen so that m lies between √½ and √2.
  int32_t n = (int32_t)(bits - 0x3F3504F3u) >> 23;
  bits -= (uint32_t)n << 23;
  memcpy(&x, &bits, sizeof bits);
  double s = ((double)x - 1) / ((double)x + 1), square = s * s;
  double series = 1.0 / 15;
  series = fused(series, square, 1.0 / 13);
  series = fused(series, square, 1.0 / 11);
  series = fused(series, square, 1.0 / 9);
  series = fused(series, square, 1.0 / 7);
  series = fused(series, square, 1.0 / 5);
  series = fused(series, square, 1.0 / 3);
  series = fused(series, square, 1.0);
  return (float)fused((double)n, 0.69314718055994531, 2 * s * series);
}

#endif
