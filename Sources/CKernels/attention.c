#include "CKernels.h"
#include "philox.h"
#include "reductions.h"

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

/// exp(scale · x − shift) in place for a whole row, then 0 where nothing is visible. A row is a multiple of
/// `lanes` long, so that no loop ends number by number.
INLINE void exponentiateRow(long columns, span keys, float scale, float shift, float *x) {
  for (long j = 0; j < columns; j += lanes) {
    vector group = fused(*(vector_anywhere *)(x + j), (vector)(scale), (vector)(-shift));
    exponentiateVector(&group);
    *(vector_anywhere *)(x + j) = group;
  }
  for (long j = 0; j < keys.first; j++) x[j] = 0;
  for (long j = keys.last; j < columns; j++) x[j] = 0;
}

KERNEL(
    void, octavo_attention_softmax,
    (const octavo_attention_block *block, float *scores, float *logSumExp),
    (block, scores, logSumExp)) {
  long columns = block->columns;
  for (long row = 0; row < block->rows; row++, scores += columns) {
    span keys = visible(block, row);
    if (keys.first == keys.last) {
      EACH(j, columns) scores[j] = 0;
      logSumExp[row] = 0;
      continue;
    }
    float shift = block->scale * largest(keys.last - keys.first, scores + keys.first);
    exponentiateRow(columns, keys, block->scale, shift, scores);
    vector sums = {0};
    for (long j = 0; j < columns; j += lanes) sums += *(vector_anywhere *)(scores + j);
    float total = sumOfLanes(&sums);
    float scale = 1.0f / total;
    for (long j = 0; j < columns; j += lanes) *(vector_anywhere *)(scores + j) *= scale;
    logSumExp[row] = shift + logarithm(total);
    if (block->keep < 1) dropRow(block, row, keys.last, scores);
  }
}

KERNEL(
    void, octavo_attention_softmax_backward,
    (const octavo_attention_block *block, long width, const float *logSumExp, const float *dout,
     const float *out, long stride, float *scores, float *gradient),
    (block, width, logSumExp, dout, out, stride, scores, gradient)) {
  long columns = block->columns;
  for (long row = 0; row < block->rows; row++, scores += columns, gradient += columns) {
    span keys = visible(block, row);
    if (block->keep < 1) dropRow(block, row, keys.last, gradient);
    float center = dot(width, dout + row * stride, out + row * stride);
    exponentiateRow(columns, keys, block->scale, logSumExp[row], scores);
    for (long j = 0; j < columns; j += lanes) {
      vector_anywhere *dx = (vector_anywhere *)(gradient + j);
      *dx = *(vector_anywhere *)(scores + j) * (*dx - center) * block->scale;
    }
    if (block->keep < 1) dropRow(block, row, keys.last, scores);
  }
}
