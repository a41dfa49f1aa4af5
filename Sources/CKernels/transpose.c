#include "CKernels.h"
#include "vector_math.h"

enum { tile = lanes };

/// Interleaves row i with row i + 8, for every i: the number at (row, column), eight bits of
/// address, moves to the address rotated by one bit. After four times rows and columns have changed
/// places.
INLINE void interleave(const vector *x, vector *y) {
  for (int i = 0; i < tile / 2; i++) {
    y[2 * i] = __builtin_shufflevector(
        x[i], x[i + tile / 2], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    y[2 * i + 1] = __builtin_shufflevector(
        x[i], x[i + tile / 2], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  }
}

INLINE void transposeTile(const float *x, long strideOfX, float *y, long strideOfY) {
  vector a[tile], b[tile];
  for (int row = 0; row < tile; row++) a[row] = *(const vector_anywhere *)(x + row * strideOfX);
  interleave(a, b);
  interleave(b, a);
  interleave(a, b);
  interleave(b, a);
  for (int row = 0; row < tile; row++) *(vector_anywhere *)(y + row * strideOfY) = a[row];
}

typedef float four __attribute__((ext_vector_type(4)));
typedef float four_anywhere __attribute__((ext_vector_type(4), aligned(4)));

INLINE void transposeSmallTile(const float *x, long strideOfX, float *y, long strideOfY) {
  four a[4], b[4];
  for (int row = 0; row < 4; row++) a[row] = *(const four_anywhere *)(x + row * strideOfX);
  for (int i = 0; i < 2; i++) {
    b[2 * i] = __builtin_shufflevector(a[i], a[i + 2], 0, 4, 1, 5);
    b[2 * i + 1] = __builtin_shufflevector(a[i], a[i + 2], 2, 6, 3, 7);
  }
  for (int i = 0; i < 2; i++) {
    a[2 * i] = __builtin_shufflevector(b[i], b[i + 2], 0, 4, 1, 5);
    a[2 * i + 1] = __builtin_shufflevector(b[i], b[i + 2], 2, 6, 3, 7);
  }
  for (int row = 0; row < 4; row++) *(four_anywhere *)(y + row * strideOfY) = a[row];
}

/// What is left where no whole tile fits.
INLINE void transposeEdge(
    long rows, long columns, const float *x, long strideOfX, float *y, long strideOfY) {
  for (long row = 0; row < rows; row += 4)
    for (long column = 0; column < columns; column += 4) {
      const float *source = x + row * strideOfX + column;
      float *target = y + column * strideOfY + row;
      if (row + 4 <= rows && column + 4 <= columns) {
        transposeSmallTile(source, strideOfX, target, strideOfY);
        continue;
      }
      for (long i = 0; i < 4 && row + i < rows; i++)
        for (long j = 0; j < 4 && column + j < columns; j++)
          target[j * strideOfY + i] = source[i * strideOfX + j];
    }
}

KERNEL(
    void, octavo_transpose,
    (long rows, long columns, const float *x, long strideOfX, float *y, long strideOfY),
    (rows, columns, x, strideOfX, y, strideOfY)) {
  for (long row = 0; row < rows; row += tile)
    for (long column = 0; column < columns; column += tile) {
      const float *source = x + row * strideOfX + column;
      float *target = y + column * strideOfY + row;
      if (row + tile <= rows && column + tile <= columns)
        transposeTile(source, strideOfX, target, strideOfY);
      else
        transposeEdge(
            rows - row < tile ? rows - row : tile,
            columns - column < tile ? columns - column : tile, source, strideOfX, target,
            strideOfY);
    }
}
