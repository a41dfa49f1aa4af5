// Products with a matrix that is used often: it is laid out once in panels of 32 columns, in which
// one row follows another, so that it streams from memory in the order of use.
//
// Every number of the result is one sum over k in ascending order, whatever rows it is computed
// together with: a row's bits do not depend on how many there are.

#include "CKernels.h"
#include "small_product.h"

#include <string.h>

enum { panelWidth = 32 };

void octavo_pack(long k, long n, const float *b, long strideOfB, float *panels) {
  for (long column = 0; column < n; column += panelWidth) {
    long width = n - column < panelWidth ? n - column : panelWidth;
    for (long row = 0; row < k; row++, panels += panelWidth) {
      memcpy(panels, b + row * strideOfB + column, sizeof(float) * width);
      memset(panels + width, 0, sizeof(float) * (panelWidth - width));
    }
  }
}

/// Some rows by `vectors` vectors of a panel, of which `width` columns exist.
INLINE void panelTile(
    const product *p, int rows, int vectors, const float *a, const float *b, float *c, long width) {
  if (width >= vectors * lanes) {
    // What is to be written may be far away, and has the time of the sums to come nearer.
    for (int row = 0; row < rows; row++)
      for (int v = 0; v < vectors; v++) __builtin_prefetch(c + row * p->strideOfC + v * lanes, 1);
    tile(p, rows, vectors, a, b, c);
    return;
  }
  float whole[mostRows * panelWidth];
  product edge = *p;
  edge.strideOfC = panelWidth;
  edge.accumulate = false;
  tile(&edge, rows, vectors, a, b, whole);
  for (int row = 0; row < rows; row++, c += p->strideOfC)
    for (long j = 0; j < width; j++) {
      float value = whole[row * panelWidth + j];
      c[j] = p->accumulate ? c[j] + value : value;
    }
}

INLINE void panelStripe(
    const product *p, int rows, int vectors, long row, long column, long width) {
  const float *a = p->a + row * p->rowOfA;
  for (int v = 0; v < panelWidth / lanes && v * lanes < width; v += vectors)
    panelTile(
        p, rows, vectors, a, p->b + v * lanes, p->c + row * p->strideOfC + column + v * lanes,
        width - v * lanes);
}

/// As many rows at once as `rows` says, whose sums must fit the registers.
INLINE void packedProduct(product p, int rows, int vectors, long m, long n) {
  for (long column = 0; column < n; column += panelWidth, p.b += p.k * panelWidth) {
    long row = 0, width = n - column;
    for (; row + rows <= m; row += rows) panelStripe(&p, rows, vectors, row, column, width);
    for (; row + 4 <= m; row += 4) panelStripe(&p, 4, vectors, row, column, width);
    for (; row < m; row++) panelStripe(&p, 1, vectors, row, column, width);
  }
}

/// For sixteen registers of eight numbers, or thirty-two of four.
CLONED static void narrowProduct(product p, long m, long n) { packedProduct(p, 6, 1, m, n); }

#if defined(__x86_64__) && defined(__linux__)
/// For thirty-two registers of sixteen numbers.
__attribute__((target("arch=x86-64-v4"), min_vector_width(512))) static void wideProduct(
    product p, long m, long n) {
  packedProduct(p, 8, 2, m, n);
}
#else
static void wideProduct(product p, long m, long n) { narrowProduct(p, m, n); }
#endif

void octavo_packed_product(
    long m, long n, long k, const float *a, long strideOfA, const float *panels, bool accumulate,
    float *c, long strideOfC) {
  product p = {k, 1, a, strideOfA, 1, panels, panelWidth, c, strideOfC, accumulate};
  if (hasWideRegisters())
    wideProduct(p, m, n);
  else
    narrowProduct(p, m, n);
}
