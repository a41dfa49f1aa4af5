"""Writes the tiny random models that the tests read, by the transformers library of Hugging Face.

Each folder of models/ also has logits.json: tokens (B, T) and what the model makes of them (B, T, V) in float32.
"""

import json
import pathlib
import shutil

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    AutoModelForCausalLM,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    MixtralConfig,
    MixtralForCausalLM,
)
from transformers.utils import logging

HERE = pathlib.Path(__file__).parent / "models"
logging.set_verbosity_error()


def randomize(model, seed):
    """Parameters large enough that every one of them shows in the logits."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.2)
            if parameter.dim() == 1 and name.endswith("weight"):
                parameter.add_(1)


def write(name, model, dtype=torch.float32, shards=None, bare=False):
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    randomize(model, seed=len(name))
    model = model.to(dtype).eval()
    saved = model.base_model if bare else model
    saved.save_pretrained(folder, max_shard_size=shards or "1GB")
    (folder / "generation_config.json").unlink(missing_ok=True)
    loaded = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    generator = torch.Generator().manual_seed(1)
    vocabulary = loaded.config.vocab_size
    tokens = torch.randint(vocabulary, (2, 7), generator=generator)
    with torch.no_grad():
        logits = loaded(tokens).logits
    rows = [[[round(x, 6) for x in scores] for scores in row] for row in logits.tolist()]
    (folder / "logits.json").write_text(json.dumps({"tokens": tokens.tolist(), "logits": rows}))
    return folder


def gpt2(**changes):
    settings = dict(vocab_size=64, n_positions=24, n_embd=16, n_layer=2, n_head=4)
    return GPT2LMHeadModel(GPT2Config(**settings | dict(bos_token_id=0, eos_token_id=0) | changes))


LLAMA = dict(
    vocab_size=64,
    max_position_embeddings=24,
    hidden_size=16,
    intermediate_size=40,
    num_hidden_layers=2,
    num_attention_heads=4,
    bos_token_id=0,
    eos_token_id=0,
)


def llama(**changes):
    return LlamaForCausalLM(LlamaConfig(**LLAMA | changes))


def mixtral(**changes):
    return MixtralForCausalLM(MixtralConfig(**LLAMA | changes))


def add_old_buffers(folder, buffers):
    """What earlier versions of transformers stored beside the weights."""
    path = folder / "model.safetensors"
    save_file(load_file(path) | buffers, path, metadata={"format": "pt"})


def causal_masks():
    buffers = {}
    for layer in range(2):
        buffers[f"h.{layer}.attn.bias"] = torch.ones(1, 1, 24, 24, dtype=torch.uint8).tril()
        buffers[f"h.{layer}.attn.masked_bias"] = torch.tensor(-1e4)
    return buffers


def rotary_frequencies():
    name = "model.layers.{}.self_attn.rotary_emb.inv_freq"
    return {name.format(layer): torch.tensor([1.0, 500.0**-0.5]) for layer in range(2)}


def add_tokenizer(folder):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=270,
        special_tokens=["<|endoftext|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    text = "the cat and the hat, the rat and the mat"
    tokenizer.train_from_iterator([text], trainer)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tokens.json").write_text(json.dumps({"text": text, "tokens": tokenizer.encode(text).ids}))


add_tokenizer(write("gpt2-tied", gpt2(vocab_size=272, n_embd=8, n_head=2)))
write(
    "gpt2-untied-bfloat16-sharded",
    gpt2(tie_word_embeddings=False, n_inner=40, layer_norm_epsilon=0.01, activation_function="gelu"),
    torch.bfloat16,
    shards="8KB",
)
add_old_buffers(write("gpt2-bare-float16", gpt2(), torch.float16, bare=True), causal_masks())
rotary = {"rope_type": "default", "rope_theta": 500.0}
grouped = llama(num_key_value_heads=2, rope_parameters=rotary, rms_norm_eps=0.01)
add_old_buffers(write("llama-grouped", grouped), rotary_frequencies())
write(
    "llama-tied-float16-sharded",
    llama(num_key_value_heads=1, tie_word_embeddings=True),
    torch.float16,
    shards="6KB",
)
write("llama-biases-bfloat16", llama(attention_bias=True, mlp_bias=True), torch.bfloat16)
write("mixtral", mixtral(num_local_experts=5, num_experts_per_tok=2, num_key_value_heads=2))
