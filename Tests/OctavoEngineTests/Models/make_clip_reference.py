"""Writes clip_reference.json: what transformers' CLIPModel in float64 makes of small weights.

    python3 Tests/OctavoEngineTests/Models/make_clip_reference.py

Weights and images are sines of their index, so that only results are stored: the features, the loss, and of every
parameter's gradient two projections.
"""

import json
import pathlib

import torch
from transformers import CLIPConfig, CLIPModel

HERE = pathlib.Path(__file__).resolve().parent
WIDTH, TEXT_WIDTH, FEATURES, LAYERS, LENGTH, VOCABULARY = 8, 12, 6, 2, 5, 7
# The end of a caption is the first 0, which also fills it up.
CAPTIONS = [[3, 1, 0, 0, 0], [2, 5, 6, 1, 0], [4, 0, 0, 0, 0]]


def sines(count, phase, scale):
    return scale * torch.sin(1.7 * torch.arange(count, dtype=torch.float64) + phase)


def layer(ours, theirs):
    return [(f"{ours}.weight", [f"{theirs}.weight"]), (f"{ours}.bias", [f"{theirs}.bias"])]


def block(ours, theirs, attention):
    """Of a transformer's block; `attention` lists our joined matrices with the ones that they are made of."""
    pairs = layer(f"{ours}.attentionNorm", f"{theirs}.layer_norm1")
    for mine, yours in attention:
        for kind in ("weight", "bias"):
            pairs.append((f"{ours}.attention.{mine}.{kind}", [f"{theirs}.self_attn.{each}.{kind}" for each in yours]))
    pairs += layer(f"{ours}.feedForwardNorm", f"{theirs}.layer_norm2")
    return pairs + layer(f"{ours}.feedForward.input", f"{theirs}.mlp.fc1") + layer(
        f"{ours}.feedForward.output", f"{theirs}.mlp.fc2")


def names():
    """Octavo's names, in its order, each with those of transformers whose tensors it holds side by side."""
    vision, text = "vision_model", "text_model"
    pairs = [("image.embedding.patches.weight", [f"{vision}.embeddings.patch_embedding.weight"]),
             ("image.embedding.imageToken.weight", [f"{vision}.embeddings.class_embedding"]),
             ("image.embedding.positions.weight", [f"{vision}.embeddings.position_embedding.weight"])]
    pairs += layer("image.inputNorm", f"{vision}.pre_layrnorm")
    for index in range(LAYERS):
        pairs += block(f"image.blocks.{index}", f"{vision}.encoder.layers.{index}",
                       [("query", ["q_proj"]), ("keyValue", ["k_proj", "v_proj"]), ("output", ["out_proj"])])
    pairs += layer("image.outputNorm", f"{vision}.post_layernorm")
    pairs += [("imageProjection.weight", ["visual_projection.weight"]), ("textProjection.weight", ["text_projection.weight"]),
              ("logScale", ["logit_scale"])]
    pairs += [("text.tokenEmbedding.weight", [f"{text}.embeddings.token_embedding.weight"]),
              ("text.positionEmbedding.weight", [f"{text}.embeddings.position_embedding.weight"])]
    for index in range(LAYERS):
        pairs += block(f"text.blocks.{index}", f"{text}.encoder.layers.{index}",
                       [("input", ["q_proj", "k_proj", "v_proj"]), ("output", ["out_proj"])])
    return pairs + layer("text.finalNorm", f"{text}.final_layer_norm")


def ours(name, tensor):
    """A tensor of transformers in Octavo's order."""
    if tensor.dim() == 4:
        return tensor.permute(2, 3, 1, 0).reshape(-1, tensor.shape[0])
    if name.endswith("class_embedding"):
        return tensor[None]
    if tensor.dim() == 0:
        return tensor[None]
    return tensor.T if tensor.dim() == 2 and "embedding" not in name else tensor


def theirs(name, values, like):
    if like.dim() == 4:
        rows, columns = like.shape[2:]
        return values.reshape(rows, columns, like.shape[1], like.shape[0]).permute(3, 2, 0, 1)
    if like.dim() == 2 and "embedding" not in name:
        return values.T
    return values.reshape(like.shape)


def main():
    torch.set_default_dtype(torch.float64)
    shared = {"hidden_act": "gelu", "num_hidden_layers": LAYERS, "num_attention_heads": 2, "projection_dim": FEATURES}
    config = CLIPConfig(
        projection_dim=FEATURES,
        text_config=dict(shared, vocab_size=VOCABULARY, hidden_size=TEXT_WIDTH, intermediate_size=4 * TEXT_WIDTH,
                         max_position_embeddings=LENGTH, eos_token_id=0, bos_token_id=6, pad_token_id=0),
        vision_config=dict(shared, hidden_size=WIDTH, intermediate_size=4 * WIDTH, image_size=8, patch_size=4,
                           num_channels=3))
    model = CLIPModel(config).double()
    model.config._attn_implementation = "eager"
    parameters = dict(model.named_parameters())
    with torch.no_grad():
        for index, (mine, yours) in enumerate(names()):
            parts = [ours(name, parameters[name]) for name in yours]
            joined = torch.cat(parts, dim=-1)
            values = sines(joined.numel(), float(index), 0.3).reshape(joined.shape)
            if "Norm" in mine and mine.endswith("weight"):
                values += 1
            for name, part in zip(yours, values.split([part.shape[-1] for part in parts], dim=-1)):
                parameters[name].copy_(theirs(name, part, parameters[name]))
    images = sines(3 * 8 * 8 * 3, 0.9, 1).reshape(3, 8, 8, 3).permute(0, 3, 1, 2)
    out = model(input_ids=torch.tensor(CAPTIONS), pixel_values=images, return_loss=True)
    out.loss.backward()
    used = {name for _, yours in names() for name in yours}
    missed = set(parameters) - used
    assert not missed, missed
    gradients = []
    for _, yours in names():
        joined = torch.cat([ours(name, parameters[name].grad) for name in yours], dim=-1).flatten()
        gradients.append([(joined * sines(joined.numel(), phase, 1)).sum().item() for phase in (0.0, 1.0)])
    result = {
        "parameters": [mine for mine, _ in names()],
        "images": out.image_embeds.flatten().tolist(),
        "texts": out.text_embeds.flatten().tolist(),
        "loss": out.loss.item(),
        "gradients": gradients,
    }
    (HERE / "clip_reference.json").write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
