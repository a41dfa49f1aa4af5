"""A text-conditioned denoising U-Net in PyTorch, as a user would write it: eager, channels-last, scaled_dot_product_attention,
fused AdamW. The same network as Octavo's DenoisingUNet with its text encoder, layer by layer."""

import copy
import math

import torch
from torch import nn
from torch.nn import functional as F

import pytorch_gpt


class Residual(nn.Module):
    def __init__(self, inputs, outputs, time, groups):
        super().__init__()
        self.input_norm = nn.GroupNorm(groups, inputs)
        self.input = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.time = nn.Linear(time, outputs)
        self.output_norm = nn.GroupNorm(groups, outputs)
        self.output = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.skip = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()

    def forward(self, x, time):
        y = self.input(F.silu(self.input_norm(x))) + self.time(time)[:, :, None, None]
        return self.skip(x) + self.output(F.silu(self.output_norm(y)))


class Attention(nn.Module):
    def __init__(self, width, context, heads):
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(context, 2 * width)
        self.output = nn.Linear(width, width)

    def forward(self, x, context):
        q, (k, v) = self.query(x), self.key_value(context).chunk(2, dim=2)
        q, k, v = (part.unflatten(2, (self.heads, -1)).transpose(1, 2) for part in (q, k, v))
        return self.output(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2))


class Transformer(nn.Module):
    def __init__(self, width, text, heads, groups):
        super().__init__()
        self.norm = nn.GroupNorm(groups, width)
        self.self_attention = Attention(width, width, heads)
        self.cross_norm = nn.LayerNorm(width)
        self.cross_attention = Attention(width, text, heads)
        self.feed_forward_norm = nn.LayerNorm(width)
        self.feed_forward_input = nn.Linear(width, 4 * width)
        self.feed_forward_output = nn.Linear(4 * width, width)

    def forward(self, x, text):
        normal = self.norm(x).flatten(2).transpose(1, 2)
        y = x.flatten(2).transpose(1, 2) + self.self_attention(normal, normal)
        y = y + self.cross_attention(self.cross_norm(y), text)
        y = y + self.feed_forward_output(F.gelu(self.feed_forward_input(self.feed_forward_norm(y))))
        return y.transpose(1, 2).unflatten(2, x.shape[2:])


class Block(nn.Module):
    def __init__(self, inputs, outputs, time, text, heads, groups, attends):
        super().__init__()
        self.residual = Residual(inputs, outputs, time, groups)
        self.attention = Transformer(outputs, text, heads, groups) if attends else None

    def forward(self, x, time, text):
        x = self.residual(x, time)
        return x if self.attention is None else self.attention(x, text)


