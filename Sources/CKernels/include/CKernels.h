// The hot loops of the engine. Matrices are row-major float32; `rows` rows of `columns` follow one
// another unless a row stride is given. A function works on the block it is given: the caller
// splits the work between threads.

#ifndef OCTAVO_KERNELS_H
#define OCTAVO_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// instruction_set.c

/// Whether this processor can run the kernels made for "avx2", "avx512" or "neon".
bool octavo_has_instruction_set(const char *name);
/// Holds all kernels to one instruction set, or returns false where the processor lacks it.
bool octavo_use_instruction_set(const char *name);
/// The one in use: the widest that there is, or the one that the environment variable OCTAVO_ISA
/// names. NULL where the processor has none, or not the named one.
const char *octavo_instruction_set(void);

// parallel.c

typedef void (*octavo_loop_body)(void *context, long index);

/// Calls `body` once for every index below `count`, on up to `octavo_threads()` threads, and
/// returns when all are done.
void octavo_parallel_for(long count, octavo_loop_body body, void *context);
void octavo_set_threads(int count);
int octavo_threads(void);

/// A number of threads for the loops of one caller. It may change at any time and holds for the
/// loops that begin from then on.
typedef struct octavo_thread_share octavo_thread_share;
/// Returns NULL where there is no memory.
octavo_thread_share *octavo_make_thread_share(int threads);
void octavo_set_thread_share(octavo_thread_share *share, int threads);
void octavo_free_thread_share(octavo_thread_share *share);
/// Gives the calling thread a share, whatever others use at the same time; NULL stands for the
/// program's number of threads. Returns the one that it had.
octavo_thread_share *octavo_use_thread_share(octavo_thread_share *share);

// buffers.c

/// Memory for at least `count` numbers, aligned to a cache line, its contents undefined. NULL where
/// the system has none left.
float *octavo_take_buffer(size_t count);
/// Takes back what `octavo_take_buffer(count)` gave, for whoever asks for a similar size next.
void octavo_give_buffer(float *buffer, size_t count);
/// What a buffer of `count` numbers takes.
size_t octavo_buffer_bytes(size_t count);
/// The bytes of the buffers that the calling thread has taken, less those that it has given back;
/// may be negative. The difference between two readings is what the code between them keeps,
/// whatever other threads compute: a parallel loop's body gives its own buffers back itself.
long octavo_held_bytes(void);

// matrix_product.c
//
// Every number of a product is one chain of fused multiply-adds over k in ascending order, which
// begins at zero or, where the product is added, at the number that is there.

/// C = op(A) op(B), or C += op(A) op(B), where op(A) is m × k, op(B) is k × n, and op transposes if
/// asked to. All rows have a stride.
void octavo_matrix_product(
    bool transposeA, bool transposeB, long m, long n, long k, const float *a, long strideOfA,
    const float *b, long strideOfB, bool accumulate, float *c, long strideOfC);

/// How many columns of B one panel holds.
enum { octavo_panel_width = 16 };
/// Lays out op(B), k × n, for `octavo_packed_product`: panels of so many columns one after the
/// other, the last one filled up with zeros, and in each row after row.
void octavo_pack(bool transposeB, long k, long n, const float *b, long strideOfB, float *panels);
/// C = A B, or C += A B, for a packed k × n matrix B, of which `panels` may be any panel on: then n
/// counts the columns from there.
void octavo_packed_product(
    long m, long n, long k, const float *a, long strideOfA, const float *panels, bool accumulate,
    float *c, long strideOfC);

// transpose.c

/// y (columns × rows) = xᵀ, each with its row stride.
void octavo_transpose(
    long rows, long columns, const float *x, long strideOfX, float *y, long strideOfY);

// activation.c

/// y = f(x). Where `derivative` is not null it receives f′(x); `x`, `y` and `derivative` may be one
/// buffer or apart, but `y` and `derivative` must differ.
void octavo_gelu(long count, const float *x, float *y, float *derivative);
void octavo_gelu_tanh(long count, const float *x, float *y, float *derivative);
void octavo_silu(long count, const float *x, float *y, float *derivative);

/// y = silu(gate) · up, where a row of x is the gate's `width` numbers and then those of up.
void octavo_swiglu(long rows, long width, const float *x, float *y);
void octavo_swiglu_backward(long rows, long width, const float *x, const float *dy, float *dx);

