#include "pair.h"

/// The bits of 2 / π behind the binary point, after a word of zeros.
static const uint64_t twoOverPi[] = {
    0,
    0xA2F9836E4E441529,
    0xFC2757D1F534DDC0,
    0xDB6295993C439041,
    0xFE5163ABDEBBC561,
    0xB7246E3A424DD2E0,
    0x06492EEA09D1921C,
    0xFE1DEB1CB129A73E,
    0xE88235F52EBB4484,
    0xE99C7026B45F7E41,
    0x3991D639835339F4,
    0x9C845F8BBDF9283B,
    0x1FF897FFDE05980F,
    0xEF2F118B5A0A6D1F,
    0x6D367ECF27CB09B7,
    0x4F463F669E5FEA2D,
    0x7527BAC7EBE5F17B,
    0x3D0739F78A5292EA,
    0x6BFB5FB11F8D5D08,
    0x56033046FC7B6BAB,
    0xF0CFBC209AF4361D,
};

// π / 2 in three parts.
static const double halfPi[] = {
    0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110};

/// x = n π/2 + r with |r| ≤ π/4 (1 + 2⁻²⁰) for |x| ≤ 2³⁰ (Cody and Waite 1980); n modulo 4 is
/// returned. The first remainder is exact, since it is a multiple of 2⁻⁵³ below 1.
INLINE int reduced(double x, pair *r) {
  double n = __builtin_rint(x * 0x1.45f306dc9c883p-1);
  double near = fused(-n, halfPi[0], x);
  pair far = exactProduct(n, halfPi[1]);
  pair sum = exactSum(near, -far.high);
  *r = orderedSum(sum.high, sum.low - fused(n, halfPi[2], far.low));
  return (int)((int64_t)n & 3);
}

/// The same for |x| ≥ 2³⁰, from the product of x and those bits of 2 / π that count modulo 4 (Payne
/// and Hanek 1983), 190 of them behind the binary point.
ELEMENTARY static int reducedFromBits(double x, pair *r) {
  uint64_t bits = bitsOf(x), m = (bits & 0xFFFFFFFFFFFFF) | 0x10000000000000;
  // |x| = m 2ᵉ; the first bit that counts has weight 2¹⁻ᵉ, and the table begins with 2⁶³.
  int e = (int)(bits >> 52 & 0x7FF) - 1075, first = e + 62;
  uint64_t words[3];
  for (int i = 0; i < 3; i++) {
    const uint64_t *word = twoOverPi + first / 64 + i;
    int shift = first % 64;
    words[i] = shift == 0 ? word[0] : word[0] << shift | word[1] >> (64 - shift);
  }
  unsigned __int128 low = (unsigned __int128)m * words[2];
  unsigned __int128 middle = (unsigned __int128)m * words[1] + (uint64_t)(low >> 64);
  uint64_t top = m * words[0] + (uint64_t)(middle >> 64);
  int n = (int)(top >> 62);
  unsigned __int128 fraction =
      (unsigned __int128)top << 66 | (unsigned __int128)(uint64_t)middle << 2 | (uint64_t)low >> 62;
  double sign = 1;
  if (fraction >> 127 != 0) {
    n++;
    fraction = -fraction;
    sign = -1;
  }
  if (x < 0) {
    n = -n;
    sign = -sign;
  }
  // 53, 53 and 22 bits, all exact.
  const uint64_t mask = (1ull << 53) - 1;
  double first53 = (double)(uint64_t)(fraction >> 75) * 0x1p-53;
  double next53 = (double)((uint64_t)(fraction >> 22) & mask) * 0x1p-106;
  double last22 = (double)((uint64_t)fraction & 0x3FFFFF) * 0x1p-128;
  pair sum = orderedSum(first53, next53);
  sum = orderedSum(sum.high, sum.low + last22);
  pair angle = multiply(sum, (pair){halfPi[0], halfPi[1]});
  *r = (pair){sign * angle.high, sign * angle.low};
  return n & 3;
}

/// sin(r) for |r| ≤ 0.79 by the Taylor series of degree 17, whose remainder is below 2 · 10⁻¹⁹ of it.
INLINE double sineOfSmall(pair r) {
  static const double terms[] = {
      1.0 / 355687428096000, -1.0 / 1307674368000, 1.0 / 6227020800, -1.0 / 39916800,
      1.0 / 362880,          -1.0 / 5040,          1.0 / 120,        -1.0 / 6};
  double square = r.high * r.high;
  double series = POLYNOMIAL(terms, square);
  double low = fused(-0.5 * square, r.low, r.low);
  return r.high + fused(r.high * square, series, low);
}

/// cos(r) for |r| ≤ 0.79 by the Taylor series of degree 16, whose remainder is below 3 · 10⁻¹⁸.
INLINE double cosineOfSmall(pair r) {
  static const double terms[] = {
      1.0 / 20922789888000, -1.0 / 87178291200, 1.0 / 479001600, -1.0 / 3628800,
      1.0 / 40320,          -1.0 / 720,         1.0 / 24};
  pair square = exactProduct(r.high, r.high);
  double series = POLYNOMIAL(terms, square.high);
  pair sum = orderedSum(1, -0.5 * square.high);
  double low = sum.low - fused(r.high, r.low, 0.5 * square.low);
  return sum.high + fused(square.high * square.high, series, low);
}

/// The sine of x + `quarters` quarters of a turn.
INLINE double shiftedSine(double x, int quarters) {
  if (!(magnitude(x) < __builtin_inf())) return x - x;
  pair r;
  int n = (magnitude(x) <= 0x1p30 ? reduced(x, &r) : reducedFromBits(x, &r)) + quarters;
  double result = n & 1 ? cosineOfSmall(r) : sineOfSmall(r);
  return n & 2 ? -result : result;
}

ELEMENTARY double octavo_double_sin(double x) {
  if (magnitude(x) < 0x1p-27) return x;
  return shiftedSine(x, 0);
}

ELEMENTARY double octavo_double_cos(double x) { return shiftedSine(x, 1); }
