#include "CKernels.h"
#include "philox.h"
#include "reductions.h"
#include "small_product.h"

#include <stddef.h>

typedef struct {
  long first, last;
} span;

INLINE span visible(const octavo_attention_block *block, long row) {
  span result = {block->start, block->query + row + 1};
  if (result.last > block->columns) result.last = block->columns;
  if (result.first > result.last) result.first = result.last;
  return result;
}

INLINE void dropRow(const octavo_attention_block *block, long row, long columns, float *x) {
  uint64_t counter = block->counter + (uint64_t)(row * block->counterStride);
  octavo_dropout(columns, block->key, counter, block->keep, x, x);
}

KERNEL void octavo_attention_softmax(
    const octavo_attention_block *block, float *scores, float *logSumExp) {
  for (long row = 0; row < block->rows; row++, scores += block->columns) {
    span keys = visible(block, row);
    for (long j = 0; j < keys.first; j++) scores[j] = 0;
    for (long j = keys.last; j < block->columns; j++) scores[j] = 0;
    if (keys.first == keys.last) {
      logSumExp[row] = 0;
      continue;
    }
    float *x = scores + keys.first;
    long count = keys.last - keys.first;
    float shift = largest(count, x);
    EACH(j, count) x[j] = exponential(x[j] - shift);
    float total = sum(count, x);
    float scale = 1.0f / total;
    EACH(j, count) x[j] *= scale;
    logSumExp[row] = shift + logf(total);
    if (block->keep < 1) dropRow(block, row, keys.last, scores);
  }
}

KERNEL void octavo_attention_softmax_backward(
    const octavo_attention_block *block, long width, float scale, const float *logSumExp,
    const float *dout, const float *out, long stride, float *scores, float *gradient) {
  for (long row = 0; row < block->rows;
       row++, scores += block->columns, gradient += block->columns) {
    span keys = visible(block, row);
    for (long j = 0; j < keys.first; j++) scores[j] = gradient[j] = 0;
    for (long j = keys.last; j < block->columns; j++) scores[j] = gradient[j] = 0;
    if (block->keep < 1) dropRow(block, row, keys.last, gradient);
    float shift = logSumExp[row], centre = dot(width, dout + row * stride, out + row * stride);
    float *x = scores + keys.first, *dx = gradient + keys.first;
    EACH(j, keys.last - keys.first) {
      float probability = exponential(x[j] - shift);
      x[j] = probability;
      dx[j] = probability * (dx[j] - centre) * scale;
    }
    if (block->keep < 1) dropRow(block, row, keys.last, scores);
  }
}

KERNEL void octavo_attend_cached(
    long queries, long length, long capacity, long width, float scale, const float *query,
    const float *keys, const float *values, float *scores, float *out) {
  long columns = (length + lanes - 1) / lanes * lanes;
  smallProduct(
      (product){width, scale, query, width, 1, keys, capacity, scores, columns, false}, queries,
      columns);
  for (long row = 0; row < queries; row++) {
    float *x = scores + row * columns;
    float shift = largest(length, x);
    EACH(j, length) x[j] = exponential(x[j] - shift);
    float inverse = 1.0f / sum(length, x);
    EACH(j, length) x[j] *= inverse;
  }
  smallProduct(
      (product){length, 1, scores, columns, 1, values, width, out, width, false}, queries, width);
}
