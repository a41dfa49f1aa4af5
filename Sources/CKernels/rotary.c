#include "CKernels.h"
#include "vector_math.h"

KERNEL(
    void, octavo_rotate,
    (long heads, long width, bool interleaved, float direction, const float *cosine,
     const float *sine, const float *x, float *y),
    (heads, width, interleaved, direction, cosine, sine, x, y)) {
  long half = width / 2;
  for (long head = 0; head < heads; head++, x += width, y += width) {
    if (interleaved)
      EACH(i, half) {
        float a = x[2 * i], b = x[2 * i + 1], s = direction * sine[i];
        y[2 * i] = fused(a, cosine[i], -b * s);
        y[2 * i + 1] = fused(a, s, b * cosine[i]);
      }
    else
      EACH(i, half) {
        float a = x[i], b = x[half + i], s = direction * sine[i];
        y[i] = fused(a, cosine[i], -b * s);
        y[half + i] = fused(a, s, b * cosine[i]);
      }
  }
}
