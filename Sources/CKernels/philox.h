// Philox4x32-10 (Salmon et al. 2011) over many counters at once, for loops that need one number an
// element.

#ifndef OCTAVO_PHILOX_H
#define OCTAVO_PHILOX_H

#include "vector_math.h"

/// The block of four words for one counter.
INLINE void philox(uint64_t counter, uint64_t key, uint32_t words[4]) {
  uint32_t c0 = (uint32_t)counter, c1 = (uint32_t)(counter >> 32), c2 = 0, c3 = 0;
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
  for (int round = 0; round < 10; round++) {
    uint64_t first = (uint64_t)c0 * 0xD2511F53u, second = (uint64_t)c2 * 0xCD9E8D57u;
    c0 = (uint32_t)(second >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)second;
    c2 = (uint32_t)(first >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)first;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  words[0] = c0, words[1] = c1, words[2] = c2, words[3] = c3;
}

enum { draws = 64 };

/// Whether each of the `draws` elements from `first` (a multiple of `draws`) is kept: 1/keep or 0.
/// Element i takes word i / 16 of the counter first / 4 + i % 16, so that sixteen counters run side
/// by side.
INLINE void keepScales(uint64_t key, uint64_t first, float keep, float scales[draws]) {
  uint32_t threshold = keep >= 1 ? UINT32_MAX : (uint32_t)(keep * 4294967296.0f);
  float scale = 1.0f / keep;
  uint32_t words[4][draws / 4];
  for (int lane = 0; lane < draws / 4; lane++) {
    uint32_t block[4];
    philox(first / 4 + lane, key, block);
    for (int word = 0; word < 4; word++) words[word][lane] = block[word];
  }
  for (int word = 0; word < 4; word++)
    for (int lane = 0; lane < draws / 4; lane++)
      scales[word * (draws / 4) + lane] = words[word][lane] < threshold ? scale : 0.0f;
}

#endif
