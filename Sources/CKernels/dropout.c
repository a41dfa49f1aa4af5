#include "CKernels.h"
#include "philox.h"

KERNEL(
    void, octavo_dropout,
    (long count, uint64_t key, uint64_t counter, float keep, const float *x, float *y),
    (count, key, counter, keep, x, y)) {
  float scales[draws];
  for (long i = 0; i < count;) {
    uint64_t element = counter + i, offset = element % draws;
    keepScales(key, element - offset, keep, scales);
    long here = draws - (long)offset;
    if (here > count - i) here = count - i;
    EACH(j, here) y[i + j] = x[i + j] * scales[offset + j];
    i += here;
  }
}
