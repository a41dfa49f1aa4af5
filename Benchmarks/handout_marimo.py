"""The handout of `octavo new --template handout` as a marimo notebook, to compare the pages that both make of it.

    pip install marimo matplotlib
    marimo export html Benchmarks/handout_marimo.py -o handout.html

marimo trains no model: the curve is computed from a formula of its shape.
"""

import marimo

app = marimo.App(app_title="Handout")


@app.cell(hide_code=True)
def _():
    import math

    import marimo as mo
    import matplotlib.pyplot as plt

    return math, mo, plt


@app.cell(hide_code=True)
def _(mo):
    mo.md(r"""
    # Handout

    **A handout with mathematics, citations and figures**

    Your name

    One paragraph that says what is asked, what is done, and what comes out.

    ## The idea

    A handout is prose with results in it. The prose is Markdown; what GitHub shows of it, the report shows too. This one explains
    how a language model is measured, and computes its numbers as it goes.

    A model gives each next symbol a probability. Its *cross-entropy* is the mean surprise over a text of $n$ symbols:

    $$
    H = -\frac{1}{n} \sum_{i=1}^{n} \log p(x_i \mid x_1, \dots, x_{i-1}) \tag{1}
    $$

    Equation 1 has a name, so that the text can refer to it. The measure goes back to Shannon (1948), and neural networks have
    lowered it ever since (Bengio et al., 2003).[^units]

    [^units]: With the natural logarithm the unit is the nat; divide by $\log 2$ for bits.

    ## The experiment
    """)
    return


@app.cell
def _(math, plt):
    iterations = list(range(0, 151, 5))
    training = [1.1 + 2.3 * math.exp(-i / 30) for i in iterations]
    validation = [1.12 + 2.3 * math.exp(-i / 31) for i in iterations]
    figure, axes = plt.subplots(figsize=(7, 3.2))
    axes.plot(iterations, training, label="training")
    axes.plot(iterations, validation, label="validation")
    axes.set_xlabel("iteration")
    axes.set_ylabel("loss")
    axes.legend()
    loss, entropy = validation[-1], 2.91
    figure
    return entropy, loss


@app.cell(hide_code=True)
def _(entropy, loss, math, mo):
    mo.md(rf"""
    The model reaches {loss:.2f} nats per character, which is {loss / math.log(2):.2f} bits. The table puts this into perspective.

    | model | what it knows | nats per character |
    | --- | --- | ---: |
    | frequencies | how often each character occurs | {entropy:.2f} |
    | GPT | up to 32 characters before | {loss:.2f} |

    /// note
    Numbers in prose are values of cells, not typed by hand: they are right after every run.
    ///

    ## A closer look

    To sample, the logits $z$ are divided by a temperature $\tau$ before they become probabilities,
    $p_i \propto e^{{z_i / \tau}}$.

    > one day the fox found a warm den and slept there until the morning came and the birds began to sing

    /// details | Why not a lower loss?
    The model is tiny and trained for seconds. Raise `width` and `iterations`, and watch the numbers in the text change with the
    figure.
    ///

    ## References

    - Bengio, Y., Ducharme, R., Vincent, P., Jauvin, C. (2003). A Neural Probabilistic Language Model. JMLR 3.
    - Shannon, C. E. (1948). A Mathematical Theory of Communication. Bell System Technical Journal 27.
    """)
    return


if __name__ == "__main__":
    app.run()
