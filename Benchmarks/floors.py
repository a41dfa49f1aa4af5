"""What the matrix products of a workload cost at least, in floating-point operations."""


def forward(layers, width, sequences, length, predicted, vocabulary):
    """One pass of a GPT; `predicted` positions of each sequence go through the head.

    A causal product of attention needs half of its square.
    """
    rows = sequences * length
    blocks = 2 * rows * 12 * width * width * layers
    attention = 2 * sequences * length * length * width * layers
    head = 2 * sequences * predicted * width * vocabulary
    return blocks + attention + head


def training(layers, heads, width, batch, context, vocabulary):
    """A backward pass has two products for each of the forward pass."""
    return 3 * forward(layers, width, batch, context, context, vocabulary)


def ppo(layers, heads, width, batch, prompt, new, vocabulary):
    """A rollout; reference, critic and reward model; actor and critic in four epochs, of which the
    first forward pass of the actor gives the old log-probabilities."""
    def passes(head):
        return forward(layers, width, batch, prompt + new, new, head)

    rollout, language, scalar = passes(vocabulary), passes(vocabulary), passes(1)
    return rollout + language + 2 * scalar + 4 * 3 * (language + scalar)


OPERATIONS = {"train": training, "ppo": ppo}
