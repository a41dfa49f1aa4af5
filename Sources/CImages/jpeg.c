#include "CImages.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

/// A file with more scans is made to take hours; encoders write about ten.
enum { mostScans = 500 };

typedef struct {
  struct jpeg_error_mgr base;
  struct jpeg_progress_mgr progress;
  jmp_buf jump;
  octavo_image_note *note;
} state;

static state *stateOf(j_common_ptr codec) { return (state *)codec->err; }

static void say(j_common_ptr codec) {
  char text[JMSG_LENGTH_MAX];
  codec->err->format_message(codec, text);
  octavo_image_note *note = stateOf(codec)->note;
  snprintf(note->text, sizeof(note->text), "%s", text);
}

static void fail(j_common_ptr codec) {
  say(codec);
  longjmp(stateOf(codec)->jump, 1);
}

static void failWith(j_common_ptr codec, const char *text) {
  octavo_image_note *note = stateOf(codec)->note;
  snprintf(note->text, sizeof(note->text), "%s", text);
  longjmp(stateOf(codec)->jump, 1);
}

/// Whether a warning says that the picture is whole all the same.
static bool isHarmless(int code) {
  return code == JWRN_EXTRANEOUS_DATA || code == JWRN_ADOBE_XFORM || code == JWRN_JFIF_MAJOR;
}

static void hear(j_common_ptr codec, int level) {
  if (level >= 0) return;
  if (!isHarmless(codec->err->msg_code)) fail(codec);
  if (!stateOf(codec)->note->text[0]) say(codec);
}

static void keepQuiet(j_common_ptr codec) { (void)codec; }

static void limitScans(j_common_ptr codec) {
  if (((j_decompress_ptr)codec)->input_scan_number > mostScans)
    failWith(codec, "it has too many scans");
}

static void decode(
    j_decompress_ptr codec, const uint8_t *bytes, size_t count, long height, long width,
    uint8_t *rgba) {
  jpeg_mem_src(codec, (unsigned char *)bytes, count);
  jpeg_read_header(codec, TRUE);
  if (codec->image_width != width || codec->image_height != height)
    failWith((j_common_ptr)codec, "the header contradicts itself");
  codec->out_color_space = JCS_RGB;
  jpeg_start_decompress(codec);
  while (codec->output_scanline < codec->output_height) {
    uint8_t *row = rgba + (size_t)codec->output_scanline * width * 4;
    jpeg_read_scanlines(codec, &row, 1);
    for (long pixel = width - 1; pixel >= 0; pixel--) {
      memmove(row + 4 * pixel, row + 3 * pixel, 3);
      row[4 * pixel + 3] = 255;
    }
  }
  jpeg_finish_decompress(codec);
}

bool octavo_jpeg_decode(
    const uint8_t *bytes, size_t count, long height, long width, uint8_t *rgba,
    octavo_image_note *note) {
  struct jpeg_decompress_struct codec;
  state errors;
  memset(&codec, 0, sizeof(codec));
  memset(&errors, 0, sizeof(errors));
  note->text[0] = 0;
  codec.err = jpeg_std_error(&errors.base);
  errors.base.error_exit = fail;
  errors.base.emit_message = hear;
  errors.base.output_message = keepQuiet;
  errors.progress.progress_monitor = limitScans;
  errors.note = note;
  volatile bool isDone = false;
  if (!setjmp(errors.jump)) {
    jpeg_create_decompress(&codec);
    codec.progress = &errors.progress;
    decode(&codec, bytes, count, height, width, rgba);
    isDone = true;
  }
  jpeg_destroy_decompress(&codec);
  return isDone;
}
