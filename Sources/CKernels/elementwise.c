#include "CKernels.h"
#include "vector_math.h"

#define ELEMENTWISE(signature, expression) \
  KERNEL void signature {                  \
    EACH(i, count) y[i] = expression;      \
  }

ELEMENTWISE(octavo_fill(long count, float value, float *y), value)
ELEMENTWISE(octavo_add(long count, const float *a, const float *b, float *y), a[i] + b[i])
ELEMENTWISE(octavo_subtract(long count, const float *a, const float *b, float *y), a[i] - b[i])
ELEMENTWISE(octavo_multiply(long count, const float *a, const float *b, float *y), a[i] * b[i])
ELEMENTWISE(
    octavo_clip(long count, float low, float high, const float *x, float *y),
    smaller(high, larger(low, x[i])))
ELEMENTWISE(octavo_exp(long count, const float *x, float *y), exponential(x[i]))
ELEMENTWISE(
    octavo_affine(long count, float scale, float offset, const float *x, float *y),
    scale *x[i] + offset)
ELEMENTWISE(
    octavo_add_scaled(long count, float scale, const float *x, float *y), y[i] + scale * x[i])

KERNEL void octavo_add_bias(long rows, long columns, const float *bias, float *y) {
  for (long row = 0; row < rows; row++, y += columns)
    EACH(j, columns) y[j] += bias[j];
}

KERNEL void octavo_add_columns(long rows, long columns, const float *x, float *sums) {
  for (long row = 0; row < rows; row++, x += columns)
    EACH(j, columns) sums[j] += x[j];
}

KERNEL double octavo_sum(long count, const float *x) {
#pragma clang fp reassociate(on)
  double total = 0;
  EACH(i, count) total += (double)x[i];
  return total;
}

KERNEL double octavo_dot(long count, const float *a, const float *b) {
#pragma clang fp reassociate(on) contract(fast)
  double total = 0;
  EACH(i, count) total += (double)a[i] * (double)b[i];
  return total;
}

KERNEL double octavo_sum_of_squares(long count, const float *x) {
#pragma clang fp reassociate(on) contract(fast)
  double total = 0;
  EACH(i, count) total += (double)x[i] * (double)x[i];
  return total;
}
