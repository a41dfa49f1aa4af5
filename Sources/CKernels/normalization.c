#include "CKernels.h"
#include "reductions.h"

#include <stddef.h>

INLINE float centredSquares(long count, const float *x, float center) {
  vector sums = {0}, group;
  for (long i = 0; i < count; i += lanes) {
    load(count - i, x + i, &group);
    group -= center;
    if (count - i < lanes) keepFirst(count - i, &group);
    sums = fused(group, group, sums);
  }
  return sumOfLanes(&sums);
}

KERNEL(
    void, octavo_layer_norm,
    (long rows, long columns, float epsilon, const float *x, const float *gain, const float *bias,
     float *y, float *mean, float *rstd),
    (rows, columns, epsilon, x, gain, bias, y, mean, rstd)) {
  for (long row = 0; row < rows; row++, x += columns, y += columns) {
    float center = sum(columns, x) / columns;
    float scale = inverseRoot(centredSquares(columns, x, center) / columns + epsilon);
    if (bias == NULL)
      EACH(i, columns) y[i] = (x[i] - center) * scale * gain[i];
    else
      EACH(i, columns) y[i] = fused((x[i] - center) * scale, gain[i], bias[i]);
    mean[row] = center;
    rstd[row] = scale;
  }
}

/// Σ g and Σ g x̂ of one row, where g = dy · gain.
INLINE void projections(
    long columns, const float *x, const float *gain, const float *dy, float center, float scale,
    float *sumOfG, float *sumOfGX) {
  vector first = {0}, second = {0}, gradient, gains, values;
  for (long i = 0; i < columns; i += lanes) {
    load(columns - i, dy + i, &gradient);
    load(columns - i, gain + i, &gains);
    load(columns - i, x + i, &values);
    gradient *= gains;
    first += gradient;
    second = fused(gradient, values - center, second);
  }
  *sumOfG = sumOfLanes(&first);
  *sumOfGX = sumOfLanes(&second) * scale;
}

KERNEL(
    void, octavo_layer_norm_backward,
    (long rows, long columns, const float *x, const float *gain, const float *mean,
     const float *rstd, const float *dy, bool accumulate, float *dx, float *dgain, float *dbias),
    (rows, columns, x, gain, mean, rstd, dy, accumulate, dx, dgain, dbias)) {
  for (long row = 0; row < rows; row++, x += columns, dy += columns) {
    float center = mean[row], scale = rstd[row];
    EACH(i, columns) dgain[i] = fused(dy[i] * scale, x[i] - center, dgain[i]);
    if (dbias != NULL)
      EACH(i, columns) dbias[i] += dy[i];
    if (dx == NULL) continue;
    float sumOfG, sumOfGX;
    projections(columns, x, gain, dy, center, scale, &sumOfG, &sumOfGX);
    float a = sumOfG / columns, b = sumOfGX / columns;
    float slope = -scale * b;
    if (accumulate)
      EACH(i, columns)
        dx[i] = fused(scale, fused(x[i] - center, slope, fused(dy[i], gain[i], -a)), dx[i]);
    else
      EACH(i, columns) dx[i] = scale * fused(x[i] - center, slope, fused(dy[i], gain[i], -a));
    dx += columns;
  }
}

KERNEL(
    void, octavo_rms_norm,
    (long rows, long columns, float epsilon, const float *x, const float *gain, float *y,
     float *rstd),
    (rows, columns, epsilon, x, gain, y, rstd)) {
  for (long row = 0; row < rows; row++, x += columns, y += columns) {
    float scale = inverseRoot(centredSquares(columns, x, 0) / columns + epsilon);
    EACH(i, columns) y[i] = x[i] * scale * gain[i];
    rstd[row] = scale;
  }
}

KERNEL(
    void, octavo_rms_norm_backward,
    (long rows, long columns, const float *x, const float *gain, const float *rstd, const float *dy,
     bool accumulate, float *dx, float *dgain),
    (rows, columns, x, gain, rstd, dy, accumulate, dx, dgain)) {
  for (long row = 0; row < rows; row++, x += columns, dy += columns) {
    float scale = rstd[row];
    EACH(i, columns) dgain[i] = fused(dy[i] * scale, x[i], dgain[i]);
    if (dx == NULL) continue;
    float sumOfG, sumOfGX;
    projections(columns, x, gain, dy, 0, scale, &sumOfG, &sumOfGX);
    float b = scale * sumOfGX / columns;
    if (accumulate)
      EACH(i, columns) dx[i] = fused(scale, fused(x[i], -b, dy[i] * gain[i]), dx[i]);
    else
      EACH(i, columns) dx[i] = scale * fused(x[i], -b, dy[i] * gain[i]);
    dx += columns;
  }
}
