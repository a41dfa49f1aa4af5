#include "CKernels.h"
#include "reductions.h"

#include <stddef.h>

INLINE float centredSquares(long count, const float *x, float center) {
#pragma clang fp reassociate(on) contract(fast)
  float total = 0;
  EACH(i, count) total += (x[i] - center) * (x[i] - center);
  return total;
}

INLINE float inverseRoot(float x) { return 1.0f / __builtin_elementwise_sqrt(x); }

KERNEL void octavo_layer_norm(
    long rows, long columns, float epsilon, const float *x, const float *gain, const float *bias,
    float *y, float *mean, float *rstd) {
  for (long row = 0; row < rows; row++, x += columns, y += columns) {
    float center = sum(columns, x) / columns;
    float scale = inverseRoot(centredSquares(columns, x, center) / columns + epsilon);
    if (bias == NULL)
      EACH(i, columns) y[i] = (x[i] - center) * scale * gain[i];
    else
      EACH(i, columns) y[i] = (x[i] - center) * scale * gain[i] + bias[i];
    mean[row] = center;
    rstd[row] = scale;
  }
}

/// Σ g and Σ g x̂ of one row, where g = dy · gain.
INLINE void projections(
    long columns, const float *x, const float *gain, const float *dy, float center, float scale,
    float *sumOfG, float *sumOfGX) {
#pragma clang fp reassociate(on) contract(fast)
  float first = 0, second = 0;
  EACH(i, columns) {
    float g = dy[i] * gain[i];
    first += g;
    second += g * (x[i] - center);
  }
  *sumOfG = first;
  *sumOfGX = second * scale;
}

KERNEL void octavo_layer_norm_backward(
    long rows, long columns, const float *x, const float *gain, const float *mean,
    const float *rstd, const float *dy, bool accumulate, float *dx, float *dgain, float *dbias) {
  for (long row = 0; row < rows; row++, x += columns, dy += columns) {
    float center = mean[row], scale = rstd[row];
    EACH(i, columns) dgain[i] += dy[i] * (x[i] - center) * scale;
    if (dbias != NULL)
      EACH(i, columns) dbias[i] += dy[i];
    if (dx == NULL) continue;
    float sumOfG, sumOfGX;
    projections(columns, x, gain, dy, center, scale, &sumOfG, &sumOfGX);
    float a = sumOfG / columns, b = sumOfGX / columns;
    if (accumulate)
      EACH(i, columns) dx[i] += scale * (dy[i] * gain[i] - a - (x[i] - center) * scale * b);
    else
      EACH(i, columns) dx[i] = scale * (dy[i] * gain[i] - a - (x[i] - center) * scale * b);
    dx += columns;
  }
}

KERNEL void octavo_rms_norm(
    long rows, long columns, float epsilon, const float *x, const float *gain, float *y,
    float *rstd) {
  for (long row = 0; row < rows; row++, x += columns, y += columns) {
    float scale = inverseRoot(centredSquares(columns, x, 0) / columns + epsilon);
    EACH(i, columns) y[i] = x[i] * scale * gain[i];
    rstd[row] = scale;
  }
}

KERNEL void octavo_rms_norm_backward(
    long rows, long columns, const float *x, const float *gain, const float *rstd, const float *dy,
    bool accumulate, float *dx, float *dgain) {
  for (long row = 0; row < rows; row++, x += columns, dy += columns) {
    float scale = rstd[row];
    EACH(i, columns) dgain[i] += dy[i] * x[i] * scale;
    if (dx == NULL) continue;
    float sumOfG, sumOfGX;
    projections(columns, x, gain, dy, 0, scale, &sumOfG, &sumOfGX);
    float b = scale * sumOfGX / columns;
    if (accumulate)
      EACH(i, columns) dx[i] += scale * (dy[i] * gain[i] - x[i] * b);
    else
      EACH(i, columns) dx[i] = scale * (dy[i] * gain[i] - x[i] * b);
    dx += columns;
  }
}
