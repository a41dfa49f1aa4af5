"""Does in PyTorch what `octavo-benchmark` does, by the same protocol.

    python3 pytorch_worker.py THREADS KIND SIZE …

Every line on standard input is a number of repetitions; the answer is a line with the milliseconds of each.
"""

import sys

import torch

import program
import pytorch_diffusion
import pytorch_gpt
import pytorch_ppo


def product(m, n, k, transpose_a, transpose_b, count):
    a = torch.randn(k, m).T if transpose_a else torch.randn(m, k)
    b = torch.randn(n, k).T if transpose_b else torch.randn(k, n)
    c = torch.empty(m, n)

    def work():
        for _ in range(count):
            torch.mm(a, b, out=c)

    return work


def attention(heads, width, batch, length):
    x = torch.randn(batch, length, 3 * heads * width, requires_grad=True)
    gradient = torch.randn(batch, length, heads * width)

    def work():
        x.grad = None
        q, k, v = (part.view(batch, length, heads, width).transpose(1, 2) for part in x.split(heads * width, dim=2))
        y = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        y.transpose(1, 2).reshape(batch, length, heads * width).backward(gradient)

    return work


KINDS = {
    "train": pytorch_gpt.training,
    "compiled": lambda *sizes: pytorch_gpt.training(*sizes, compiled=True),
    "sample": pytorch_gpt.sampling,
    "ppo": pytorch_ppo.iteration,
    "diffuse": pytorch_diffusion.training,
    "denoise": pytorch_diffusion.sampling,
    "product": product,
    "attention": attention,
}


def main():
    threads, kind, *sizes = sys.argv[1:]
    torch.set_num_threads(int(threads))
    work = KINDS[kind](*map(int, sizes))
    for line in sys.stdin:
        print(*program.timed(work, int(line)), flush=True)


if __name__ == "__main__":
    main()
