// The part of a matrix product that has its numbers in registers.

#ifndef OCTAVO_PRODUCT_TILE_H
#define OCTAVO_PRODUCT_TILE_H

#include "vector_math.h"

/// Each height that a tile may have, for a switch whose cases know it as a constant.
#define EACH_TILE_HEIGHT(CASE) \
  CASE(12) CASE(11) CASE(10) CASE(9) CASE(8) CASE(7) CASE(6) CASE(5) CASE(4) CASE(3) CASE(2) CASE(1)

INLINE long smallerOf(long a, long b) { return a < b ? a : b; }

/// Copies fewer than sixteen numbers, without a call: two pieces of one size may overlap.
INLINE void copyFew(float *target, const float *source, long count) {
#define PIECES(size)                                  \
  if (count >= size) {                                \
    float first[size], last[size];                    \
    memcpy(first, source, sizeof first);              \
    memcpy(last, source + count - size, sizeof last); \
    memcpy(target, first, sizeof first);              \
    memcpy(target + count - size, last, sizeof last); \
    return;                                           \
  }
  PIECES(8)
  PIECES(4)
  PIECES(2)
#undef PIECES
  if (count > 0) *target = *source;
}

/// How the numbers of a block lie.
typedef enum {
  /// The rows of A and C are evenly spaced.
  evenRows,
  /// Each row of A and C has a place of its own.
  scatteredRows,
  /// Each step over k has a place of its own in A, whose rows follow one another there.
  scatteredStepsOfA,
  /// Each step over k has a place of its own in B, whose columns follow one another there.
  scatteredStepsOfB,
} product_layout;

/// A block of a product, C (m × n) over a piece of k. Lanes run across the columns of C, so that
/// neither the width of registers nor the cut of the work changes a chain.
typedef struct {
  product_layout layout;
  long m, n, k;
  /// A in panels of some rows: the distance of their starts, and of rows and columns in one.
  const float *a;
  long rowsOfPanel, panelOfA, rowOfA, columnOfA;
  /// B in panels of sixteen columns: the distance of their starts, and of rows in one.
  const float *b;
  long panelOfB, rowOfB;
  float *c;
  long strideOfC;
  /// Whether the chains begin with what C has, and not with zero.
  bool continues;
  /// Of scattered rows: their starts, and where k begins in those of A. There may be further
  /// stretches of k, at such distances in A and B.
  const float *const *rowsOfA;
  float *const *rowsOfC;
  long beginOfA, stretches, stretchOfA, stretchOfB;
  /// Of scattered steps: their starts.
  const float *const *steps;
} product_block;

/// Computes it; what the last panel of B has beyond n columns must be readable.
void octavo_multiply_block(const product_block *p);
/// The rows of tiles of equal height: one of few rows at the end would take nearly as long as a
/// whole one.
long octavo_rows_of_tiles(long m);

#endif
