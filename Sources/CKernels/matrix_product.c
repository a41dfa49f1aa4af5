// Products of matrices of any size, cut so that what is used again stays in a core's caches.

#include "CKernels.h"
#include "product_tile.h"

enum {
  /// A panel of B for so many steps over k stays in a core's first cache beside some rows of A.
  depthAtOnce = 512,
  /// A block of B stays in a core's second cache.
  columnsAtOnce = 256,
  /// A multiple of the rows of either tile.
  rowsAtOnce = 48,
  /// With fewer rows B is read in place: to pack it would take longer.
  rowsWorthPacking = 24,
  /// With fewer columns A is read in place.
  columnsWorthPacking = 64,
  /// So few columns would leave most lanes empty.
  fewColumns = 8,
  rowsAcrossAtOnce = 256,
};

static void clear(long m, long n, float *c, long strideOfC) {
  for (long row = 0; row < m; row++) memset(c + row * strideOfC, 0, sizeof(float) * n);
}

KERNEL(
    void, octavo_pack,
    (bool transposeB, long k, long n, const float *b, long strideOfB, float *panels),
    (transposeB, k, n, b, strideOfB, panels)) {
  for (long column = 0; column < n; column += lanes, panels += k * lanes) {
    long width = smallerOf(n - column, lanes);
    if (transposeB) {
      if (width < lanes) memset(panels, 0, sizeof(float) * k * lanes);
      octavo_transpose(width, k, b + column * strideOfB, strideOfB, panels, lanes);
    } else if (width == lanes) {
      for (long row = 0; row < k; row++)
        *(vector_anywhere *)(panels + row * lanes) =
            *(const vector_anywhere *)(b + row * strideOfB + column);
    } else {
      for (long row = 0; row < k; row++) {
        vector_anywhere *panel = (vector_anywhere *)(panels + row * lanes);
        *panel = (vector){0};
        copyFew((float *)panel, b + row * strideOfB + column, width);
      }
    }
  }
}

/// Row after row of A, so that each is read once; `rowsOfPanel` is a constant where this is used.
INLINE void packRows(
    long rows, long k, long rowsOfPanel, const float *a, long strideOfA, float *panels) {
  for (long i = 0; i < k; i++, a += strideOfA, panels += rowsOfPanel) {
    float *panel = panels;
    long row = 0;
    for (; row + rowsOfPanel <= rows; row += rowsOfPanel, panel += k * rowsOfPanel)
      memcpy(panel, a + row, sizeof(float) * rowsOfPanel);
    for (long last = 0; row + last < rows; last++) panel[last] = a[row + last];
  }
}

/// Lays out the transpose of A, k × rows, in panels of some of its rows, column after column.
NARROW static void packTransposed(
    long rows, long k, long rowsOfPanel, const float *a, long strideOfA, float *panels) {
#define ROWS(count)                                 \
  case count:                                       \
    packRows(rows, k, count, a, strideOfA, panels); \
    break;
  switch (rowsOfPanel) { EACH_TILE_HEIGHT(ROWS) }
#undef ROWS
}

/// The part of a product that has the columns of one block of C.
static void multiplyColumns(
    bool transposeA, bool transposeB, long m, long n, long k, const float *a, long strideOfA,
    const float *b, long strideOfB, bool accumulate, float *c, long strideOfC) {
  _Alignas(64) float panelsOfB[depthAtOnce * columnsAtOnce];
  _Alignas(64) float panelsOfA[depthAtOnce * rowsAtOnce];
  bool packsA = transposeA && n >= columnsWorthPacking;
  bool packsB = transposeB || m >= rowsWorthPacking || n % lanes != 0;
  long tileRows = octavo_rows_of_tiles(m);
  // Pieces of equal depth, because each reads and writes C.
  long pieces = (k + depthAtOnce - 1) / depthAtOnce;
  product_block p = {
      .n = n,
      .rowsOfPanel = tileRows,
      .rowOfA = transposeA ? 1 : strideOfA,
      .columnOfA = transposeA ? strideOfA : 1,
      .panelOfB = lanes,
      .rowOfB = strideOfB,
      .strideOfC = strideOfC,
  };
  long rowOfA = p.rowOfA, columnOfA = p.columnOfA;
  for (long piece = 0; piece < pieces; piece++) {
    long first = k * piece / pieces;
    p.k = k * (piece + 1) / pieces - first;
    p.continues = accumulate || piece > 0;
    p.b = transposeB ? b + first : b + first * strideOfB;
    if (packsB) {
      octavo_pack(transposeB, p.k, n, p.b, strideOfB, panelsOfB);
      p.b = panelsOfB;
      p.panelOfB = p.k * lanes;
      p.rowOfB = lanes;
    }
    long rows = rowsAtOnce / tileRows * tileRows;
    for (long row = 0; row < m; row += rows) {
      p.m = smallerOf(m - row, rows);
      p.c = c + row * strideOfC;
      p.a = a + row * rowOfA + first * columnOfA;
      p.panelOfA = tileRows * rowOfA;
      if (packsA) {
        packTransposed(p.m, p.k, tileRows, p.a, strideOfA, panelsOfA);
        p.a = panelsOfA;
        p.panelOfA = p.k * tileRows;
        p.columnOfA = tileRows;
      }
      octavo_multiply_block(&p);
    }
  }
}