def time_embedding(steps, width):
    frequencies = torch.exp(-math.log(10_000) * torch.arange(width // 2) / (width // 2))
    angles = steps[:, None] * frequencies
    return torch.cat([angles.cos(), angles.sin()], dim=1)


class UNet(nn.Module):
    """Two levels, one block each, attention at both."""

    def __init__(self, channels, width, text, vocabulary, length, heads=4, groups=8):
        super().__init__()
        self.width = width
        time = 4 * width
        self.text = pytorch_gpt.GPT(2, heads, text, length, vocabulary)
        self.time_input = nn.Linear(width, time)
        self.time_output = nn.Linear(time, time)
        self.time_text = nn.Linear(text, time)

        def block(inputs, outputs, attends=True):
            return Block(inputs, outputs, time, text, heads, groups, attends)

        self.input = nn.Conv2d(channels, width, 3, padding=1)
        self.down = nn.ModuleList([block(width, width), block(width, 2 * width)])
        self.downsample = nn.Conv2d(width, width, 3, stride=2, padding=1)
        self.middle = nn.ModuleList([block(2 * width, 2 * width), block(2 * width, 2 * width, False)])
        self.up = nn.ModuleList([
            block(4 * width, 2 * width), block(3 * width, 2 * width), block(3 * width, width), block(2 * width, width)])
        self.upsample = nn.Conv2d(2 * width, 2 * width, 3, padding=1)
        self.output_norm = nn.GroupNorm(groups, width)
        self.output = nn.Conv2d(width, channels, 3, padding=1)

    def states(self, captions):
        text = self.text
        x = text.tokens(captions) + text.positions(torch.arange(captions.shape[1]))
        for block in text.blocks:
            x = block(x)
        return text.final_norm(x)

    def forward(self, noisy, steps, captions):
        text = self.states(captions)
        hidden = F.silu(self.time_input(time_embedding(steps, self.width)))
        time = F.silu(self.time_output(hidden) + self.time_text(text[:, -1]))
        first = self.input(noisy)
        one = self.down[0](first, time, text)
        half = self.downsample(one)
        two = self.down[1](half, time, text)
        x = self.middle[1](self.middle[0](two, time, text), time, text)
        x = self.up[0](torch.cat([x, two], dim=1), time, text)
        x = self.up[1](torch.cat([x, half], dim=1), time, text)
        x = self.upsample(F.interpolate(x, scale_factor=2, mode="nearest"))
        x = self.up[2](torch.cat([x, one], dim=1), time, text)
        x = self.up[3](torch.cat([x, first], dim=1), time, text)
        return self.output(F.silu(self.output_norm(x)))


def cosine_signals(steps=1000):
    angles = (torch.arange(steps + 1, dtype=torch.float64) / steps + 0.008) / 1.008 * math.pi / 2
    remaining = angles.cos() ** 2
    betas = (1 - remaining[1:] / remaining[:-1]).clamp(max=0.999)
    return torch.cumprod(1 - betas, 0).float()


def training(width, batch, side, channels, length, vocabulary):
    """A function that makes one training iteration: velocity prediction, a tenth of captions left out, a moving average."""
    torch.manual_seed(1)
    model = UNet(channels, width, width, vocabulary, length).to(memory_format=torch.channels_last)
    average = copy.deepcopy(model)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=0, fused=True)
    images = torch.randn(256, channels, side, side)
    captions = torch.randint(1, vocabulary, (256, length))
    signals = cosine_signals()

    def iterate():
        rows = torch.randint(256, (batch,))
        clean = images[rows].to(memory_format=torch.channels_last)
        words = captions[rows] * (torch.rand(batch) >= 0.1)[:, None]
        steps = torch.randint(1000, (batch,))
        noise = torch.randn_like(clean)
        a, s = (part.sqrt()[:, None, None, None] for part in (signals[steps], 1 - signals[steps]))
        loss = F.mse_loss(model(a * clean + s * noise, steps, words), a * noise - s * clean)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 0.005)
        return loss.item()

    return iterate


def sampling(width, batch, side, channels, length, vocabulary, steps):
    """A function that draws `batch` images in `steps` steps of DDIM with guidance."""
    torch.manual_seed(1)
    model = UNet(channels, width, width, vocabulary, length).to(memory_format=torch.channels_last).eval()
    captions = torch.randint(1, vocabulary, (batch, length))
    signals = cosine_signals()
    places = [1000 * index // steps - 1 for index in range(steps, 0, -1)]

    @torch.inference_mode()
    def sample():
        x = torch.randn(batch, channels, side, side).to(memory_format=torch.channels_last)
        for place, following in zip(places, places[1:] + [-1]):
            at = torch.full((batch,), place)
            conditional, unconditional = model(x, at, captions), model(x, at, torch.zeros_like(captions))
            v = unconditional + 3 * (conditional - unconditional)
            a, s = signals[place].sqrt(), (1 - signals[place]).sqrt()
            image, noise = a * x - s * v, s * x + a * v
            after = signals[following] if following >= 0 else torch.tensor(1.0)
            x = after.sqrt() * image + (1 - after).sqrt() * noise
        return x

    return sample
