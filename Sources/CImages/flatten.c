#include "CImages.h"

static inline uint8_t blended(uint8_t sample, uint8_t background, unsigned alpha) {
  return (uint8_t)((sample * alpha + background * (255 - alpha) + 127) / 255);
}

bool octavo_flatten(
    long pixels, long channels, const uint8_t *rgba, const uint8_t background[3], uint8_t *result) {
  bool isTransparent = false;
  for (long pixel = 0; pixel < pixels; pixel++, rgba += 4) {
    uint8_t color[3];
    for (int i = 0; i < 3; i++) color[i] = blended(rgba[i], background[i], rgba[3]);
    isTransparent |= rgba[3] != 255;
    if (channels == 1) {
      // The weights 0.299, 0.587 and 0.114 in 65,536ths, whose sum keeps grey as it is.
      *result++ = (uint8_t)((19595 * color[0] + 38470 * color[1] + 7471 * color[2] + 32768) >> 16);
    } else {
      for (int i = 0; i < 3; i++) *result++ = color[i];
    }
  }
  return isTransparent;
}
