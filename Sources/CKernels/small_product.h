// Products of matrices that fit into a core's own cache, where a library's preparations would cost
// more than the work.

#ifndef OCTAVO_SMALL_PRODUCT_H
#define OCTAVO_SMALL_PRODUCT_H

#include "vector_math.h"

#include <stdbool.h>

enum { mostRows = 8, mostVectors = 4 };

/// Whether there are thirty-two registers of sixteen numbers.
static inline bool hasWideRegisters(void) {
#if defined(__x86_64__) && defined(__linux__)
  return __builtin_cpu_supports("x86-64-v4");
#else
  return false;
#endif
}

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
  // A pointer for each row: one that steps from row to row would have to wait for itself.
  const float *starts[mostRows];
  for (int row = 0; row < rows; row++) starts[row] = a + row * p->rowOfA;
  for (long i = 0, k = 0; i < p->k; i++, k += p->columnOfA, b += p->strideOfB)
    for (int row = 0; row < rows; row++)
      for (int v = 0; v < vectors; v++)
        sums[row][v] += starts[row][k] * *(const vector_anywhere *)(b + v * lanes);
  for (int row = 0; row < rows; row++, c += p->strideOfC)
    for (int v = 0; v < vectors; v++) {
      vector_anywhere *target = (vector_anywhere *)(c + v * lanes);
      vector value = sums[row][v] * p->scale;
      *target = p->accumulate ? *target + value : value;
    }
}

/// `rows` rows of C by `vectors` vectors, then by fewer, then number by number.
INLINE void stripe(const product *p, int rows, int vectors, long n, long row) {
  const float *a = p->a + row * p->rowOfA;
  float *c = p->c + row * p->strideOfC;
  long column = 0;
  for (; column + vectors * lanes <= n; column += vectors * lanes)
    tile(p, rows, vectors, a, p->b + column, c + column);
  if (vectors > 2)
    for (; column + 2 * lanes <= n; column += 2 * lanes)
      tile(p, rows, 2, a, p->b + column, c + column);
  if (vectors > 1)
    for (; column + lanes <= n; column += lanes) tile(p, rows, 1, a, p->b + column, c + column);
  for (; column < n; column++)
    for (int i = 0; i < rows; i++) {
      float sum = 0;
      for (long k = 0; k < p->k; k++)
        sum += a[i * p->rowOfA + k * p->columnOfA] * p->b[k * p->strideOfB + column];
      float *target = c + i * p->strideOfC + column;
      *target = p->scale * sum + (p->accumulate ? *target : 0);
    }
}

#endif
