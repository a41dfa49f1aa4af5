#ifndef CIMAGES_H
#define CIMAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What a library says of a file.
typedef struct {
  char text[256];
} octavo_image_note;

/// Decode a file in memory to `height` rows of `width` pixels of red, green, blue and alpha, eight
/// bits each. Samples of other depths are scaled, and no colour conversion is made beyond that of
/// the format itself. False, with the reason in `note`, where the file is damaged or has another
/// size; true with a text in `note` where the library warns of something. The libraries' errors
/// come back here by longjmp, so that none ends the process.
bool octavo_png_decode(
    const uint8_t *bytes, size_t count, long height, long width, uint8_t *rgba,
    octavo_image_note *note);
bool octavo_jpeg_decode(
    const uint8_t *bytes, size_t count, long height, long width, uint8_t *rgba,
    octavo_image_note *note);

/// Lays pixels of red, green, blue and alpha on `background`, blended in the samples' own coding,
/// and keeps `channels` of them: 3, or 1 for luma (ITU-R BT.601). True where a pixel is not opaque.
bool octavo_flatten(
    long pixels, long channels, const uint8_t *rgba, const uint8_t background[3], uint8_t *result);

#endif
