#include "CKernels.h"
#include "vector_math.h"

#include <stddef.h>

/// GELU: x Φ(x) (Hendrycks & Gimpel 2016).
INLINE float gelu(float x, float *derivative) {
  float density;
  float cumulative = normalCumulative(x, &density);
  *derivative = fused(x, density, cumulative);
  return x * cumulative;
}

/// GPT-2's approximation: ½ x (1 + tanh u) = x σ(2u) with u = √(2/π) (x + 0.044715 x³).
INLINE float geluTanh(float x, float *derivative) {
  float square = x * x;
  float s = sigmoid(x * fused(0.0713548163f, square, 1.595769122f));
  *derivative = fused(x * s * (1.0f - s), fused(0.2140644488f, square, 1.595769122f), s);
  return x * s;
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
    EACH(i, width) y[i] = x[i] * sigmoid(x[i]) * x[width + i];
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
