"""GPT-2 without biases in PyTorch, as a user would write it: eager, scaled_dot_product_attention, fused AdamW."""

import math

import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, heads, width):
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.LayerNorm(width, bias=False)
        self.attention_input = nn.Linear(width, 3 * width, bias=False)
        self.attention_output = nn.Linear(width, width, bias=False)
        self.feed_forward_norm = nn.LayerNorm(width, bias=False)
        self.feed_forward_input = nn.Linear(width, 4 * width, bias=False)
        self.feed_forward_output = nn.Linear(4 * width, width, bias=False)

    def forward(self, x, cache=None):
        """`cache` is a list that holds the keys and values so far, or nothing yet."""
        batch, length, width = x.shape
        heads = self.attention_input(self.attention_norm(x)).split(width, dim=2)
        q, k, v = (part.view(batch, length, self.heads, -1).transpose(1, 2) for part in heads)
        if cache:
            k, v = torch.cat([cache[0], k], dim=2), torch.cat([cache[1], v], dim=2)
        if cache is not None:
            cache[:] = [k, v]
        attended = F.scaled_dot_product_attention(q, k, v, is_causal=length == k.shape[2])
        x = x + self.attention_output(attended.transpose(1, 2).reshape(batch, length, width))
        return x + self.feed_forward_output(F.gelu(self.feed_forward_input(self.feed_forward_norm(x))))


class GPT(nn.Module):
    def __init__(self, layers, heads, width, context, vocabulary):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(context, width)
        self.blocks = nn.ModuleList(Block(heads, width) for _ in range(layers))
        self.final_norm = nn.LayerNorm(width, bias=False)
        self.head = nn.Linear(width, vocabulary, bias=False)
        self.head.weight = self.tokens.weight
        for name, parameter in self.named_parameters():
            if parameter.dim() > 1:
                is_residual = name.endswith("output.weight")
                nn.init.normal_(parameter, std=0.02 / math.sqrt(2 * layers) if is_residual else 0.02)

    def logits(self, tokens, first=0, caches=None):
        x = self.tokens(tokens) + self.positions(torch.arange(first, first + tokens.shape[1]))
        for index, block in enumerate(self.blocks):
            x = block(x, caches[index] if caches else None)
        return self.head(self.final_norm(x if caches is None else x[:, -1:]))

    def forward(self, tokens, targets):
        return F.cross_entropy(self.logits(tokens).flatten(0, 1), targets.flatten())


def training(layers, heads, width, batch, context, vocabulary, compiled=False):
    """A function that makes one training iteration on crops of a random text."""
    torch.manual_seed(1)
    model = GPT(layers, heads, width, context, vocabulary)
    forward = torch.compile(model) if compiled else model
    decayed = [parameter for parameter in model.parameters() if parameter.dim() > 1]
    others = [parameter for parameter in model.parameters() if parameter.dim() < 2]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}],
        lr=1e-3, betas=(0.9, 0.99), fused=True)
    text = torch.randint(vocabulary, (100_000,))

    def iterate():
        starts = torch.randint(len(text) - context, (batch,)).tolist()
        tokens = torch.stack([text[start:start + context] for start in starts])
        targets = torch.stack([text[start + 1:start + 1 + context] for start in starts])
        loss = forward(tokens, targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        return loss.item()

    return iterate


def sampling(layers, heads, width, batch, prompt, new, vocabulary):
    """A function that continues `batch` prompts by `new` tokens, with a key/value cache."""
    torch.manual_seed(1)
    model = GPT(layers, heads, width, prompt + new, vocabulary).eval()
    prompts = torch.randint(vocabulary, (batch, prompt))

    @torch.inference_mode()
    def sample():
        caches = [[] for _ in model.blocks]
        tokens, first, chosen = prompts, 0, []
        for _ in range(new):
            logits = model.logits(tokens, first, caches)[:, -1]
            first += tokens.shape[1]
            tokens = torch.multinomial(F.softmax(logits, dim=-1), 1)
            chosen.append(tokens)
        return torch.cat(chosen, dim=1)

    return sample
