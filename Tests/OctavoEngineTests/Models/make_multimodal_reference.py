"""Writes multimodal_reference.json: what transformers' CLIP vision model and GPT-2 in float64, joined by a linear map,
make of images among tokens.

    python3 Tests/OctavoEngineTests/Models/make_multimodal_reference.py

Weights and images are sines of their index, so that only results are stored: the log-likelihood of every response, the
loss, and of every parameter's gradient two projections. Each prompt is read alone, without padding.
"""

import json

import torch
from transformers import CLIPConfig, CLIPModel, GPT2Config, GPT2LMHeadModel

import make_clip_reference
from make_clip_reference import HERE, LAYERS, WIDTH, layer, ours, sines, theirs

LANGUAGE_WIDTH, VOCABULARY, CONTEXT = 12, 9, 16
# The texts between which the image stands, and the response.
PROMPTS = [
    ([[], [3, 1, 4]], [2, 5]),
    ([[7, 8], [6]], [1, 0, 3]),
    ([[2], [5], []], [4]),
]


def names():
    """Octavo's names of the parts' parameters, in its order, each with those of transformers."""
    encoder = [(mine.removeprefix("image."), yours) for mine, yours in make_clip_reference.names()
               if mine.startswith("image.")]
    language = [("tokenEmbedding.weight", ["transformer.wte.weight"]),
                ("positionEmbedding.weight", ["transformer.wpe.weight"])]
    for index in range(LAYERS):
        mine, yours = f"blocks.{index}", f"transformer.h.{index}"
        language += layer(f"{mine}.attentionNorm", f"{yours}.ln_1")
        language += layer(f"{mine}.attention.input", f"{yours}.attn.c_attn")
        language += layer(f"{mine}.attention.output", f"{yours}.attn.c_proj")
        language += layer(f"{mine}.feedForwardNorm", f"{yours}.ln_2")
        language += layer(f"{mine}.feedForward.input", f"{yours}.mlp.c_fc")
        language += layer(f"{mine}.feedForward.output", f"{yours}.mlp.c_proj")
    return encoder, language + layer("finalNorm", "transformer.ln_f")


def values(like, phase, name):
    result = sines(like.numel(), phase, 0.3).reshape(like.shape)
    return result + 1 if "orm" in name and name.endswith("weight") else result


def read(feature_tokens):
    shared = {"hidden_act": "gelu", "num_hidden_layers": LAYERS, "num_attention_heads": 2, "projection_dim": 4}
    clip = CLIPModel(CLIPConfig(
        projection_dim=4,
        text_config=dict(shared, vocab_size=7, hidden_size=4, intermediate_size=4, max_position_embeddings=4),
        vision_config=dict(shared, hidden_size=WIDTH, intermediate_size=4 * WIDTH, image_size=8, patch_size=4,
                           num_channels=3))).double()
    clip.config._attn_implementation = "eager"
    gpt = GPT2LMHeadModel(GPT2Config(
        vocab_size=VOCABULARY, n_positions=CONTEXT, n_embd=LANGUAGE_WIDTH, n_layer=LAYERS, n_head=2,
        activation_function="gelu", resid_pdrop=0, embd_pdrop=0, attn_pdrop=0)).double()
    encoder, language = names()
    seen, told = dict(clip.named_parameters()), dict(gpt.named_parameters())
    phase, learned = 0.0, []
    with torch.no_grad():
        for mine, yours in encoder:
            parts = [ours(name, seen[name]) for name in yours]
            joined = values(torch.cat(parts, dim=-1), phase, mine)
            for name, part in zip(yours, joined.split([part.shape[-1] for part in parts], dim=-1)):
                seen[name].copy_(theirs(name, part, seen[name]))
            learned.append(lambda yours=yours: torch.cat([ours(name, seen[name].grad) for name in yours], dim=-1))
            phase += 1
        columns = (feature_tokens or 1) * LANGUAGE_WIDTH
        weight = values(torch.empty(WIDTH, columns), phase, "weight").requires_grad_()
        bias = values(torch.empty(columns), phase + 1, "bias").requires_grad_()
        learned += [lambda: weight.grad, lambda: bias.grad]
        phase += 2
        for mine, (yours,) in language:
            told[yours].copy_(values(told[yours], phase, mine))
            learned.append(lambda yours=yours: told[yours].grad)
            phase += 1
    images = sines(3 * 8 * 8 * 3, 0.9, 1).reshape(3, 8, 8, 3).permute(0, 3, 1, 2)
    states = clip.vision_model(pixel_values=images).last_hidden_state
    states = clip.vision_model.post_layernorm(states)
    states = states[:, 1:] if feature_tokens is None else states[:, :1]
    tokens = (states @ weight + bias).reshape(3, -1, LANGUAGE_WIDTH)
    likelihoods = []
    for image, (parts, response) in zip(tokens, PROMPTS):
        pieces = []
        for index, part in enumerate(parts):
            pieces += [image] if index else []
            pieces.append(gpt.transformer.wte(torch.tensor(part, dtype=torch.long)))
        pieces.append(gpt.transformer.wte(torch.tensor(response[:-1], dtype=torch.long)))
        logits = gpt(inputs_embeds=torch.cat(pieces)[None]).logits[0, -len(response):]
        likelihoods.append(logits.log_softmax(-1)[torch.arange(len(response)), torch.tensor(response)].sum())
    loss = -sum(likelihoods) / sum(len(response) for _, response in PROMPTS)
    loss.backward()
    return {
        "likelihoods": [each.item() for each in likelihoods],
        "loss": loss.item(),
        "gradients": [[(grad().flatten() * sines(grad().numel(), phase, 1)).sum().item() for phase in (0.0, 1.0)]
                      for grad in learned],
    }


def main():
    torch.set_default_dtype(torch.float64)
    result = {"patches": read(None), "feature": read(2)}
    (HERE / "multimodal_reference.json").write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
