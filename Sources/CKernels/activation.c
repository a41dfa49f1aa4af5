#include "CKernels.h"
#include "cumulative.h"

#include <stddef.h>

/// GELU: x Φ(x) (Hendrycks & Gimpel 2016), within 2 units in the last place for x ≥ −12.9.
INLINE float gelu(float x, float *derivative) {
  float z = magnitude(x, 12.9f), density;
  struct tail tail = normalTail(z, &density);
  *derivative = fused(x, density, cumulative(tail, x));
  return weighted(tail, x, z);
}

/// GPT-2's approximation: ½ x (1 + tanh u) = x σ(2u) with u = √(2/π) (x + 0.044715 x³), within 2 units in
/// the last place for x ≥ −10.
INLINE float geluTanh(float x, float *derivative) {
  // In double precision, because the exponential turns a relative error of u into one that is u times
  // as large.
  float z = magnitude(x, 10);
  double square = (double)z * z;
  double exact = -(double)z * fused(0.071354816272600250, square, 1.5957691216057308);
  float argument = (float)exact;
  struct tail tail = logisticTail(exponentialParts(argument, (float)(exact - argument)));
  float s = cumulative(tail, x), y = weighted(tail, x, z);
  *derivative =
      fused(y * (1.0f - s), (float)fused(0.21406444881780076, square, 1.5957691216057308), s);
  return y;
}

#define ACTIVATION(name, function)                                           \
  KERNEL(                                                                    \
      void, name, (long count, const float *x, float *y, float *derivative), \
      (count, x, y, derivative)) {                                           \
    float slope;                                                             \
    if (derivative == NULL) {                                                \
      EACH(i, count) y[i] = function(x[i], &slope);                          \
    } else {                                                                 \
      EACH(i, count) {                                                       \
        float value = function(x[i], &slope);                                \
        y[i] = value;                                                        \
        derivative[i] = slope;                                               \
      }                                                                      \
    }                                                                        \
  }

ACTIVATION(octavo_gelu, gelu)
ACTIVATION(octavo_gelu_tanh, geluTanh)
ACTIVATION(octavo_silu, silu)

KERNEL(
    void, octavo_swiglu, (long rows, long width, const float *x, float *y), (rows, width, x, y)) {
  for (long row = 0; row < rows; row++, x += 2 * width, y += width)
    EACH(i, width) {
      float slope;
      y[i] = silu(x[i], &slope) * x[width + i];
    }
}

KERNEL(
    void, octavo_swiglu_backward,
    (long rows, long width, const float *x, const float *dy, float *dx), (rows, width, x, dy, dx)) {
  for (long row = 0; row < rows; row++, x += 2 * width, dx += 2 * width, dy += width)
    EACH(i, width) {
      float slope;
      float value = silu(x[i], &slope);
      float up = x[width + i];
      float gradient = dy[i];
      dx[i] = gradient * up * slope;
      dx[width + i] = gradient * value;
    }
}
