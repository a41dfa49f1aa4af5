#include "CKernels.h"
#include "vector_math.h"

enum { tile = 16 };

/// A whole tile through registers and one row of cache lines.
INLINE void transposeTile(const float *x, long strideOfX, float *y, long strideOfY) {
  float block[tile][tile];
  for (int row = 0; row < tile; row++)
    for (int column = 0; column < tile; column++)
      block[column][row] = x[row * strideOfX + column];
  for (int column = 0; column < tile; column++)
    for (int row = 0; row < tile; row++) y[column * strideOfY + row] = block[column][row];
}

KERNEL void octavo_transpose(
    long rows, long columns, const float *x, long strideOfX, float *y, long strideOfY) {
  for (long row = 0; row < rows; row += tile)
    for (long column = 0; column < columns; column += tile) {
      const float *source = x + row * strideOfX + column;
      float *target = y + column * strideOfY + row;
      if (row + tile <= rows && column + tile <= columns) {
        transposeTile(source, strideOfX, target, strideOfY);
        continue;
      }
      for (long i = 0; i < tile && row + i < rows; i++)
        for (long j = 0; j < tile && column + j < columns; j++)
          target[j * strideOfY + i] = source[i * strideOfX + j];
    }
}
