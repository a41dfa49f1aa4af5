// Convolutions without a copy of every patch: in a row of an image, the numbers under one row of
// the kernel follow one another, so a row of the result is the product of overlapping stretches of
// the image, `stride` pixels apart, with the packed weights of each of the kernel's rows.

#include "CKernels.h"
#include "vector_math.h"

#include <string.h>

void octavo_pad_rows(
    const octavo_convolution *c, long firstRow, long rows, const float *image, float *padded) {
  size_t pixel = sizeof(float) * c->channels;
  for (long row = 0; row < rows; row++, padded += c->paddedWidth * c->channels) {
    long place = firstRow + row - c->before;
    bool isThere = place >= 0 && place % c->dilation == 0 && place / c->dilation < c->height;
    if (!isThere || c->dilation > 1) memset(padded, 0, pixel * c->paddedWidth);
    if (!isThere) continue;
    const float *source = image + place / c->dilation * c->width * c->channels;
    float *target = padded + c->before * c->channels;
    if (c->dilation == 1) {
      memset(padded, 0, pixel * c->before);
      memcpy(target, source, pixel * c->width);
      memset(target + c->width * c->channels, 0, pixel * (c->paddedWidth - c->before - c->width));
    } else {
      for (long x = 0; x < c->width; x++)
        memcpy(target + x * c->dilation * c->channels, source + x * c->channels, pixel);
    }
  }
}

void octavo_convolve_rows(
    const octavo_convolution *c, long firstRow, long rows, const float *padded, const float *panels,
    const float *bias, bool accumulate, float *y) {
  long depth = c->kernel * c->channels, width = c->outChannels;
  long panel = (width + lanes - 1) / lanes * lanes * depth;
  for (long row = 0; row < rows; row++, y += c->outWidth * width) {
    if (!accumulate) {
      for (long x = 0; x < c->outWidth; x++)
        if (bias)
          memcpy(y + x * width, bias, sizeof(float) * width);
        else
          memset(y + x * width, 0, sizeof(float) * width);
    }
    for (long k = 0; k < c->kernel; k++) {
      // Rows that dilation has put in hold nothing.
      if (((firstRow + row) * c->stride + k - c->before) % c->dilation != 0) continue;
      octavo_packed_product(
          c->outWidth, width, depth, padded + (row * c->stride + k) * c->paddedWidth * c->channels,
          c->stride * c->channels, panels + k * panel, true, y, width);
    }
  }
}

/// The rows of dy made as long as those of the padded image.
static void spreadRows(const octavo_convolution *c, long rows, const float *dy, float *spread) {
  size_t pixel = sizeof(float) * c->outChannels;
  for (long row = 0; row < rows; row++, spread += c->paddedWidth * c->outChannels) {
    memcpy(spread, dy + row * c->outWidth * c->outChannels, pixel * c->outWidth);
    memset(spread + c->outWidth * c->outChannels, 0, pixel * (c->paddedWidth - c->outWidth));
  }
}

// With rows of one length, all patches of an image are evenly spaced, and one product serves for
// each of the kernel's rows: dw (depth, width) or, where the width would leave registers empty, its
// transpose.
void octavo_convolution_weights_backward(
    const octavo_convolution *c, long outHeight, const float *padded, const float *dy,
    float *scratch, float *dw) {
  spreadRows(c, outHeight, dy, scratch);
  long depth = c->kernel * c->channels, width = c->outChannels, step = c->stride * c->channels;
  long pixels = (outHeight - 1) * c->paddedWidth + c->outWidth;
  float *transposed = scratch + outHeight * c->paddedWidth * width;
  for (long k = 0; k < c->kernel; k++, dw += depth * width) {
    const float *patches = padded + k * c->paddedWidth * c->channels;
    if (width % lanes == 0 || depth < lanes) {
      octavo_matrix_product(
          true, false, depth, width, pixels, patches, step, scratch, width, true, dw, width);
      continue;
    }
    octavo_matrix_product(
        true, false, width, depth, pixels, scratch, width, patches, step, false, transposed, depth);
    for (long i = 0; i < depth; i++)
      for (long j = 0; j < width; j++) dw[i * width + j] += transposed[j * depth + i];
  }
}
