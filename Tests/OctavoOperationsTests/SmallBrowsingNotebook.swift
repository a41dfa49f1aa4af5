extension SmallNotebooks {
  static let browsing = """
    ---
    seed: 3
    ---

    ```step facts
    run: facts.compose
    people: 6
    friends: true
    validation-fraction: 0.34
    ```

    ```step shown
    run: browse.demonstrate
    data: facts.all-questions
    passages: facts
    slips: 0.3
    results: 2
    ```

    ```step episodes
    run: pairs.text
    data: shown
    ```

    ```step pieces
    run: tokenizer.train
    data: episodes
    vocabulary-size: 420
    ```

    ```step read
    run: gpt.train
    data: episodes
    tokenizer: pieces
    model: {layers: 1, heads: 2, width: 16, context: 160, positions: rotary}
    training: {iterations: 2, batch: 2, evaluation-batches: 1}
    ```

    ```step clone
    run: gpt.finetune
    model: read
    data: shown
    training: {iterations: 150, batch: 8, learning-rate: 2e-2, warm-up: 10, evaluate-every: 75}
    ```

    ```step compared
    run: browse.collect
    model: clone
    data: facts.all-questions
    passages: facts
    results: 2
    episodes: 4
    noise: 0.1
    ```

    ```step reward
    run: reward.train
    model: clone
    data: compared
    training: {iterations: 4, batch: 4}
    ```

    ```step chosen
    run: browse.evaluate
    model: clone
    data: facts.questions
    passages: facts
    reward: reward
    results: 2
    n: [1, 2]
    samples: 3
    ```

    ```step known
    run: browse.evaluate
    model: clone
    data: facts.friend-questions
    passages: facts
    part: training
    temperature: 0
    tokens: 120
    ```

    ```step again
    run: gpt.finetune
    model: clone
    data: chosen.pairs
    training: {iterations: 2, batch: 4}
    ```

    ```step ppo
    run: ppo.train
    model: clone
    prompts: facts.all-questions
    passages: facts
    browse: {results: 2, actions: 8}
    reward: reward
    training: {iterations: 3, batch: 6, minibatches: 2, epochs: 2, learning-rate: 1e-3}
    penalty: {coefficient: 0.05}
    ```

    ```step hold
    run: expect
    that:
      - shown.correct > 0.6
      - chosen.questions == 9
      - known.questions == 9
      - ppo.samples == 18
    ```
    """
}
