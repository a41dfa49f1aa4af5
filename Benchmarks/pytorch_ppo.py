"""One PPO iteration of RLHF in PyTorch, as a user would write it: eager, fused Adam, a key/value cache in the rollout."""

import torch
from torch import nn
from torch.nn import functional as F

import pytorch_gpt


class ScalarModel(nn.Module):
    """A transformer with one number at every position."""

    def __init__(self, gpt, width):
        super().__init__()
        self.gpt = gpt
        self.head = nn.Linear(width, 1)

    def forward(self, tokens):
        return self.head(hidden(self.gpt, tokens)).squeeze(-1)


def hidden(gpt, tokens):
    x = gpt.tokens(tokens) + gpt.positions(torch.arange(tokens.shape[1]))
    for block in gpt.blocks:
        x = block(x)
    return gpt.final_norm(x)


def whitened(x):
    return (x - x.mean()) * torch.rsqrt(x.var() + 1e-8)


def iteration(layers, heads, width, batch, prompt, new, vocabulary):
    """A function that makes one iteration: 4 epochs of 4 minibatches, actor and critic apart."""
    torch.manual_seed(1)
    make = lambda: pytorch_gpt.GPT(layers, heads, width, prompt + new, vocabulary)
    actor, reference = make(), make()
    reference.load_state_dict(actor.state_dict())
    critic, reward_model = ScalarModel(make(), width), ScalarModel(make(), width)
    optimizers = [torch.optim.Adam(model.parameters(), lr=1e-4, eps=1e-5, fused=True)
                  for model in (actor, critic)]
    prompts = torch.randint(vocabulary, (batch, prompt))
    beta, discount, decay, clip, epochs, minibatches = 0.05, 1.0, 0.95, 0.2, 4, 4

    def log_probabilities(model, tokens):
        logits = model.head(hidden(model, tokens)[:, prompt - 1:-1])
        chosen = tokens[:, prompt:].unsqueeze(-1)
        return torch.log_softmax(logits, dim=-1).gather(-1, chosen).squeeze(-1), logits

    @torch.inference_mode()
    def experience():
        caches = [[] for _ in actor.blocks]
        inputs, first, tokens = prompts, 0, [prompts]
        for _ in range(new):
            logits = actor.logits(inputs, first, caches)[:, -1]
            first += inputs.shape[1]
            inputs = torch.multinomial(F.softmax(logits, dim=-1), 1)
            tokens.append(inputs)
        tokens = torch.cat(tokens, dim=1)
        score = reward_model(tokens)[:, -1]
        old = log_probabilities(actor, tokens)[0]
        values = critic(tokens)[:, prompt - 1:-1]
        rewards = -beta * (old - log_probabilities(reference, tokens)[0])
        rewards[:, -1] += score
        advantages, last, following = torch.zeros_like(values), 0, 0
        for step in reversed(range(new)):
            error = rewards[:, step] + discount * following - values[:, step]
            last = error + discount * decay * last
            following = values[:, step]
            advantages[:, step] = last
        return tokens, old, values, whitened(advantages), advantages + values

    def iterate():
        experienced = [tensor.clone() for tensor in experience()]
        for _ in range(epochs):
            for rows in torch.randperm(batch).chunk(minibatches):
                tokens, old, old_values, advantages, returns = (part[rows] for part in experienced)
                new_log_probabilities, logits = log_probabilities(actor, tokens)
                ratio = torch.exp(new_log_probabilities - old)
                policy_loss = torch.max(
                    -advantages * ratio, -advantages * ratio.clamp(1 - clip, 1 + clip)).mean()
                values = critic(tokens)[:, prompt - 1:-1]
                clipped = old_values + (values - old_values).clamp(-clip, clip)
                value_loss = 0.5 * torch.max((values - returns) ** 2, (clipped - returns) ** 2).mean()
                with torch.no_grad():
                    probabilities = torch.softmax(logits, dim=-1)
                    (torch.logsumexp(logits, dim=-1) - (probabilities * logits).sum(-1)).mean().item()
                for optimizer in optimizers:
                    optimizer.zero_grad(set_to_none=True)
                (policy_loss + 0.5 * value_loss).backward()
                for model, optimizer in zip((actor, critic), optimizers):
                    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                    optimizer.step()

    return iterate
