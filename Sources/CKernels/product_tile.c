#include "product_tile.h"

#include "CKernels.h"

enum {
  rowsOfNarrowTile = 6,
  rowsOfWideTile = 12,
  mostVectors = 2,
};

// A loop over registers has to be unrolled before the compiler decides what registers hold.
#define ALL(index, count) \
  _Pragma("clang loop unroll(full)") for (int index = 0; index < (count); index++)

// Elsewhere copies of the body for every height of a tile would be long.
#define EVERY(index, count) \
  _Pragma("clang loop unroll(disable)") for (int index = 0; index < (count); index++)

INLINE float *rowOfC(const product_block *p, product_layout layout, long row, long column) {
  return (layout == scatteredRows ? p->rowsOfC[row] : p->c + row * p->strideOfC) + column;
}

/// `rows` × (16 · `vectors`) numbers of C, all chains in registers; the layout and both sizes are
/// constants where this is used. C itself is left alone where there is an `edge` in its place.
INLINE void multiplyTile(
    const product_block *p, product_layout layout, int rows, int vectors, long first, long column,
    const float *b, float *edge) {
  vector sums[rowsOfWideTile][mostVectors];
  // A pointer for each row: one that steps from row to row would have to wait for itself.
  const float *starts[rowsOfWideTile];
  const float *a = p->a + first / p->rowsOfPanel * p->panelOfA;
  ALL(row, rows) {
    starts[row] =
        layout == scatteredRows ? p->rowsOfA[first + row] + p->beginOfA : a + row * p->rowOfA;
    const float *c = edge ? edge + row * lanes : rowOfC(p, layout, first + row, column);
    ALL(v, vectors) {
      if (p->continues)
        sums[row][v] = *(const vector_anywhere *)(c + v * lanes);
      else
        sums[row][v] = (vector){0};
    }
  }
  long panelOfB = layout == scatteredStepsOfB ? lanes : p->panelOfB;
  for (long stretch = 0; stretch < (layout == scatteredRows ? p->stretches : 1); stretch++) {
    const float *ofB = b;
    for (long i = 0, k = 0; i < p->k; i++, k += p->columnOfA, ofB += p->rowOfB) {
      const float *ofA = layout == scatteredStepsOfA ? p->steps[i] + first : NULL;
      if (layout == scatteredStepsOfB) ofB = p->steps[i] + column;
      ALL(row, rows) {
        float factor = layout == scatteredStepsOfA ? ofA[row] : starts[row][k];
        ALL(v, vectors) {
          vector factors = *(const vector_anywhere *)(ofB + v * panelOfB);
          sums[row][v] = fused((vector)(factor), factors, sums[row][v]);
        }
      }
    }
    if (layout == scatteredRows) {
      ALL(row, rows) starts[row] += p->stretchOfA;
      b += p->stretchOfB;
    }
  }
  ALL(row, rows) {
    float *c = edge ? edge + row * lanes : rowOfC(p, layout, first + row, column);
    ALL(v, vectors) *(vector_anywhere *)(c + v * lanes) = sums[row][v];
  }
}

/// A tile of which only `width` columns exist.
INLINE void multiplyEdge(
    const product_block *p, product_layout layout, int rows, long first, long column,
    const float *b, long width) {
  float whole[rowsOfWideTile * lanes];
  if (p->continues) EVERY(row, rows) {
      *(vector_anywhere *)(whole + row * lanes) = (vector){0};
      copyFew(whole + row * lanes, rowOfC(p, layout, first + row, column), width);
    }
  multiplyTile(p, layout, rows, 1, first, column, b, whole);
  EVERY(row, rows) copyFew(rowOfC(p, layout, first + row, column), whole + row * lanes, width);
}

INLINE void multiplyRows(
    const product_block *p, product_layout layout, int rows, int vectors, long first, long column,
    const float *b) {
  long width = p->n - column;
  if (width >= vectors * lanes) {
    multiplyTile(p, layout, rows, vectors, first, column, b, NULL);
    return;
  }
  if (vectors > 1 && width >= lanes) {
    multiplyTile(p, layout, rows, 1, first, column, b, NULL);
    b += p->panelOfB;
    column += lanes;
    width -= lanes;
  }
  if (width > 0) multiplyEdge(p, layout, rows, first, column, b, width);
}

/// Up to `most` rows at a time, whose chains must fit the registers.
INLINE void multiplyTiles(const product_block *p, product_layout layout, int most, int vectors) {
  const float *b = p->b;
  for (long column = 0; column < p->n; column += vectors * lanes, b += vectors * p->panelOfB)
    for (long row = 0; row < p->m; row += p->rowsOfPanel) {
      long rows = p->m - row < p->rowsOfPanel ? p->m - row : p->rowsOfPanel;
#define ROWS(count)                                                             \
  case count:                                                                   \
    if (count <= most) multiplyRows(p, layout, count, vectors, row, column, b); \
    break;
      switch (rows) { EACH_TILE_HEIGHT(ROWS) }
#undef ROWS
    }
}

INLINE void multiplyBlock(const product_block *p, int most, int vectors) {
  switch (p->layout) {
  case evenRows:
    multiplyTiles(p, evenRows, most, vectors);
    break;
  case scatteredRows:
    multiplyTiles(p, scatteredRows, most, vectors);
    break;
  case scatteredStepsOfA:
    multiplyTiles(p, scatteredStepsOfA, most, vectors);
    break;
  case scatteredStepsOfB:
    multiplyTiles(p, scatteredStepsOfB, most, vectors);
    break;
  }
}

/// For sixteen registers of eight numbers, or thirty-two of four.
NARROW static void multiplyNarrow(const product_block *p) { multiplyBlock(p, rowsOfNarrowTile, 1); }

#if defined(__x86_64__)
/// For thirty-two registers of sixteen numbers.
WIDE static void multiplyWide(const product_block *p) { multiplyBlock(p, rowsOfWideTile, 2); }

static long rowsOfTallestTile(void) {
  return octavo_uses_wide_registers ? rowsOfWideTile : rowsOfNarrowTile;
}
void octavo_multiply_block(const product_block *p) {
  // Tiles that were cut for wide registers fit no others, and another thread may have chosen other
  // instructions since.
  bool isWide = octavo_uses_wide_registers || p->rowsOfPanel > rowsOfNarrowTile;
  (isWide ? multiplyWide : multiplyNarrow)(p);
}
#else
static long rowsOfTallestTile(void) { return rowsOfNarrowTile; }
void octavo_multiply_block(const product_block *p) { multiplyNarrow(p); }
#endif

long octavo_rows_of_tiles(long m) {
  long most = rowsOfTallestTile(), tiles = (m + most - 1) / most;
  return tiles == 0 ? most : (m + tiles - 1) / tiles;
}
