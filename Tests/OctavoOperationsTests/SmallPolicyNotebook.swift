extension SmallNotebooks {
  static let policies = """
    ---
    seed: 11
    ---

    ```step symbols
    run: symbols.compose
    alphabet: abcd
    count: 2000
    ```

    ```step pretrain
    run: gpt.train
    data: symbols
    model: {layers: 1, heads: 2, width: 16, context: 5}
    training: {iterations: 40, batch: 8, learning-rate: 1e-2}
    ```

    ```step bank
    run: gpt.sample
    model: pretrain
    prompt: [a, b]
    count: 12
    tokens: 3
    ```

    ```config taste
    by: count
    pattern: "ab|cd"
    ```

    ```step preferences
    run: preferences.collect
    model: pretrain
    prompts: bank
    responses: 4
    tokens: 3
    judge: taste
    validation-fraction: 0.2
    ```

    ```step dpo
    run: dpo.train
    model: pretrain
    data: preferences
    loss: {coefficient: 0.3}
    training: {iterations: 20, batch: 8, learning-rate: 3e-3}
    ```

    ```step ipo
    run: dpo.train
    model: pretrain
    data: preferences
    loss: {form: identity}
    training: {iterations: 2, batch: 4}
    adapter: {rank: 2}
    ```

    ```step simpo
    run: dpo.train
    model: pretrain
    data: preferences
    loss: {form: simpo, coefficient: 1, margin: 0.5, label-smoothing: 0.1}
    training: {iterations: 4, batch: 4}
    ```

    ```step orpo
    run: dpo.train
    model: pretrain
    data: preferences
    loss: {form: orpo}
    training: {iterations: 4, batch: 4}
    ```

    ```step kto
    run: kto.train
    model: pretrain
    data: preferences
    loss: {coefficient: 0.3, undesirable-weight: 1.2}
    training: {iterations: 20, batch: 8, learning-rate: 3e-3}
    ```

    ```step kto-adapter
    run: kto.train
    model: pretrain
    data: preferences
    limit: 5
    training: {iterations: 2, batch: 4, dropout: 0.1}
    adapter: {rank: 2}
    ```

    ```step online
    run: dpo.online
    model: pretrain
    prompts: bank
    judge: taste
    tokens: 3
    loss: {coefficient: 0.3}
    training: {iterations: 20, batch: 4, learning-rate: 3e-3}
    ```

    ```step prompted
    run: dpo.train
    model: pretrain
    data: preferences
    training: {iterations: 2, batch: 4}
    adapter: {kind: soft-prompt, tokens: 1}
    ```

    ```step added
    run: adapter.merge
    model: pretrain
    adapter: ipo.adapter
    ```

    ```step reward
    run: reward.train
    model: pretrain
    data: preferences
    training: {iterations: 6, batch: 4, learning-rate: 3e-3}
    ```

    ```step online-by-model
    run: dpo.online
    model: pretrain
    prompts: bank
    reward: reward
    judge: taste
    tokens: 3
    stop: d
    unended: -1
    responses: 3
    loss: {form: simpo}
    training: {iterations: 3, batch: 4, evaluate-every: 2}
    adapter: {rank: 2}
    ```

    ```step ilql
    run: ilql.train
    model: pretrain
    data: preferences
    judge: taste
    coefficient: 2
    training: {iterations: 20, batch: 8, learning-rate: 3e-3}
    ```

    ```step ilql-by-model
    run: ilql.train
    model: pretrain
    data: preferences
    reward: reward
    limit: 6
    loss: {expectile: 0.9, advantage-temperature: 0.5, target-rate: 0.2}
    training: {iterations: 3, batch: 4, evaluate-every: 2}
    ```

    ```step steered
    run: policy.compare
    model: ilql
    baseline: ilql.unsteered
    prompts: bank
    part: training
    judge: taste
    tokens: 3
    ```

    ```step best
    run: policy.best-of-n
    model: pretrain
    reward: reward
    prompts: bank
    part: training
    judge: taste
    tokens: 3
    n: [1, 2, 4]
    samples: 6
    ```

    ```step imitation
    run: gpt.finetune
    model: pretrain
    data: best.pairs
    training: {iterations: 2, batch: 4}
    ```

    ```step against-reference
    run: policy.compare
    model: dpo
    baseline: pretrain
    prompts: bank
    part: training
    judge: taste
    tokens: 3
    ```

    ```step best-against-reference
    run: policy.compare
    model: pretrain
    baseline: pretrain
    prompts: bank
    part: training
    judge: taste
    best-of: 4
    reward: reward
    tokens: 3
    passages: 0
    ```

    ```step exact
    run: policy.exact
    model: dpo
    reference: pretrain
    preferences: preferences
    judge: taste
    length: 3
    prompt: a
    ```

    ```step requests
    run: stories.compose
    count: 20
    request: 3
    ```

    ```step both-preferences
    run: preferences.mix
    sources:
      - {data: preferences, proportion: 0.25}
      - {data: preferences, proportion: 0.75}
    size: 12
    ```

    ```step rated
    run: reward.train
    model: pretrain
    data: both-preferences
    reference: bank
    rating: {grades: 3, width: 1, step: 0.5}
    training: {iterations: 3, batch: 4}
    ```

    ```step agreement
    run: reward.evaluate
    reward: rated
    data: preferences
    rating: {grades: 3}
    ```

    ```step sum
    run: reward.sum
    rewards:
      - {reward: reward, weight: 0.25}
      - {reward: rated}
    reference: bank
    ```

    ```step guarded
    run: reward.piecewise
    safety: rated
    helpfulness: reward
    risky: b
    threshold: 0.4
    reference: bank
    ```

    ```step sum-scores
    run: reward.score
    reward: sum
    data: bank
    judge: {by: prompt-words, pattern: "[a-z]+"}
    ```

    ```step guarded-policy
    run: ppo.train
    model: pretrain
    prompts: bank
    reward: guarded
    critic: reward
    judge: taste
    tokens: 3
    training: {iterations: 1, batch: 4, minibatches: 1}
    ```

    ```step both-pairs
    run: pairs.mix
    sources:
      - {data: best.pairs}
      - {data: bank}
    ```

    ```step variety
    run: pairs.variety
    data: bank
    n: 1
    grams: 10
    ```

    ```step rise-and-fall
    run: table
    rows:
      - {distance: 0, gold-score: 1}
      - {distance: 1, gold-score: 2.5}
      - {distance: 2, gold-score: 3}
      - {distance: 3, gold-score: 2.5}
    ```

    ```step law
    run: overoptimization.fit
    data: rise-and-fall
    form: best-of-n
    ```

    ```step hold
    run: expect
    that:
      - exact.responses == 64
      - exact.fraction < 1
      - dpo.trained-parameters > ipo.trained-parameters
      - best-against-reference.kl > 0.6
    ```
    """
}