/// C = Aᵀ B of few columns, with lanes across the rows, which follow one another in A: Cᵀ = Bᵀ A. `m` is a
/// multiple of `lanes`.
static void multiplyAcross(
    long m, long n, long k, const float *a, long strideOfA, const float *b, long strideOfB,
    bool accumulate, float *c, long strideOfC) {
  _Alignas(64) float transposed[fewColumns * rowsAcrossAtOnce];
  long rows = octavo_rows_of_tiles(n);
  for (long row = 0; row < m; row += rowsAcrossAtOnce, c += rowsAcrossAtOnce * strideOfC) {
    long count = smallerOf(m - row, rowsAcrossAtOnce);
    if (accumulate) octavo_transpose(count, n, c, strideOfC, transposed, rowsAcrossAtOnce);
    product_block p = {
        .m = n,
        .n = count,
        .k = k,
        .a = b,
        .rowsOfPanel = rows,
        .panelOfA = rows,
        .rowOfA = 1,
        .columnOfA = strideOfB,
        .b = a + row,
        .panelOfB = lanes,
        .rowOfB = strideOfA,
        .c = transposed,
        .strideOfC = rowsAcrossAtOnce,
        .continues = accumulate,
    };
    octavo_multiply_block(&p);
    octavo_transpose(n, count, transposed, rowsAcrossAtOnce, c, strideOfC);
  }
}

void octavo_matrix_product(
    bool transposeA, bool transposeB, long m, long n, long k, const float *a, long strideOfA,
    const float *b, long strideOfB, bool accumulate, float *c, long strideOfC) {
  if (k == 0 && !accumulate) clear(m, n, c, strideOfC);
  if (transposeA && !transposeB && n <= fewColumns && m >= lanes) {
    long across = m / lanes * lanes;
    multiplyAcross(across, n, k, a, strideOfA, b, strideOfB, accumulate, c, strideOfC);
    a += across;
    c += across * strideOfC;
    m -= across;
  }
  for (long column = 0; column < n; column += columnsAtOnce)
    multiplyColumns(
        transposeA, transposeB, m, smallerOf(n - column, columnsAtOnce), k, a, strideOfA,
        transposeB ? b + column * strideOfB : b + column, strideOfB, accumulate, c + column,
        strideOfC);
}

void octavo_packed_product(
    long m, long n, long k, const float *a, long strideOfA, const float *panels, bool accumulate,
    float *c, long strideOfC) {
  long rows = octavo_rows_of_tiles(m);
  product_block p = {
      .rowsOfPanel = rows,
      .panelOfA = rows * strideOfA,
      .rowOfA = strideOfA,
      .columnOfA = 1,
      .panelOfB = k * lanes,
      .rowOfB = lanes,
      .strideOfC = strideOfC,
  };
  // Few rows pass by each number of B only once, so there is nothing to keep in a cache.
  bool isCut = m >= rowsAtOnce;
  long columns = isCut ? columnsAtOnce : n, most = isCut ? rowsAtOnce / rows * rows : m;
  long pieces = isCut ? (k + depthAtOnce - 1) / depthAtOnce : 1;
  if (k == 0 && !accumulate) clear(m, n, c, strideOfC);
  for (long column = 0; column < n; column += columns)
    for (long piece = 0; piece < pieces; piece++) {
      long first = k * piece / pieces;
      p.n = smallerOf(n - column, columns);
      p.k = k * (piece + 1) / pieces - first;
      p.b = panels + column * k + first * lanes;
      p.continues = accumulate || piece > 0;
      for (long row = 0; row < m; row += most) {
        p.m = smallerOf(m - row, most);
        p.a = a + row * strideOfA + first;
        p.c = c + row * strideOfC + column;
        octavo_multiply_block(&p);
      }
    }
}
