// Runs every kernel that rounds on numbers that are the same everywhere and prints a hash of what each gives.

#include "CKernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { rows = 21, columns = 77, count = rows * columns };

static uint64_t state = 1;

/// Uniform between −1 and 1, in steps of 2⁻²³.
static float number(void) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (float)((int32_t)(state >> 32) >> 8) * 0x1p-23f;
}

static float *numbers(long size, float scale, float offset) {
  float *x = malloc(sizeof(float) * size);
  for (long i = 0; i < size; i++) x[i] = scale * number() + offset;
  return x;
}

static uint64_t hash;

/// FNV-1a.
static void add(const void *bytes, size_t size) {
  for (size_t i = 0; i < size; i++) hash = (hash ^ ((const uint8_t *)bytes)[i]) * 1099511628211u;
}

static void addAll(const float *x, long size) { add(x, sizeof(float) * size); }

static void begin(void) { hash = 14695981039346656037u; }

static void end(const char *name) { printf("%-24s %016llx\n", name, (unsigned long long)hash); }

static void elementwise(void) {
  float *a = numbers(count, 20, 0), *b = numbers(count, 3, 0), *y = numbers(count, 1, 0);
  begin();
  octavo_add(count, a, b, y);
  addAll(y, count);
  octavo_subtract(count, a, b, y);
  addAll(y, count);
  octavo_multiply(count, a, b, y);
  addAll(y, count);
  octavo_clip(count, -1, 2, b, y);
  addAll(y, count);
  octavo_affine(count, 0.3f, 0.7f, a, y);
  addAll(y, count);
  octavo_add_scaled(count, 0.3f, b, y);
  addAll(y, count);
  octavo_add_bias(rows, columns, b, y);
  addAll(y, count);
  octavo_add_columns(rows, columns, a, y);
  addAll(y, count);
  end("elementwise");
  begin();
  octavo_exp(count, a, y);
  addAll(y, count);
  end("exp");
  begin();
  for (long size = 0; size <= count; size = 2 * size + 1) {
    double sums[] = {
        octavo_sum(size, a), octavo_dot(size, a, b), octavo_sum_of_squares(size, b)};
    add(sums, sizeof sums);
  }
  end("sums");
  begin();
  octavo_dropout(count, 7, 1000, 0.8f, a, y);
  addAll(y, count);
  end("dropout");
  begin();
  octavo_transpose(rows, columns, a, columns, y, rows);
  addAll(y, count);
  end("transpose");
  free(a), free(b), free(y);
}

static void activations(void) {
  float *x = numbers(count, 8, 0), *y = numbers(count, 1, 0), *slope = numbers(count, 1, 0);
  void (*functions[])(long, const float *, float *, float *) = {
      octavo_gelu, octavo_gelu_tanh, octavo_silu};
  const char *names[] = {"gelu", "gelu_tanh", "silu"};
  for (int i = 0; i < 3; i++) {
    begin();
    functions[i](count, x, y, NULL);
    addAll(y, count);
    functions[i](count, x, y, slope);
    addAll(y, count);
    addAll(slope, count);
    end(names[i]);
  }
  long width = columns / 2;
  begin();
  octavo_swiglu(rows, width, x, y);
  addAll(y, rows * width);
  octavo_swiglu_backward(rows, width, x, y, slope);
  addAll(slope, rows * 2 * width);
  end("swiglu");
  begin();
  octavo_rotate(rows, 76, false, 1, x, y, x + 100, slope);
  octavo_rotate(1, 76, true, -1, x, y, x + 200, slope);
  addAll(slope, rows * 76);
  end("rotate");
  free(x), free(y), free(slope);
}

