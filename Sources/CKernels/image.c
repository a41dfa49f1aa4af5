#include "CKernels.h"
#include "cumulative.h"
#include "reductions.h"

#include <string.h>

/// sums[c] = Σ over the pixels.
INLINE void channelSums(long pixels, long channels, const float *x, float *sums) {
  memset(sums, 0, sizeof(float) * channels);
  for (long pixel = 0; pixel < pixels; pixel++, x += channels)
    EACH(c, channels) sums[c] += x[c];
}

/// sums[c] = Σ over the pixels of (x − center[c])².
INLINE void channelSquares(
    long pixels, long channels, const float *x, const float *center, float *sums) {
  memset(sums, 0, sizeof(float) * channels);
  for (long pixel = 0; pixel < pixels; pixel++, x += channels)
    EACH(c, channels) sums[c] = fused(x[c] - center[c], x[c] - center[c], sums[c]);
}

KERNEL(
    void, octavo_group_norm,
    (long pixels, long channels, long groups, float epsilon, bool isSiLU, const float *x,
     const float *gain, const float *bias, float *y, float *mean, float *rstd, float *scratch),
    (pixels, channels, groups, epsilon, isSiLU, x, gain, bias, y, mean, rstd, scratch)) {
  long width = channels / groups;
  float *scale = scratch, *shift = scratch + channels;
  channelSums(pixels, channels, x, scale);
  for (long group = 0; group < groups; group++) {
    mean[group] = sum(width, scale + group * width) / (pixels * width);
    for (long c = group * width; c < (group + 1) * width; c++) shift[c] = mean[group];
  }
  channelSquares(pixels, channels, x, shift, scale);
  for (long group = 0; group < groups; group++) {
    float variance = sum(width, scale + group * width) / (pixels * width);
    rstd[group] = inverseRoot(variance + epsilon);
    for (long c = group * width; c < (group + 1) * width; c++) {
      scale[c] = rstd[group] * gain[c];
      shift[c] = fused(-mean[group], scale[c], bias[c]);
    }
  }
  for (long pixel = 0; pixel < pixels; pixel++, x += channels, y += channels) {
    if (isSiLU)
      EACH(c, channels) {
        float derivative;
        y[c] = silu(fused(x[c], scale[c], shift[c]), &derivative);
      }
    else
      EACH(c, channels) y[c] = fused(x[c], scale[c], shift[c]);
  }
}

KERNEL(
    void, octavo_group_norm_backward,
    (long pixels, long channels, long groups, bool isSiLU, const float *x, const float *gain,
     const float *bias, const float *mean, const float *rstd, const float *dy, bool accumulate,
     float *dx, float *dgain, float *dbias, float *scratch),
    (pixels, channels, groups, isSiLU, x, gain, bias, mean, rstd, dy, accumulate, dx, dgain, dbias,
     scratch)) {
  long width = channels / groups, count = pixels * channels;
  float *dz = scratch;
  float *center = scratch + count, *scale = center + channels;
  float *offset = scale + channels, *slope = offset + channels;
  for (long c = 0; c < channels; c++) {
    center[c] = mean[c / width];
    scale[c] = rstd[c / width];
  }
  memset(dgain, 0, sizeof(float) * channels);
  memset(dbias, 0, sizeof(float) * channels);
  for (long first = 0; first < count; first += channels) {
    const float *row = x + first, *gradient = dy + first;
    float *target = dz + first;
    if (isSiLU)
      EACH(c, channels) {
        float normal = (row[c] - center[c]) * scale[c], derivative;
        silu(fused(normal, gain[c], bias[c]), &derivative);
        float g = gradient[c] * derivative;
        target[c] = g;
        dbias[c] += g;
        dgain[c] = fused(g, normal, dgain[c]);
      }
    else
      EACH(c, channels) {
        target[c] = gradient[c];
        dbias[c] += gradient[c];
        dgain[c] = fused(gradient[c] * scale[c], row[c] - center[c], dgain[c]);
      }
  }
  if (dx == NULL) return;
  // dx = rstd · (gain dz − mean(gain dz) − x̂ · mean(gain dz x̂)) = factor · dz − x · slope − offset
  float *factor = slope + channels;
  for (long group = 0; group < groups; group++) {
    long first = group * width;
    float sum = dot(width, gain + first, dbias + first) / (pixels * width);
    float product = dot(width, gain + first, dgain + first) / (pixels * width);
    for (long c = group * width; c < (group + 1) * width; c++) {
      slope[c] = rstd[group] * rstd[group] * product;
      offset[c] = fused(-mean[group], slope[c], rstd[group] * sum);
      factor[c] = rstd[group] * gain[c];
    }
  }
  for (long first = 0; first < count; first += channels) {
    const float *row = x + first, *gradient = dz + first;
    float *target = dx + first;
    if (accumulate)
      EACH(c, channels)
        target[c] += fused(factor[c], gradient[c], fused(row[c], -slope[c], -offset[c]));
    else
      EACH(c, channels)
        target[c] = fused(factor[c], gradient[c], fused(row[c], -slope[c], -offset[c]));
  }
}

void octavo_repeat_pixels(
    long height, long width, long channels, long factor, const float *x, float *y) {
  long row = width * factor * channels;
  for (long i = 0; i < height; i++, x += width * channels, y += factor * row) {
    for (long j = 0; j < width * factor; j++)
      memcpy(y + j * channels, x + j / factor * channels, sizeof(float) * channels);
    for (long copy = 1; copy < factor; copy++) memcpy(y + copy * row, y, sizeof(float) * row);
  }
}

KERNEL(
    void, octavo_sum_pixels,
    (long height, long width, long channels, long factor, bool accumulate, const float *x,
     float *y),
    (height, width, channels, factor, accumulate, x, y)) {
  long row = width * factor * channels;
  if (!accumulate) memset(y, 0, sizeof(float) * height * width * channels);
  for (long i = 0; i < height * factor; i++, x += row) {
    float *target = y + i / factor * width * channels;
    for (long j = 0; j < width * factor; j++)
      EACH(c, channels) target[j / factor * channels + c] += x[j * channels + c];
  }
}
