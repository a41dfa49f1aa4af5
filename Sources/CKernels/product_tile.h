// The part of a matrix product that has its numbers in registers.

#ifndef OCTAVO_PRODUCT_TILE_H
#define OCTAVO_PRODUCT_TILE_H

#include "vector_math.h"

/// A block of a product, C (m × n) over a piece of k. Lanes run across the columns of C, so that
/// neither the width of registers nor the cut of the work changes a chain.
typedef struct {
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
} product_block;

/// Computes it; what the last panel of B has beyond n columns must be readable.
void octavo_multiply_block(const product_block *p);
/// The most rows that one tile has with the instruction set in use.
long octavo_tile_rows(void);

#endif