// normalization.c

/// y = (x − mean) · rstd · gain + bias by row; `bias` may be null. Saves each row's mean and
/// 1/√(variance + ε).
void octavo_layer_norm(
    long rows, long columns, float epsilon, const float *x, const float *gain, const float *bias,
    float *y, float *mean, float *rstd);
/// dx = (or += if `accumulate`) the gradient; dgain += and dbias += the sums over these rows. `dx`
/// and `dbias` may be null.
void octavo_layer_norm_backward(
    long rows, long columns, const float *x, const float *gain, const float *mean,
    const float *rstd, const float *dy, bool accumulate, float *dx, float *dgain, float *dbias);
/// y = x · rstd · gain with rstd = 1/√(mean(x²) + ε).
void octavo_rms_norm(
    long rows, long columns, float epsilon, const float *x, const float *gain, float *y,
    float *rstd);
void octavo_rms_norm_backward(
    long rows, long columns, const float *x, const float *gain, const float *rstd, const float *dy,
    bool accumulate, float *dx, float *dgain);

// attention.c

/// The mask of one block of attention, a multiple of 16 columns: row r belongs to query position
/// `query + r` and sees the columns `start` to `query + r`, both included. Dropout draws by (key,
/// counter + r · rowStride + column).
typedef struct {
  long rows, columns;
  long query, start;
  uint64_t key, counter;
  long counterStride;
  float keep;
  float scale;
} octavo_attention_block;

/// scores ← softmax of scale · scores over each row's visible columns (0 elsewhere), then dropout;
/// saves log Σ exp by row.
void octavo_attention_softmax(const octavo_attention_block *block, float *scores, float *logSumExp);
/// From scores and d(probabilities): scores ← probabilities after dropout, gradient ← d(scores). `dout` and `out` are the rows of the attended values, `width` numbers each, and of their
/// gradient.
void octavo_attention_softmax_backward(
    const octavo_attention_block *block, long width, const float *logSumExp, const float *dout,
    const float *out, long stride, float *scores, float *gradient);
/// out = softmax(scale · Q Kᵀ) V for the queries of one position that share `length` cached keys,
/// (length, keyWidth), and values, (length, width). Queries and results are `width` numbers each, one
/// after the other. `keyWidth` is the width rounded up to a multiple of 16, the rest of a key being
/// zeros; keys are read up to a multiple of 16, beyond the length whatever stands there. `scores` is
/// scratch for so many numbers.
void octavo_attend_cached(
    long queries, long length, long width, long keyWidth, float scale, const float *query,
    const float *keys, const float *values, float *scores, float *out);

// rotary.c

/// Rotates pairs of each head's channels by the angles whose cosines and sines are given (`width /
/// 2` each). Interleaved pairs (2i, 2i+1), otherwise (i, i + width/2). A negative `direction`
/// rotates back.
void octavo_rotate(
    long heads, long width, bool interleaved, float direction, const float *cosine,
    const float *sine, const float *x, float *y);

// likelihood.c: rows of logits

/// log Σ exp of each row.
void octavo_log_sum_exp(long rows, long columns, const float *logits, float *result);
/// dlogits = softmax(logits) · scale[row], by row; may be in place.
void octavo_softmax_scaled(
    long rows, long columns, const float *logits, const float *logSumExp, const float *scale,
    float *dlogits);
/// dx = p · (dy − Σ p · dy), by row.
void octavo_softmax_backward(
    long rows, long columns, const float *probabilities, const float *dy, float *dx);
/// Entropy (nats) of each row's distribution.
void octavo_entropy(
    long rows, long columns, const float *logits, const float *logSumExp, float *entropy);
/// dlogits = −scale[row] · p · (log p + entropy), the gradient of the entropies weighted by
/// `scale`.
void octavo_entropy_backward(
    long rows, long columns, const float *logits, const float *logSumExp, const float *entropy,
    const float *scale, float *dlogits);

// convolution.c: images are (height, width, channels)

/// A convolution of an image with `kernel` × `kernel` weights. The image is first laid among zeros:
/// `before` rows and columns of them stand ahead of it, `dilation` − 1 between its pixels, and its
/// rows become `paddedWidth` pixels long.
typedef struct {
  long height, width, channels;
  long before, dilation, paddedWidth;
  long kernel, stride;
  long outWidth, outChannels;
} octavo_convolution;

