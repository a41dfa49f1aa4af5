// Functions of one number, written so that a loop over them becomes vector code on every target.

#ifndef OCTAVO_VECTOR_MATH_H
#define OCTAVO_VECTOR_MATH_H

#include <stdint.h>
#include <string.h>

// One loop, compiled for several generations of processor; the loader picks one.
#if defined(__x86_64__) && defined(__linux__)
#define KERNEL __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KERNEL
#endif

#define INLINE static inline __attribute__((always_inline))

// A loop whose iterations are independent, also where it writes the very number that it reads:
// without the promise clang checks for overlap and takes a scalar loop for work in place.
#define EACH(index, count) \
  _Pragma("clang loop vectorize(assume_safety)") for (long index = 0; index < (count); index++)

INLINE float larger(float a, float b) { return a > b ? a : b; }
INLINE float smaller(float a, float b) { return a < b ? a : b; }

/// exp(x), relative error below 2 · 10⁻⁷; results below the smallest normal number are that number.
///
/// x = n ln 2 + r with |r| ≤ ln 2 / 2; the polynomial in r is minimax (relative error 3 · 10⁻⁹); 2ⁿ
/// goes into the exponent's bits. Adding 1.5 · 2²³ rounds to a whole number and leaves it in the
/// low bits.
INLINE float exponential(float x) {
  const float shift = 12582912.0f;
  x = smaller(larger(x, -87.33654f), 88.72283f);
  float shifted = x * 1.442695041f + shift;
  float n = shifted - shift;
  float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  float p = 1.381461321e-3f;
  p = p * r + 8.368709911e-3f;
  p = p * r + 4.166838737e-2f;
  p = p * r + 1.666652069e-1f;
  p = p * r + 4.999999345e-1f;
  p = (p * r) * r + r + 1.0f;
  int32_t exponent, bits;
  memcpy(&exponent, &shifted, 4);
  memcpy(&bits, &p, 4);
  bits += (int32_t)((uint32_t)exponent << 23);
  memcpy(&p, &bits, 4);
  return p;
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