static void normalizations(void) {
  float *x = numbers(count, 2, 1), *gain = numbers(columns, 1, 1), *bias = numbers(columns, 1, 0);
  float *y = numbers(count, 1, 0), *mean = numbers(columns, 1, 0), *rstd = numbers(columns, 1, 0);
  float *dy = numbers(count, 1, 0), *dgain = numbers(columns, 1, 0);
  float *dbias = numbers(columns, 1, 0), *scratch = numbers(count + 5 * columns, 1, 0);
  begin();
  octavo_layer_norm(rows, columns, 1e-5f, x, gain, bias, y, mean, rstd);
  addAll(y, count);
  octavo_layer_norm_backward(rows, columns, x, gain, mean, rstd, dy, true, y, dgain, dbias);
  addAll(y, count);
  addAll(dgain, columns);
  addAll(dbias, columns);
  end("layer_norm");
  begin();
  octavo_rms_norm(rows, columns, 1e-5f, x, gain, y, rstd);
  addAll(y, count);
  octavo_rms_norm_backward(rows, columns, x, gain, rstd, dy, false, y, dgain);
  addAll(y, count);
  addAll(dgain, columns);
  end("rms_norm");
  for (int isSiLU = 0; isSiLU < 2; isSiLU++) {
    begin();
    octavo_group_norm(rows, columns, 7, 1e-5f, isSiLU, x, gain, bias, y, mean, rstd, scratch);
    addAll(y, count);
    octavo_group_norm_backward(
        rows, columns, 7, isSiLU, x, gain, bias, mean, rstd, dy, true, y, dgain, dbias, scratch);
    addAll(y, count);
    addAll(dgain, columns);
    addAll(dbias, columns);
    end(isSiLU ? "group_norm_silu" : "group_norm");
  }
  begin();
  octavo_sum_pixels(2, 5, columns, 1, false, x, y);
  octavo_sum_pixels(1, 2, columns, 3, true, x, y);
  addAll(y, 10 * columns);
  end("sum_pixels");
  free(x), free(gain), free(bias), free(y), free(mean), free(rstd), free(dy), free(dgain);
  free(dbias), free(scratch);
}

static void likelihoods(void) {
  float *x = numbers(count, 6, 0), *y = numbers(count, 1, 0), *sums = numbers(rows, 1, 0);
  float *scale = numbers(rows, 1, 0), *entropy = numbers(rows, 1, 0);
  begin();
  octavo_log_sum_exp(rows, columns, x, sums);
  addAll(sums, rows);
  octavo_softmax_scaled(rows, columns, x, sums, scale, y);
  addAll(y, count);
  octavo_softmax_backward(rows, columns, y, x, y);
  addAll(y, count);
  octavo_entropy(rows, columns, x, sums, entropy);
  addAll(entropy, rows);
  octavo_entropy_backward(rows, columns, x, sums, entropy, scale, y);
  addAll(y, count);
  end("likelihood");
  free(x), free(y), free(sums), free(scale), free(entropy);
}

static void attention(void) {
  enum { width = 24, keyWidth = 32, keys = 80 };
  octavo_attention_block block = {rows, keys, 59, 3, 11, 640, 1 << 16, 0.9f, 0.25f};
  float *scores = numbers(rows * keys, 5, 0), *gradient = numbers(rows * keys, 1, 0);
  float *sums = numbers(rows, 1, 0), *out = numbers(rows * width, 1, 0);
  begin();
  octavo_attention_softmax(&block, scores, sums);
  addAll(scores, rows * keys);
  addAll(sums, rows);
  float *again = numbers(rows * keys, 5, 0);
  octavo_attention_softmax_backward(&block, width, sums, out, out, width, again, gradient);
  addAll(again, rows * keys);
  addAll(gradient, rows * keys);
  end("attention");
  float *query = numbers(2 * width, 1, 0), *key = numbers(keys * keyWidth, 1, 0);
  float *value = numbers(keys * width, 1, 0);
  for (long i = 0; i < keys; i++) memset(key + i * keyWidth + width, 0, sizeof(float) * 8);
  begin();
  for (long length = 1; length <= keys; length += 13) {
    octavo_attend_cached(2, length, width, keyWidth, 0.2f, query, key, value, scores, out);
    addAll(out, 2 * width);
  }
  end("attend_cached");
  free(scores), free(gradient), free(sums), free(out), free(again), free(query), free(key);
  free(value);
}