/// Writes `rows` padded rows from `firstRow` on.
void octavo_pad_rows(
    const octavo_convolution *c, long firstRow, long rows, const float *image, float *padded);
/// `rows` rows of each of some images of the result from `firstRow` on, or added to what is there.
/// `padded` has for each image the rows they need, (rows − 1) · stride + kernel; `panels` are the
/// weights of each of the kernel's rows, (kernel · channels, outChannels), packed by `octavo_pack`;
/// `bias` may be null.
void octavo_convolve(
    const octavo_convolution *c, long images, long firstRow, long rows, const float *padded,
    const float *panels, const float *bias, bool accumulate, float *y);
/// dw (kernel, kernel, channels, outChannels) += the gradient from some whole images. `dy` has for
/// each `outHeight` rows of `outWidth` pixels; after `padded` sixteen more numbers are readable;
/// `transposed` has room for kernel · channels · outChannels numbers.
void octavo_convolution_weights_backward(
    const octavo_convolution *c, long images, long outHeight, const float *padded, const float *dy,
    float *transposed, float *dw);

// image.c: one image of `pixels` × `channels`

/// y = (x − mean) · rstd · gain + bias, and silu of it if `isSiLU`, with mean and 1/√(variance + ε)
/// of each of the `groups` equal groups of channels, which it saves. `scratch` has 2 · channels
/// numbers.
void octavo_group_norm(
    long pixels, long channels, long groups, float epsilon, bool isSiLU, const float *x,
    const float *gain, const float *bias, float *y, float *mean, float *rstd, float *scratch);
/// dx = (or +=) the gradient; dgain and dbias = the sums over this image. `scratch` has (pixels +
/// 5) · channels numbers.
void octavo_group_norm_backward(
    long pixels, long channels, long groups, bool isSiLU, const float *x, const float *gain,
    const float *bias, const float *mean, const float *rstd, const float *dy, bool accumulate,
    float *dx, float *dgain, float *dbias, float *scratch);
/// Every pixel of a (height, width) image becomes factor × factor of them.
void octavo_repeat_pixels(
    long height, long width, long channels, long factor, const float *x, float *y);
/// Every pixel of a (height, width) result is `scale` times the sum of factor × factor of x, or is
/// added to what is there.
void octavo_sum_pixels(
    long height, long width, long channels, long factor, bool accumulate, const float *x, float *y);

// elementwise.c

void octavo_fill(long count, float value, float *y);
void octavo_add(long count, const float *a, const float *b, float *y);
void octavo_subtract(long count, const float *a, const float *b, float *y);
void octavo_multiply(long count, const float *a, const float *b, float *y);
void octavo_clip(long count, float low, float high, const float *x, float *y);
void octavo_exp(long count, const float *x, float *y);
/// y = scale · x + offset
void octavo_affine(long count, float scale, float offset, const float *x, float *y);
/// y += scale · x
void octavo_add_scaled(long count, float scale, const float *x, float *y);
/// Adds `bias` to every row.
void octavo_add_bias(long rows, long columns, const float *bias, float *y);
/// sums[j] += Σ over the rows of x[·, j]
void octavo_add_columns(long rows, long columns, const float *x, float *sums);
double octavo_sum(long count, const float *x);
/// Σ a[i] b[i]
double octavo_dot(long count, const float *a, const float *b);
double octavo_sum_of_squares(long count, const float *x);

// dropout.c

/// y = x / keep where a uniform number drawn by (key, counter + index) is below `keep`, else 0; in
/// place or not.
void octavo_dropout(
    long count, uint64_t key, uint64_t counter, float keep, const float *x, float *y);

// optimizer.c

typedef struct {
  float rate;   // of learning, bias correction of the first moment included
  float decay;  // 1 − learning rate · weight decay
  float beta1, beta2;
  float epsilon;
  float secondScale;    // multiplies √v
  float gradientScale;  // from clipping
} octavo_adam_step;

/// m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← decay · w − rate · m / (secondScale · √v + ε), in one
/// pass.
void octavo_adam(
    long count, const octavo_adam_step *step, const float *gradient, float *m, float *v, float *w);

// compiler.c

/// The compiler of the kernels, and what it was asked for that changes numbers.
const char *octavo_compiler(void);

#endif
