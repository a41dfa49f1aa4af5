#include "small_product.h"

#include "CKernels.h"

// Each shape of tile keeps its sums in registers; none changes the bits.

/// For sixteen registers of eight numbers, or thirty-two of four.
CLONED static void narrowProduct(product p, long m, long n) {
  long row = 0;
  for (; row + 6 <= m; row += 6) stripe(&p, 6, 1, n, row);
  for (; row + 2 <= m; row += 2) stripe(&p, 2, 2, n, row);
  for (; row < m; row++) stripe(&p, 1, 4, n, row);
}

#if defined(__x86_64__) && defined(__linux__)
/// For thirty-two registers of sixteen numbers.
__attribute__((target("arch=x86-64-v4"), min_vector_width(512))) static void wideProduct(
    product p, long m, long n) {
  long row = 0;
  for (; row + 8 <= m; row += 8) stripe(&p, 8, 2, n, row);
  for (; row + 4 <= m; row += 4) stripe(&p, 4, 4, n, row);
  for (; row + 2 <= m; row += 2) stripe(&p, 2, 4, n, row);
  for (; row < m; row++) stripe(&p, 1, 4, n, row);
}
#else
static void wideProduct(product p, long m, long n) { narrowProduct(p, m, n); }
#endif

void octavo_small_product(
    long m, long n, long k, float scale, const float *a, long rowOfA, long columnOfA,
    const float *b, long strideOfB, bool accumulate, float *c, long strideOfC) {
  product p = {k, scale, a, rowOfA, columnOfA, b, strideOfB, c, strideOfC, accumulate};
  if (hasWideRegisters())
    wideProduct(p, m, n);
  else
    narrowProduct(p, m, n);
}
