"""Writes reference.json: tiny random models of Hugging Face's transformers in float64, their logits, loss and gradients.

Run with torch and transformers installed; the result is kept beside this file.
"""

import json
import pathlib

import torch
from transformers import (
    GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM, MixtralConfig, MixtralForCausalLM)

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
LAYERS, HEADS, WIDTH, CONTEXT, VOCABULARY = 2, 4, 16, 9, 13
EXPERTS = 4


def gpt2():
    config = GPT2Config(
        vocab_size=VOCABULARY, n_positions=CONTEXT, n_embd=WIDTH, n_layer=LAYERS, n_head=HEADS,
        activation_function="gelu_new", resid_pdrop=0, embd_pdrop=0, attn_pdrop=0,
        attn_implementation="eager",
    )
    model = GPT2LMHeadModel(config)
    names = {"tokenEmbedding.weight": "transformer.wte.weight",
             "positionEmbedding.weight": "transformer.wpe.weight"}
    for layer in range(LAYERS):
        ours, theirs = f"blocks.{layer}", f"transformer.h.{layer}"
        for a, b in [("attentionNorm", "ln_1"), ("attention.input", "attn.c_attn"),
                     ("attention.output", "attn.c_proj"), ("feedForwardNorm", "ln_2"),
                     ("feedForward.input", "mlp.c_fc"), ("feedForward.output", "mlp.c_proj")]:
            for part in ("weight", "bias"):
                names[f"{ours}.{a}.{part}"] = f"{theirs}.{b}.{part}"
    names["finalNorm.weight"] = "transformer.ln_f.weight"
    names["finalNorm.bias"] = "transformer.ln_f.bias"
    return model, {ours: (lambda get, theirs=theirs: get(theirs)) for ours, theirs in names.items()}


LLAMA = dict(
    vocab_size=VOCABULARY, hidden_size=WIDTH, intermediate_size=24, num_hidden_layers=LAYERS,
    num_attention_heads=HEADS, num_key_value_heads=2, max_position_embeddings=CONTEXT,
    rms_norm_eps=1e-5, rope_theta=100.0, tie_word_embeddings=False, attn_implementation="eager",
)


def llama():
    model = LlamaForCausalLM(LlamaConfig(**LLAMA))
    return model, llama_weights(lambda theirs, joined, plain: {
        "feedForward.input.weight": joined(
            f"{theirs}.mlp.gate_proj.weight", f"{theirs}.mlp.up_proj.weight"),
        "feedForward.output.weight": joined(f"{theirs}.mlp.down_proj.weight"),
    })


def mixtral():
    """Each expert's matrices stand in one tensor of all experts."""
    model = MixtralForCausalLM(
        MixtralConfig(
            **LLAMA, num_local_experts=EXPERTS, num_experts_per_tok=2, experts_implementation="eager"))

    def experts(theirs, joined, plain):
        weights = {"router.weight": joined(f"{theirs}.mlp.gate.weight")}
        for expert in range(EXPERTS):
            for ours, name in [("input", "gate_up_proj"), ("output", "down_proj")]:
                weights[f"experts.{expert}.{ours}.weight"] = (
                    lambda get, expert=expert, name=name: get(f"{theirs}.mlp.experts.{name}")[expert].T)
        return weights

    return model, llama_weights(experts)


def llama_weights(feed_forward):
    joined = lambda *theirs: lambda get: torch.cat([get(name).T for name in theirs], 1)
    plain = lambda theirs: lambda get: get(theirs)
    weights = {"tokenEmbedding.weight": plain("model.embed_tokens.weight")}
    for layer in range(LAYERS):
        ours, theirs = f"blocks.{layer}", f"model.layers.{layer}"
        attention = f"{theirs}.self_attn"
        weights[f"{ours}.attentionNorm.weight"] = plain(f"{theirs}.input_layernorm.weight")
        weights[f"{ours}.attention.input.weight"] = joined(
            *(f"{attention}.{part}_proj.weight" for part in "qkv"))
        weights[f"{ours}.attention.output.weight"] = joined(f"{attention}.o_proj.weight")
        weights[f"{ours}.feedForwardNorm.weight"] = plain(
            f"{theirs}.post_attention_layernorm.weight")
        for name, get in feed_forward(theirs, joined, plain).items():
            weights[f"{ours}.{name}"] = get
    weights["finalNorm.weight"] = plain("model.norm.weight")
    weights["head.weight"] = joined("lm_head.weight")
    return weights


def flat(tensor):
    return {"shape": list(tensor.shape), "data": [float(f"{x:.9g}") for x in tensor.flatten().tolist()]}


def case(make):
    model, weights = make()
    with torch.no_grad():
        for parameter in model.parameters():
            # Away from the usual small beginning, so that every term matters; rounded, so that both sides start alike.
            parameter.add_(torch.randn_like(parameter) * 0.2)
            parameter.copy_(parameter.float().double())
    tokens = torch.randint(VOCABULARY, (3, CONTEXT))
    targets = torch.randint(VOCABULARY, (3, CONTEXT))
    logits = model(tokens).logits
    loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten())
    loss.backward()
    parameters = dict(model.named_parameters())
    return {
        "tokens": tokens.flatten().tolist(), "targets": targets.flatten().tolist(),
        "logits": flat(logits.detach()), "loss": loss.item(),
        "parameters": {n: flat(f(lambda k: parameters[k].detach())) for n, f in weights.items()},
        "gradients": {n: flat(f(lambda k: parameters[k].grad)) for n, f in weights.items()},
    }


path = pathlib.Path(__file__).with_name("reference.json")
path.write_text(json.dumps({"gpt2": case(gpt2), "llama": case(llama), "mixtral": case(mixtral)}))
