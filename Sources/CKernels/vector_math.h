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
/// x = n ln 2 + r with |r| ≤ ln 2 / 2; 2ⁿ goes into the exponent's bits. Adding 1.5 · 2²³ rounds to a
/// whole number and leaves it in the low bits. The order of the comparisons lets a NaN pass.
#define EXPONENTIAL(name, number, bits)                                  \
  INLINE void name(number *argument) {                                   \
    const number low = (number)(-87.33654f), high = (number)(88.72283f); \
    const number one = (number)(1.0f), large = (number)(12582912.0f);    \
    number x = *argument;                                                \
    x = low > x ? low : x;                                               \
    x = high < x ? high : x;                                             \
    number shifted = fused(x, (number)(1.442695041f), large);            \
    number n = shifted - large;                                          \
    number r = fused(n, (number)(-0.693147182f), x);                     \
    r = fused(n, (number)(1.90465421e-9f), r);                           \
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

/// exp(x + rest) = 2ⁿ (1 + r + r² q) for what needs more of it than one number holds; x is from −87.3 to 0,
/// and |rest| is far below |x|.
struct exponential {
  float power, r, q;
};

INLINE struct exponential exponentialParts(float x, float rest) {
  float shifted = fused(x, 1.442695041f, 12582912.0f), n = shifted - 12582912.0f;
  float r = fused(n, -0.693147182f, x) + fused(n, 1.90465421e-9f, rest);
  uint32_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits << 23) + 0x3F800000u;
  float power;
  memcpy(&power, &bits, sizeof power);
  return (struct exponential){power, r, EXPONENTIAL_SERIES(r, float)};
}

/// |x|, or `limit` where that is less.
INLINE float magnitude(float x, float limit) {
  float z = x < 0 ? -x : x;
  return z > limit ? limit : z;
}

/// The probability below −|x| of a distribution that is symmetric around 0, as a sum that is not yet
/// rounded.
struct tail {
  float head, rest;
};

/// The cumulative distribution at x.
INLINE float cumulative(struct tail tail, float x) {
  float sum = tail.head + tail.rest;
  return x < 0 ? sum : 1.0f - sum;
}

/// x times the cumulative distribution at x, from the tail at −z.
INLINE float weighted(struct tail tail, float x, float z) {
  float below = fused(-z, tail.head, -z * tail.rest);
  return x < 0 ? below : x + below;
}

/// σ(−z) = e / (1 + e) for e = exp(−z).
INLINE struct tail logisticTail(struct exponential parts) {
  float s = fused(parts.q, parts.r * parts.r, parts.r), p = 1.0f + s;
  float e = p * parts.power, sum = 1.0f + e;
  float head = e / sum, complement = 1.0f - head;
  float lostOfE = (s - (p - 1.0f)) * parts.power, lostOfSum = e - (sum - 1.0f);
  return (struct tail){head, complement * fused(lostOfE, complement, -head * lostOfSum)};
}

/// x σ(x) with σ(x) = 1 / (1 + exp(−x)), within 2 units in the last place for x ≥ −87; `*derivative`
/// receives its derivative.
INLINE float silu(float x, float *derivative) {
  float z = magnitude(x, 87);
  struct tail tail = logisticTail(exponentialParts(-z, 0));
  float s = cumulative(tail, x), y = weighted(tail, x, z);
  *derivative = fused(y, 1.0f - s, s);
  return y;
}

/// Φ(−z) for z from 0 to 12.9; `*density` receives φ(z).
///
/// Φ(−z) = exp(−z²/2) t T(t) with t = 1 / (z + 5/2); T is a minimax polynomial, relative error
/// 1.5 · 10⁻⁸. What rounding takes from the square, from t, from T and from their product is added to
/// the rest. An error of t counts 1.07 + 2.54 t times.
INLINE struct tail normalTail(float z, float *density) {
  float square = z * z;
  struct exponential e = exponentialParts(-0.5f * square, -0.5f * fused(z, z, -square));
  float curved = e.q * (e.r * e.r), exponential = curved + e.r + 1.0f;
  *density = 0.3989422804f * exponential * e.power;

  float shifted = z + 2.5f, t = 1.0f / shifted;
  float error = fused(-t, z - (shifted - 2.5f), fused(-t, shifted, 1.0f)) * fused(t, 2.54f, 1.07f);
  float offset = t - 0.1180419922f;
  float p = 304.0788574f;
  p = fused(p, offset, -344.5181274f);
  p = fused(p, offset, 98.8608551f);
  p = fused(p, offset, 33.40945053f);
  p = fused(p, offset, -16.47592354f);
  p = fused(p, offset, -7.813984871f);
  p = fused(p, offset, 2.053494453f);
  p = fused(p, offset, 3.172764063f);
  p = fused(p, offset, 1.627048492f);
  float polynomial = fused(p, offset, 0.551266253f);
  float head = t * polynomial;
  float rest = fused(t, polynomial, -head);
  rest = fused(t, fused(p, offset, 0.551266253f - polynomial), rest);
  rest = fused(head, e.r, fused(head, fused(error, exponential, curved), rest));
  return (struct tail){head * e.power, rest * e.power};
}

#endif
