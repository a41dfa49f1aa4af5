extension SmallNotebooks {
  static let reasoning = """
    ---
    seed: 3
    ---

    ```step sums
    run: sums.compose
    digits: 1
    summands: 3
    steps: true
    count: 200
    order: least-significant-first
    ```

    ```step pretrain
    run: gpt.train
    data: sums
    model: {layers: 1, heads: 2, width: 16, context: 14}
    training: {iterations: 100, batch: 16, learning-rate: 1e-2}
    ```

    ```config right
    by: answer
    ```

    ```step dr-grpo
    run: ppo.train
    model: pretrain
    prompts: sums.questions
    judge: right
    method: dr-grpo
    tokens: 6
    stop: "\\n"
    training: {iterations: 2, batch: 4, samples: 4, minibatches: 2}
    record: {responses: 1}
    ```

    ```step gspo
    run: ppo.train
    model: pretrain
    prompts: sums.questions
    judge: right
    method: gspo
    tokens: 6
    stop: "\\n"
    training: {iterations: 2, batch: 4, samples: 4, minibatches: 2}
    record: {responses: 1}
    ```

    ```step dapo
    run: ppo.train
    model: pretrain
    prompts: sums.questions
    judge: right
    method: dapo
    tokens: 6
    stop: "\\n"
    training: {iterations: 2, batch: 4, samples: 4, minibatches: 2}
    scores: {overlong: 3}
    record: {responses: 1}
    ```

    ```step mixed
    run: ppo.train
    model: pretrain
    prompts: sums.questions
    judge:
      - {by: format, pattern: "[0-9]{2}=[0-9]{2}", weight: 0.5}
      - {by: answer, pattern: "="}
    method: grpo
    tokens: 6
    training: {iterations: 1, batch: 4, rounds: 2, minibatches: 2}
    loss: {ratio: sequence, aggregation: constant, clip-range-high: 0.3}
    advantages: {group-scale: batch}
    record: {responses: 1}
    ```

    ```step nlpo
    run: ppo.train
    model: pretrain
    prompts: sums.questions
    judge: {by: balanced}
    method: nlpo
    mask: {top-p: 0.8, interval: 1}
    tokens: 6
    training: {iterations: 2, batch: 8, minibatches: 2}
    record: {responses: 1}
    ```

    ```step solved
    run: policy.best-of-n
    model: pretrain
    prompts: sums.questions
    judge: right
    tokens: 6
    stop: "\\n"
    n: [1, 4]
    samples: 8
    least: 1
    validation-fraction: 0
    ```

    ```step against
    run: policy.compare
    model: nlpo
    baseline: pretrain
    prompts: sums.questions
    judge: right
    tokens: 6
    stop: "\\n"
    ```
    """
}
