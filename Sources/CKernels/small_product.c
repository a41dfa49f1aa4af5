#include "small_product.h"

#include "CKernels.h"

KERNEL void octavo_small_product(
    long m, long n, long k, float scale, const float *a, long rowOfA, long columnOfA,
    const float *b, long strideOfB, bool accumulate, float *c, long strideOfC) {
  product p = {k, scale, a, rowOfA, columnOfA, b, strideOfB, c, strideOfC, accumulate};
  smallProduct(p, m, n);
}
