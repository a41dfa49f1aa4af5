#include "CKernels.h"
#include "reductions.h"

/// The query's products with sixteen keys.
INLINE void multiplyKeys(
    long width, long keyWidth, const float *query, const float *keys, vector *scores) {
  vector partial[lanes] = {};
  for (long channel = 0; channel < width; channel += lanes) {
    vector q;
    load(width - channel, query + channel, &q);
    for (int key = 0; key < lanes; key++) {
      vector k = *(const vector_anywhere *)(keys + key * keyWidth + channel);
      partial[key] = fused(q, k, partial[key]);
    }
  }
  sumSixteen(partial);
  *scores = partial[0];
}

/// exp(score − the largest score) of every key, and their sum; beyond the length next to nothing.
INLINE float weights(
    long length, long width, long keyWidth, float scale, const float *query, const float *keys,
    float *weights) {
  vector most = (vector)(-__builtin_inff());
  for (long key = 0; key < length; key += lanes) {
    vector scores;
    multiplyKeys(width, keyWidth, query, keys + key * keyWidth, &scores);
    scores *= scale;
    for (int lane = 0; lane < lanes; lane++)
      if (key + lane >= length) scores[lane] = -__builtin_inff();
    most = scores > most ? scores : most;
    *(vector_anywhere *)(weights + key) = scores;
  }
  float shift = largestLane(&most);
  vector sums = {0};
  for (long key = 0; key < length; key += lanes) {
    vector group = *(vector_anywhere *)(weights + key) - shift;
    exponentiateVector(&group);
    *(vector_anywhere *)(weights + key) = group;
    sums += group;
  }
  return sumOfLanes(&sums);
}

INLINE void addWeighed(int vectors, float weight, const float *values, vector *sums) {
  for (int v = 0; v < vectors; v++)
    sums[v] = fused((vector)(weight), *(const vector_anywhere *)(values + v * lanes), sums[v]);
}

/// scale · Σ weight · value for some vectors of channels, in four sums that do not wait for one
/// another.
INLINE void weigh(
    int vectors, long length, long width, float scale, const float *weights, const float *values,
    float *out) {
  vector sums[4][2] = {};
  long key = 0;
  for (; key + 4 <= length; key += 4)
    for (int i = 0; i < 4; i++)
      addWeighed(vectors, weights[key + i], values + (key + i) * width, sums[i]);
  for (; key < length; key++) addWeighed(vectors, weights[key], values + key * width, sums[0]);
  for (int v = 0; v < vectors; v++)
    *(vector_anywhere *)(out + v * lanes) =
        scale * ((sums[0][v] + sums[1][v]) + (sums[2][v] + sums[3][v]));
}

KERNEL(
    void, octavo_attend_cached,
    (long queries, long length, long width, long keyWidth, float scale, const float *query,
     const float *keys, const float *values, float *scores, float *out),
    (queries, length, width, keyWidth, scale, query, keys, values, scores, out)) {
  for (; queries > 0; queries--, query += width, out += width) {
    float total = weights(length, width, keyWidth, scale, query, keys, scores);
    float share = 1.0f / total;
    long channel = 0;
    for (; channel + 2 * lanes <= width; channel += 2 * lanes)
      weigh(2, length, width, share, scores, values + channel, out + channel);
    for (; channel + lanes <= width; channel += lanes)
      weigh(1, length, width, share, scores, values + channel, out + channel);
    for (; channel < width; channel++) {
      float sum = 0;
      for (long key = 0; key < length; key++)
        sum = fused(scores[key], values[key * width + channel], sum);
      out[channel] = share * sum;
    }
  }
}
