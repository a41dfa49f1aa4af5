// Functions of one number, written so that a loop over them becomes vector code on every target.

#ifndef OCTAVO_VECTOR_MATH_H
#define OCTAVO_VECTOR_MATH_H

#include <stdint.h>
#include <string.h>

// One loop, compiled for several generations of processor; the loader picks one. Without the width
// clang splits vectors of sixteen numbers in two even where one register holds them.
#if defined(__x86_64__) && defined(__linux__)
#define CLONED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#define KERNEL CLONED __attribute__((min_vector_width(512)))
#else
#define CLONED
#define KERNEL
#endif

#define INLINE static inline __attribute__((always_inline))

// A loop whose iterations are independent, also where it writes the very number that it reads:
// without the promise clang checks for overlap and takes a scalar loop for work in place.
#define EACH(index, count) \
  _Pragma("clang loop vectorize(assume_safety)") for (long index = 0; index < (count); index++)

INLINE float larger(float a, float b) { return a > b ? a : b; }
INLINE float smaller(float a, float b) { return a < b ? a : b; }

/// Sixteen numbers: one register of the widest, several of others.
enum { lanes = 16 };
typedef float vector __attribute__((ext_vector_type(lanes)));
typedef uint32_t vector_bits __attribute__((ext_vector_type(lanes)));
/// The same in memory, at any address of a number.
typedef float vector_anywhere __attribute__((ext_vector_type(lanes), aligned(4)));

/// exp(x), relative error below 2 · 10⁻⁷; results below the smallest normal number are that number.
///
/// x = n ln 2 + r with |r| ≤ ln 2 / 2; the polynomial in r is minimax (relative error 3 · 10⁻⁹); 2ⁿ
/// goes into the exponent's bits. Adding 1.5 · 2²³ rounds to a whole number and leaves it in the
/// low bits. The order of the comparisons lets a NaN pass.
#define EXPONENTIAL(name, number, bits)                                         \
  INLINE void name(number *argument) {                                          \
    const number low = (number){0} - 87.33654f, high = (number){0} + 88.72283f; \
    number x = *argument;                                                       \
    x = low > x ? low : x;                                                      \
    x = high < x ? high : x;                                                    \
    number shifted = x * 1.442695041f + 12582912.0f;                            \
    number n = shifted - 12582912.0f;                                           \
    number r = (x - n * 0.693359375f) + n * 2.12194440e-4f;                     \
    number p = r * 1.381461321e-3f + 8.368709911e-3f;                           \
    p = p * r + 4.166838737e-2f;                                                \
    p = p * r + 1.666652069e-1f;                                                \
    p = p * r + 4.999999345e-1f;                                                \
    p = (p * r) * r + r + 1.0f;                                                 \
    bits exponent, result;                                                      \
    memcpy(&exponent, &shifted, sizeof exponent);                               \
    memcpy(&result, &p, sizeof result);                                         \
    result += exponent << 23;                                                   \
    memcpy(argument, &result, sizeof result);                                   \
  }

// In place, because a vector that is handed over by value has another form on every processor.
EXPONENTIAL(exponentiate, float, uint32_t)
EXPONENTIAL(exponentiateVector, vector, vector_bits)

INLINE float exponential(float x) {
  exponentiate(&x);
  return x;
}

INLINE float sigmoid(float x) { return 1.0f / (1.0f + exponential(-x)); }

/// The standard normal's cumulative distribution Φ(x); `*density` receives φ(x).
///
/// Φ(−z) = exp(−z²/2) R(z) for z ≥ 0; R is a minimax polynomial in 1 / (1 + 0.3 z), relative error
/// 6 · 10⁻⁸ for z up to 13.5, beyond which the exponential is nothing.
INLINE float normalCumulative(float x, float *density) {
  float z = x < 0 ? -x : x;
  float e = exponential(-0.5f * z * z);
  float t = 1.0f / (1.0f + 0.3f * z);
  float p = 3.833425790e-2f;
  p = p * t + -1.689519184e-1f;
  p = p * t + 2.282172337e-1f;
  p = p * t + -7.599952015e-2f;
  p = p * t + 1.421850131e-1f;
  p = p * t + 9.483299451e-2f;
  p = p * t + 1.218820510e-1f;
  p = p * t + 1.194930641e-1f;
  p = p * t + 6.852897733e-6f;
  float tail = e * p;
  *density = 0.3989422804f * e;
  return x < 0 ? tail : 1.0f - tail;
}

#endif