static void products(void) {
  static const long shapes[][3] = {{1, 1, 1},   {3, 77, 5},   {16, 32, 65},   {25, 130, 19},
                                   {7, 16, 600}, {64, 48, 33}, {130, 300, 40}, {13, 257, 1030}};
  begin();
  for (size_t shape = 0; shape < sizeof shapes / sizeof *shapes; shape++)
    for (int form = 0; form < 8; form++) {
      long m = shapes[shape][0], n = shapes[shape][1], k = shapes[shape][2];
      bool transposeA = form & 1, transposeB = form & 2, accumulate = form & 4;
      float *a = numbers(m * k, 1, 0), *b = numbers(k * n, 1, 0), *c = numbers(m * n, 1, 0);
      octavo_matrix_product(
          transposeA, transposeB, m, n, k, a, transposeA ? m : k, b, transposeB ? k : n,
          accumulate, c, n);
      addAll(c, m * n);
      float *panels = numbers(k * (n + octavo_panel_width), 1, 0);
      octavo_pack(transposeB, k, n, b, transposeB ? k : n, panels);
      octavo_packed_product(m, n, k, a, k, panels, accumulate, c, n);
      addAll(c, m * n);
      free(a), free(b), free(c), free(panels);
    }
  end("products");
}

static void convolve(long channels, long outChannels, long stride) {
  enum { images = 2, size = 9, kernel = 3, padded = size + 2 };
  long outSize = (size - 1) / stride + 1, pixels = images * outSize * outSize;
  octavo_convolution c = {
      size, size, channels, 1, 1, padded, kernel, stride, outSize, outChannels};
  float *x = numbers(images * size * size * channels, 1, 0), *bias = numbers(outChannels, 1, 0);
  float *rows = numbers(images * padded * padded * channels + octavo_panel_width, 1, 0);
  long depth = kernel * channels, panel = (outChannels + 15) / 16 * 16 * depth;
  float *weights = numbers(kernel * depth * outChannels, 1, 0);
  float *panels = numbers(kernel * panel, 1, 0), *y = numbers(pixels * outChannels, 1, 0);
  for (long k = 0; k < kernel; k++)
    octavo_pack(
        false, depth, outChannels, weights + k * depth * outChannels, outChannels,
        panels + k * panel);
  for (long image = 0; image < images; image++)
    octavo_pad_rows(
        &c, 0, padded, x + image * size * size * channels,
        rows + image * padded * padded * channels);
  // The rows that a stride leaves over at the end of an image are not for this.
  long used = (outSize - 1) * stride + kernel;
  octavo_convolve(&c, used == padded ? images : 1, 0, outSize, rows, panels, bias, false, y);
  addAll(y, pixels * outChannels);
  float *transposed = numbers(depth * outChannels, 1, 0);
  octavo_convolution_weights_backward(&c, images, outSize, rows, y, transposed, weights);
  addAll(weights, kernel * depth * outChannels);
  free(x), free(bias), free(rows), free(weights), free(panels), free(y), free(transposed);
}

static void convolutions(void) {
  begin();
  convolve(5, 19, 1);
  convolve(6, 32, 1);
  convolve(16, 48, 2);
  end("convolution");
}

static void optimizer(void) {
  octavo_adam_step step = {1e-3f, 0.999f, 0.9f, 0.99f, 1e-8f, 1.5f, 0.7f};
  float *gradient = numbers(count, 1, 0), *w = numbers(count, 1, 0);
  float *m = calloc(count, sizeof(float)), *v = calloc(count, sizeof(float));
  begin();
  for (int i = 0; i < 3; i++) octavo_adam(count, &step, gradient, m, v, w);
  addAll(m, count);
  addAll(v, count);
  addAll(w, count);
  end("adam");
  free(gradient), free(w), free(m), free(v);
}

int main(void) {
  if (octavo_instruction_set() == NULL) return 1;
  elementwise();
  activations();
  normalizations();
  likelihoods();
  attention();
  products();
  convolutions();
  optimizer();
}
