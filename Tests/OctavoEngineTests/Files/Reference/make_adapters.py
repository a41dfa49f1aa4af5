"""Writes adapters of two of the models that make_models.py wrote, by the peft library of Hugging Face.

Each folder of adapters/ also has logits.json: tokens (B, T) and what the model makes of them with the adapter (B, T, V).
"""

import json
import pathlib
import shutil

import torch
from peft import LoraConfig, PrefixTuningConfig, PromptTuningConfig, get_peft_model
from transformers import AutoModelForCausalLM
from transformers.utils import logging

HERE = pathlib.Path(__file__).parent
logging.set_verbosity_error()


def write(name, base, dtype=torch.float32, kind=LoraConfig, learned="lora_", **settings):
    folder = HERE / "adapters" / name
    shutil.rmtree(folder, ignore_errors=True)
    model = AutoModelForCausalLM.from_pretrained(HERE / "models" / base, dtype=torch.float32)
    model = get_peft_model(model, kind(task_type="CAUSAL_LM", **settings)).eval()
    generator = torch.Generator().manual_seed(len(name))
    with torch.no_grad():
        for key, parameter in sorted(model.named_parameters()):
            if learned in key:
                numbers = torch.randn(parameter.shape, generator=generator) * 0.4
                parameter.copy_(numbers.to(dtype).float())
    tokens = torch.randint(model.config.vocab_size, (2, 7), generator=generator)
    with torch.no_grad():
        # Of a soft prompt, the text alone.
        logits = model(tokens).logits[:, -tokens.shape[1]:]
    model.peft_config["default"].base_model_name_or_path = base
    model.to(dtype).save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)
    rows = [[[round(x, 6) for x in scores] for scores in row] for row in logits.tolist()]
    (folder / "logits.json").write_text(json.dumps({"tokens": tokens.tolist(), "logits": rows}))


write("gpt2", "gpt2-tied", r=2, lora_alpha=6, target_modules=["c_attn", "c_proj", "c_fc"])
write("gpt2-one-block", "gpt2-tied", torch.bfloat16, r=3, layers_to_transform=[1], target_modules=["mlp.c_fc"])
write(
    "llama-queries-and-values",
    "llama-grouped",
    r=3,
    lora_alpha=4,
    target_modules=["q_proj", "v_proj"],
    rank_pattern={"layers.1.self_attn.v_proj": 1},
    alpha_pattern={"q_proj": 9},
)
write(
    "llama-rank-stabilized",
    "llama-grouped",
    r=2,
    lora_alpha=3,
    use_rslora=True,
    target_modules="all-linear",
)
for base, name in [("gpt2-tied", "gpt2"), ("llama-grouped", "llama")]:
    for kind, suffix, settings in [
        (PromptTuningConfig, "soft-prompt", {}),
        (PrefixTuningConfig, "prefix", {}),
        (PrefixTuningConfig, "projected-prefix", {"prefix_projection": True, "encoder_hidden_size": 5}),
    ]:
        write(f"{name}-{suffix}", base, kind=kind, learned="prompt_encoder", num_virtual_tokens=3, **settings)
