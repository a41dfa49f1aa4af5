// Products of matrices that fit into a core's own cache, where a library's preparations would cost
// more than the work.

#ifndef OCTAVO_SMALL_PRODUCT_H
#define OCTAVO_SMALL_PRODUCT_H

#include "vector_math.h"

#include <stdbool.h>

enum { mostRows = 8, mostVectors = 4 };

typedef struct {
  long k;
  float scale;
  const float *a;
  long rowOfA, columnOfA;
  const float *b;
  long strideOfB;
  float *c;
  long strideOfC;
  bool accumulate;
} product;

/// `rows` × (16 · `vectors`) numbers of C, all sums in registers; both sizes are constants where
/// this is used.
INLINE void tile(
    const product *p, int rows, int vectors, const float *a, const float *b, float *c) {
  vector sums[mostRows][mostVectors] = {};
  for (long i = 0; i < p->k; i++, a += p->columnOfA, b += p->strideOfB)
    for (int row = 0; row < rows; row++)
      for (int v = 0; v < vectors; v++)
        sums[row][v] += a[row * p->rowOfA] * *(const vector_anywhere *)(b + v * lanes);
  for (int row = 0; row < rows; row++, c += p->strideOfC)
    for (int v = 0; v < vectors; v++) {
      vector_anywhere *target = (vector_anywhere *)(c + v * lanes);
      vector value = sums[row][v] * p->scale;
      *target = p->accumulate ? *target + value : value;
    }
}

/// `rows` rows of C by as many vectors as there are registers for, then by fewer, then number by
/// number.
INLINE void stripe(const product *p, int rows, long n, long row) {
  const float *a = p->a + row * p->rowOfA;
  float *c = p->c + row * p->strideOfC;
  long column = 0;
  if (rows <= 4)
    for (; column + 4 * lanes <= n; column += 4 * lanes)
      tile(p, rows, 4, a, p->b + column, c + column);
  for (; column + 2 * lanes <= n; column += 2 * lanes)
    tile(p, rows, 2, a, p->b + column, c + column);
  for (; column + lanes <= n; column += lanes)
    tile(p, rows, 1, a, p->b + column, c + column);
  for (; column < n; column++)
    for (int i = 0; i < rows; i++) {
      float sum = 0;
      for (long k = 0; k < p->k; k++)
        sum += a[i * p->rowOfA + k * p->columnOfA] * p->b[k * p->strideOfB + column];
      float *target = c + i * p->strideOfC + column;
      *target = p->scale * sum + (p->accumulate ? *target : 0);
    }
}

INLINE void smallProduct(product p, long m, long n) {
  long row = 0;
  for (; row + 8 <= m; row += 8) stripe(&p, 8, n, row);
  for (; row + 4 <= m; row += 4) stripe(&p, 4, n, row);
  for (; row + 2 <= m; row += 2) stripe(&p, 2, n, row);
  for (; row < m; row++) stripe(&p, 1, n, row);
}

#endif
