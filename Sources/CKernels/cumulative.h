// Cumulative distributions and x times them, of which GELU and SiLU are made. No sum is rounded
// before x is multiplied by it, so that all are within 2 units in the last place.

#ifndef OCTAVO_CUMULATIVE_H
#define OCTAVO_CUMULATIVE_H

#include "vector_math.h"

/// exp(x + rest) = 2ⁿ (1 + r + r² q), for what needs more of it than one number holds; x is from
/// −87.3 to 0, and |rest| is far below |x|.
struct exponential {
  float power, r, q;
};

INLINE struct exponential exponentialParts(float x, float rest) {
  float shifted = fused(x, inverseOfLogarithm2, roundsToWhole), n = shifted - roundsToWhole;
  float r = fused(n, -logarithm2, x) + fused(n, restOfLogarithm2, rest);
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

/// The probability below −|x| of a distribution that is symmetric around 0, as a sum that is not
/// yet rounded.
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
