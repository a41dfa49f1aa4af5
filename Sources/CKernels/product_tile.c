#include "product_tile.h"

#include "CKernels.h"

enum {
  mostRows = 12,
  mostVectors = 2,
};

// A loop over registers has to be unrolled before the compiler decides what registers hold.
#define ALL(index, count) \
  _Pragma("clang loop unroll(full)") for (int index = 0; index < (count); index++)

/// `rows` × (16 · `vectors`) numbers of C, all chains in registers; both sizes are constants where
/// this is used.
INLINE void multiplyTile(
    const product_block *p, int rows, int vectors, const float *a, const float *b, float *c,
    long strideOfC) {
  vector sums[mostRows][mostVectors];
  // A pointer for each row: one that steps from row to row would have to wait for itself.
  const float *starts[mostRows];
  ALL(row, rows) {
    starts[row] = a + row * p->rowOfA;
    ALL(v, vectors) {
      if (p->continues)
        sums[row][v] = *(const vector_anywhere *)(c + row * strideOfC + v * lanes);
      else
        sums[row][v] = (vector){0};
    }
  }
  for (long i = 0, k = 0; i < p->k; i++, k += p->columnOfA, b += p->rowOfB)
    ALL(row, rows) {
      ALL(v, vectors) {
        vector ofB = *(const vector_anywhere *)(b + v * p->panelOfB);
        sums[row][v] = fused((vector)(starts[row][k]), ofB, sums[row][v]);
      }
    }
  ALL(row, rows) {
    ALL(v, vectors) *(vector_anywhere *)(c + row * strideOfC + v * lanes) = sums[row][v];
  }
}

/// A tile of which only `width` columns exist.
INLINE void multiplyEdge(
    const product_block *p, int rows, const float *a, const float *b, float *c, long width) {
  float whole[mostRows * lanes] = {0};
  if (p->continues)
    for (int row = 0; row < rows; row++)
      memcpy(whole + row * lanes, c + row * p->strideOfC, sizeof(float) * width);
  multiplyTile(p, rows, 1, a, b, whole, lanes);
  for (int row = 0; row < rows; row++)
    memcpy(c + row * p->strideOfC, whole + row * lanes, sizeof(float) * width);
}

INLINE void multiplyRows(
    const product_block *p, int rows, int vectors, long row, const float *b, long column) {
  const float *a = p->a + row / p->rowsOfPanel * p->panelOfA + row % p->rowsOfPanel * p->rowOfA;
  float *c = p->c + row * p->strideOfC + column;
  long width = p->n - column;
  if (width >= vectors * lanes) {
    multiplyTile(p, rows, vectors, a, b, c, p->strideOfC);
    return;
  }
  if (vectors > 1 && width >= lanes) {
    multiplyTile(p, rows, 1, a, b, c, p->strideOfC);
    b += p->panelOfB;
    c += lanes;
    width -= lanes;
  }
  if (width > 0) multiplyEdge(p, rows, a, b, c, width);
}

/// Up to `most` rows at a time, whose chains must fit the registers.
INLINE void multiplyBlock(const product_block *p, int most, int vectors) {
  const float *b = p->b;
  for (long column = 0; column < p->n; column += vectors * lanes, b += vectors * p->panelOfB)
    for (long row = 0; row < p->m; row += p->rowsOfPanel) {
      long rows = p->m - row < p->rowsOfPanel ? p->m - row : p->rowsOfPanel;
#define ROWS(count)                                                     \
  case count:                                                           \
    if (count <= most) multiplyRows(p, count, vectors, row, b, column); \
    break;
      switch (rows) {
        ROWS(12)
        ROWS(11)
        ROWS(10)
        ROWS(9)
        ROWS(8)
        ROWS(7)
        ROWS(6)
        ROWS(5)
        ROWS(4)
        ROWS(3)
        ROWS(2)
        ROWS(1)
      }
#undef ROWS
    }
}

/// For sixteen registers of eight numbers, or thirty-two of four.
NARROW static void multiplyNarrow(const product_block *p) { multiplyBlock(p, 6, 1); }

#if defined(__x86_64__)
/// For thirty-two registers of sixteen numbers.
WIDE static void multiplyWide(const product_block *p) { multiplyBlock(p, 12, 2); }

long octavo_tile_rows(void) { return octavo_uses_wide_registers ? 12 : 6; }
void octavo_multiply_block(const product_block *p) {
  (octavo_uses_wide_registers ? multiplyWide : multiplyNarrow)(p);
}
#else
long octavo_tile_rows(void) { return 6; }
void octavo_multiply_block(const product_block *p) { multiplyNarrow(p); }
#endif
