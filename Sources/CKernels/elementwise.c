#include "CKernels.h"
#include "vector_math.h"

#define ELEMENTWISE(name, parameters, arguments, expression) \
  KERNEL(void, name, parameters, arguments) {                \
    EACH(i, count) y[i] = expression;                        \
  }

ELEMENTWISE(octavo_fill, (long count, float value, float *y), (count, value, y), value)
ELEMENTWISE(
    octavo_add, (long count, const float *a, const float *b, float *y), (count, a, b, y),
    a[i] + b[i])
ELEMENTWISE(
    octavo_subtract, (long count, const float *a, const float *b, float *y), (count, a, b, y),
    a[i] - b[i])
ELEMENTWISE(
    octavo_multiply, (long count, const float *a, const float *b, float *y), (count, a, b, y),
    a[i] * b[i])
ELEMENTWISE(
    octavo_clip, (long count, float low, float high, const float *x, float *y),
    (count, low, high, x, y), smaller(high, larger(low, x[i])))
ELEMENTWISE(octavo_exp, (long count, const float *x, float *y), (count, x, y), exponential(x[i]))
ELEMENTWISE(
    octavo_affine, (long count, float scale, float offset, const float *x, float *y),
    (count, scale, offset, x, y), fused(scale, x[i], offset))
ELEMENTWISE(
    octavo_add_scaled, (long count, float scale, const float *x, float *y), (count, scale, x, y),
    fused(scale, x[i], y[i]))

KERNEL(
    void, octavo_add_bias, (long rows, long columns, const float *bias, float *y),
    (rows, columns, bias, y)) {
  for (long row = 0; row < rows; row++, y += columns)
    EACH(j, columns) y[j] += bias[j];
}

KERNEL(
    void, octavo_add_columns, (long rows, long columns, const float *x, float *sums),
    (rows, columns, x, sums)) {
  for (long row = 0; row < rows; row++, x += columns)
    EACH(j, columns) sums[j] += x[j];
}

// Sums in double precision, in sixteen parts like those of reductions.h.

typedef double double_vector __attribute__((ext_vector_type(lanes)));

INLINE void loadDoubles(long count, const float *x, double_vector *group) {
  if (count >= lanes) {
    *group = __builtin_convertvector(*(const vector_anywhere *)x, double_vector);
  } else {
    *group = (double_vector){0};
    for (int lane = 0; lane < count; lane++) (*group)[lane] = x[lane];
  }
}

INLINE double sumOfDoubles(const double_vector *x) {
  double sums[lanes];
  for (int lane = 0; lane < lanes; lane++) sums[lane] = (*x)[lane];
  for (int distance = lanes / 2; distance > 0; distance /= 2)
    for (int lane = 0; lane < distance; lane++) sums[lane] += sums[lane + distance];
  return sums[0];
}

KERNEL(double, octavo_sum, (long count, const float *x), (count, x)) {
  double_vector sums = {0}, group;
  for (long i = 0; i < count; i += lanes) {
    loadDoubles(count - i, x + i, &group);
    sums += group;
  }
  return sumOfDoubles(&sums);
}

KERNEL(double, octavo_dot, (long count, const float *a, const float *b), (count, a, b)) {
  double_vector sums = {0}, x, y;
  for (long i = 0; i < count; i += lanes) {
    loadDoubles(count - i, a + i, &x);
    loadDoubles(count - i, b + i, &y);
    sums = fused(x, y, sums);
  }
  return sumOfDoubles(&sums);
}

double octavo_sum_of_squares(long count, const float *x) { return octavo_dot(count, x, x); }
