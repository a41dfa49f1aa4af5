#include "CKernels.h"
#include "reductions.h"

KERNEL(
    void, octavo_log_sum_exp, (long rows, long columns, const float *logits, float *result),
    (rows, columns, logits, result)) {
  for (long row = 0; row < rows; row++, logits += columns) {
    float shift = largest(columns, logits);
    result[row] = shift + logarithm(sumOfExponentials(columns, logits, shift));
  }
}

KERNEL(
    void, octavo_softmax_scaled,
    (long rows, long columns, const float *logits, const float *logSumExp, const float *scale,
     float *dlogits),
    (rows, columns, logits, logSumExp, scale, dlogits)) {
  for (long row = 0; row < rows; row++, logits += columns, dlogits += columns) {
    float shift = logSumExp[row], weight = scale[row];
    EACH(j, columns) dlogits[j] = weight * exponential(logits[j] - shift);
  }
}

KERNEL(
    void, octavo_softmax_backward,
    (long rows, long columns, const float *probabilities, const float *dy, float *dx),
    (rows, columns, probabilities, dy, dx)) {
  for (long row = 0; row < rows; row++, probabilities += columns, dy += columns, dx += columns) {
    float center = dot(columns, probabilities, dy);
    EACH(j, columns) dx[j] = probabilities[j] * (dy[j] - center);
  }
}

/// −Σ p log p
INLINE float entropyOfRow(long columns, const float *logits, float shift) {
  vector sums = {0}, group;
  for (long j = 0; j < columns; j += lanes) {
    load(columns - j, logits + j, &group);
    vector surprise = shift - group, probability = -surprise;
    exponentiateVector(&probability);
    if (columns - j < lanes) keepFirst(columns - j, &probability);
    sums = fused(probability, surprise, sums);
  }
  return sumOfLanes(&sums);
}

KERNEL(
    void, octavo_entropy,
    (long rows, long columns, const float *logits, const float *logSumExp, float *entropy),
    (rows, columns, logits, logSumExp, entropy)) {
  for (long row = 0; row < rows; row++, logits += columns)
    entropy[row] = entropyOfRow(columns, logits, logSumExp[row]);
}

KERNEL(
    void, octavo_entropy_backward,
    (long rows, long columns, const float *logits, const float *logSumExp, const float *entropy,
     const float *scale, float *dlogits),
    (rows, columns, logits, logSumExp, entropy, scale, dlogits)) {
  for (long row = 0; row < rows; row++, logits += columns, dlogits += columns) {
    float shift = logSumExp[row], offset = entropy[row], weight = -scale[row];
    EACH(j, columns) {
      float logProbability = logits[j] - shift;
      dlogits[j] = weight * exponential(logProbability) * (logProbability + offset);
    }
  }
}
