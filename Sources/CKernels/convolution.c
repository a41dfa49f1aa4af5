// Convolutions without a copy of every patch: in a row of an image, the numbers under one row of
// the kernel follow one another. So a pixel of the result is a row of a product whose left side is
// some stretches of the image, as many as the kernel has rows, read where they are.

#include "CKernels.h"
#include "product_tile.h"

#include <string.h>

enum {
  /// Pixels of the result at a time, a multiple of the rows of either tile.
  pixelsAtOnce = 48,
  /// Weights for so many numbers of a patch stay in a core's first cache.
  depthAtOnce = 512,
  /// Pixels over which the weights' gradients sum at a time.
  stepsAtOnce = 192,
};

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

/// Pixels of the result, where the patch of each begins in the padded image, and where each is.
typedef struct {
  long count;
  const float *patches[pixelsAtOnce];
  float *results[pixelsAtOnce];
} pixel_block;

/// Adds to the pixels what the rows of the kernel from `first` on give, each `dilation` after the
/// one before: between them dilation has put rows that hold nothing.
static void multiplyPixels(
    const octavo_convolution *c, pixel_block *pixels, long first, const float *panels) {
  long depth = c->kernel * c->channels, rowOfImage = c->paddedWidth * c->channels;
  long rowOfKernel = (c->outChannels + lanes - 1) / lanes * lanes * depth;
  product_block p = {
      .layout = scatteredRows,
      .m = pixels->count,
      .n = c->outChannels,
      .k = depth,
      .rowsOfPanel = octavo_rows_of_tiles(pixels->count),
      .columnOfA = 1,
      .panelOfB = depth * lanes,
      .rowOfB = lanes,
      .continues = true,
      .rowsOfA = pixels->patches,
      .rowsOfC = pixels->results,
      .stretchOfA = c->dilation * rowOfImage,
      .stretchOfB = c->dilation * rowOfKernel,
  };
  long most = depth < depthAtOnce ? depthAtOnce / depth : 1;
  for (long k = first; k < c->kernel && pixels->count > 0; k += most * c->dilation) {
    p.stretches = smallerOf(most, (c->kernel - k + c->dilation - 1) / c->dilation);
    p.beginOfA = k * rowOfImage;
    p.b = panels + k * rowOfKernel;
    octavo_multiply_block(&p);
  }
  pixels->count = 0;
}

void octavo_convolve(
    const octavo_convolution *c, long images, long firstRow, long rows, const float *padded,
    const float *panels, const float *bias, bool accumulate, float *y) {
  long width = c->outChannels, paddedRows = (rows - 1) * c->stride + c->kernel;
  for (long pixel = 0; !accumulate && pixel < images * rows * c->outWidth; pixel++) {
    if (bias)
      memcpy(y + pixel * width, bias, sizeof(float) * width);
    else
      memset(y + pixel * width, 0, sizeof(float) * width);
  }
  for (long phase = 0; phase < c->dilation; phase++) {
    long before = (c->before - (firstRow + phase) * c->stride) % c->dilation;
    long first = before < 0 ? before + c->dilation : before;
    pixel_block pixels = {0};
    for (long image = 0; image < images; image++)
      for (long row = phase; row < rows; row += c->dilation)
        for (long x = 0; x < c->outWidth; x++) {
          long place = (image * paddedRows + row * c->stride) * c->paddedWidth + x * c->stride;
          pixels.patches[pixels.count] = padded + place * c->channels;
          pixels.results[pixels.count] = y + ((image * rows + row) * c->outWidth + x) * width;
          if (++pixels.count == pixelsAtOnce) multiplyPixels(c, &pixels, first, panels);
        }
    multiplyPixels(c, &pixels, first, panels);
  }
}

/// The patches of `count` pixels from pixel `first` on, under one row of the kernel.
static void findPatches(
    const octavo_convolution *c, long outHeight, long first, long count, const float *padded,
    const float **patches) {
  long paddedRows = c->height + c->paddedWidth - c->width;
  for (long i = 0; i < count; i++) {
    long row = (first + i) / c->outWidth, x = (first + i) % c->outWidth;
    long place = row / outHeight * paddedRows + row % outHeight * c->stride;
    patches[i] = padded + (place * c->paddedWidth + x * c->stride) * c->channels;
  }
}

/// dw (depth, width) += the gradient by one row of the kernel's weights.
static void addWeightGradients(
    const octavo_convolution *c, long pixels, long outHeight, const float *padded, const float *dy,
    float *dw) {
  const float *patches[stepsAtOnce];
  product_block p = {
      .layout = scatteredStepsOfA,
      .m = c->kernel * c->channels,
      .n = c->outChannels,
      .rowsOfPanel = octavo_rows_of_tiles(c->kernel * c->channels),
      .panelOfB = lanes,
      .rowOfB = c->outChannels,
      .c = dw,
      .strideOfC = c->outChannels,
      .continues = true,
      .steps = patches,
  };
  for (long first = 0; first < pixels; first += stepsAtOnce) {
    p.k = smallerOf(stepsAtOnce, pixels - first);
    p.b = dy + first * c->outChannels;
    findPatches(c, outHeight, first, p.k, padded, patches);
    octavo_multiply_block(&p);
  }
}

/// The transpose of that, (width, depth), for a width that would leave registers empty.
static void transposedWeightGradients(
    const octavo_convolution *c, long pixels, long outHeight, const float *padded, const float *dy,
    float *transposed) {
  const float *patches[stepsAtOnce];
  long rows = octavo_rows_of_tiles(c->outChannels);
  product_block p = {
      .layout = scatteredStepsOfB,
      .m = c->outChannels,
      .n = c->kernel * c->channels,
      .rowsOfPanel = rows,
      .panelOfA = rows,
      .rowOfA = 1,
      .columnOfA = c->outChannels,
      .c = transposed,
      .strideOfC = c->kernel * c->channels,
      .steps = patches,
  };
  for (long first = 0; first < pixels; first += stepsAtOnce) {
    p.k = smallerOf(stepsAtOnce, pixels - first);
    p.a = dy + first * c->outChannels;
    p.continues = first > 0;
    findPatches(c, outHeight, first, p.k, padded, patches);
    octavo_multiply_block(&p);
  }
}

void octavo_convolution_weights_backward(
    const octavo_convolution *c, long images, long outHeight, const float *padded, const float *dy,
    float *transposed, float *dw) {
  long depth = c->kernel * c->channels, width = c->outChannels;
  long rowOfImage = c->paddedWidth * c->channels, pixels = outHeight * c->outWidth;
  long paddedRows = c->height + c->paddedWidth - c->width;
  for (long k = 0; k < c->kernel; k++, dw += depth * width, padded += rowOfImage) {
    if (width % lanes == 0) {
      addWeightGradients(c, images * pixels, outHeight, padded, dy, dw);
      continue;
    }
    for (long image = 0; image < images; image++) {
      transposedWeightGradients(
          c, pixels, outHeight, padded + image * paddedRows * rowOfImage,
          dy + image * pixels * width, transposed);
      for (long i = 0; i < depth; i++)
        for (long j = 0; j < width; j++) dw[i * width + j] += transposed[j * depth + i];
    }
  }
}
