#include "CImages.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  const uint8_t *bytes;
  size_t left;
} source;

static void readBytes(png_structp png, png_bytep target, size_t count) {
  source *from = png_get_io_ptr(png);
  if (count > from->left) png_error(png, "the file ends too early");
  memcpy(target, from->bytes, count);
  from->bytes += count;
  from->left -= count;
}

static void fail(png_structp png, png_const_charp text) {
  octavo_image_note *note = png_get_error_ptr(png);
  snprintf(note->text, sizeof(note->text), "%s", text);
  png_longjmp(png, 1);
}

static void warn(png_structp png, png_const_charp text) {
  octavo_image_note *note = png_get_error_ptr(png);
  if (!note->text[0]) snprintf(note->text, sizeof(note->text), "%s", text);
}

static void decode(png_structp png, png_infop info, long height, long width, uint8_t *rgba) {
  // Colour profiles and gamma are not applied; of the other chunks only tRNS bears on the pixels.
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
  png_set_user_limits(png, (png_uint_32)width, (png_uint_32)height);
  png_read_info(png, info);
  if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height)
    png_error(png, "the header contradicts itself");
  png_colorp palette;
  int paletteCount = 0;
  png_get_PLTE(png, info, &palette, &paletteCount);
  png_set_check_for_invalid_index(png, 1);
  png_set_expand(png);
  png_set_scale_16(png);
  png_set_gray_to_rgb(png);
  png_set_add_alpha(png, 255, PNG_FILLER_AFTER);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  if (png_get_rowbytes(png, info) != 4 * (size_t)width)
    png_error(png, "its samples are of an unknown kind");
  for (int pass = 0; pass < passes; pass++)
    for (long row = 0; row < height; row++) png_read_row(png, rgba + row * width * 4, NULL);
  if (paletteCount && png_get_palette_max(png, info) >= paletteCount)
    png_error(png, "a pixel has a colour that its palette does not have");
  png_read_end(png, NULL);
}

bool octavo_png_decode(
    const uint8_t *bytes, size_t count, long height, long width, uint8_t *rgba,
    octavo_image_note *note) {
  source from = {bytes, count};
  note->text[0] = 0;
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, note, fail, warn);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    snprintf(note->text, sizeof(note->text), "there is not enough memory");
    return false;
  }
  png_set_read_fn(png, &from, readBytes);
  volatile bool isDone = false;
  if (!setjmp(png_jmpbuf(png))) {
    decode(png, info, height, width, rgba);
    isDone = true;
  }
  png_destroy_read_struct(&png, &info, NULL);
  return isDone;
}
