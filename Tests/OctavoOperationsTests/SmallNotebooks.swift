/// Notebooks in which, between them, every operation runs, small.
enum SmallNotebooks {
  static let all = [language, alignment, policies, images, survey, browsing, reasoning]

  static let language = """
    ---
    seed: 5
    ---

    ```step stories
    run: stories.compose
    count: 60
    ```

    ```step more
    run: stories.compose
    count: 20
    cheerful: 1
    ```

    ```step mixture
    run: text.mix
    sources:
      - {data: stories, proportion: 0.5}
      - {data: more, proportion: 0.5}
    size: 9000
    ```

    ```step clean
    run: text.clean
    data: mixture
    exact-duplicates: true
    near-duplicates: 0.9
    words: [5, 100]
    symbol-ratio: 0.5
    reference: stories
    keep-least-perplexing: 0.9
    ```

    ```step pairs
    run: tokenizer.train
    data: stories
    vocabulary-size: 300
    ```

    ```config tiny
    layers: 1
    heads: 2
    width: 16
    context: 16
    dropout: 0.1
    ```

    ```step learn
    run: gpt.train
    data: clean
    tokenizer: pairs
    model: tiny
    training: {iterations: 6, batch: 4, evaluate-every: 3, evaluation-batches: 2}
    ```

    ```step go-on
    run: gpt.train
    data: stories
    from: learn
    training: {iterations: 2, batch: 4, accumulation: 2, schedule: linear}
    ```

    ```step write
    run: gpt.sample
    model: go-on
    prompt: ["one ", "on a "]
    count: 2
    tokens: 20
    top-p: 0.9
    ```

    ```step judge
    run: gpt.evaluate
    model: go-on
    data: stories
    limit: 200
    ```

    ```step unlike
    run: gpt.train
    data: stories
    from: learn
    training: {iterations: 2, batch: 4, repetition: {weight: 0.5}}
    ```

    ```step fading
    run: gpt.train
    data: stories
    from: learn
    training: {iterations: 2, batch: 4, repetition: {method: ditto, decay: 0.4, stretch: 4}}
    ```

    ```step replay
    run: gpt.replay
    model: go-on
    data: stories
    stride: 3
    limit: 40
    ```

    ```step drafted
    run: gpt.sample
    model: go-on
    draft: learn
    lookahead: 3
    prompt: ["one ", "on a "]
    count: 2
    tokens: 10
    ```

    ```step sparse
    run: gpt.train
    data: stories
    model: {layers: 2, heads: 2, width: 16, context: 16, experts: 3, active-experts: 1}
    training: {iterations: 4, batch: 4, balance: 0.1}
    ```

    ```step judge-sparse
    run: gpt.evaluate
    model: sparse
    data: stories
    limit: 200
    ```

    ```step stable
    run: gpt.train
    data: stories
    model: {layers: 2, heads: 2, width: 16, context: 16, experts: 3, active-experts: 2}
    training:
      iterations: 4
      batch: 4
      router-z-loss: 0.01
      capacity: 1
      expert-dropout: 0.1
      attention: stored
    ```

    ```step judge-crowded
    run: gpt.evaluate
    model: stable
    data: stories
    limit: 200
    capacity: 0.5
    ```

    ```step judge-again
    run: gpt.evaluate
    model: sparse
    data: more
    part: training
    limit: 200
    ```

    ```step loads
    run: plot.bar
    x: expert
    series:
      - {data: judge-sparse.experts, y: block-1, label: stories}
      - {data: judge-again.experts, y: block-1}
    ```

    ```step look
    run: tokens.show
    model: go-on
    text: one rainy morning
    ```

    ```step lines
    run: rules.compose
    lines: 200
    examples: 2
    ```

    ```step sums
    run: sums.compose
    digits: 2
    count: 40
    order: least-significant-first
    ```

    ```step rule-model
    run: gpt.train
    data: lines
    model: tiny
    training: {iterations: 2, batch: 4}
    ```

    ```step quiz
    run: rules.quiz
    model: rule-model
    shots: [0, 1]
    questions: 2
    ```

    ```step summary
    run: table
    rows:
      - {model: first, loss: "${learn.validation-loss}"}
      - {model: second, loss: "${go-on.validation-loss}"}
    ```

    ```step trainings
    run: table
    rows:
      - {rate: small, seed: 1, loss: 2.5}
      - {rate: small, seed: 2, loss: 2.75}
      - {rate: large, seed: 1, loss: 2.25}
      - {rate: large, seed: 2, loss: 2.375}
    ```

    ```step rates
    run: statistics.summarize
    data: trainings
    by: rate
    of: loss
    ```

    ```step losses
    run: statistics.summarize
    data: trainings
    of: loss
    ```

    ```step runs
    run: table
    rows:
      - {change: -2, kl: 9, alarm: 1}
      - {change: -1, kl: 5, alarm: 0}
      - {change: 1, kl: 6, alarm: 0}
      - {change: 2, kl: 1, alarm: 1}
      - {change: 3, kl: 2, alarm: 0}
    ```

    ```step signals
    run: statistics.detect
    data: runs
    truth: change
    below: 0
    of: [kl, alarm]
    ```

    ```step alarm
    run: statistics.detect
    data: runs
    truth: change
    below: 0
    of: [alarm]
    ```

    ```step rate-effect
    run: statistics.compare
    data: trainings
    of: loss
    between: rate
    ```

    ```step line
    run: plot.line
    data: learn.history
    x: iteration
    y: [training-loss, validation-loss]
    ```

    ```step cloud
    run: plot.scatter
    series:
      - {data: judge.positions, x: position, y: loss}
    ```

    ```step bars
    run: plot.bar
    data: summary
    x: model
    y: loss
    ```

    ```step spread
    run: plot.histogram
    data: look.tokens
    of: surprise
    ```

    ```step hold
    run: expect
    that:
      - learn.iterations == 6
      - judge.tokens == 200
      - write.tokens == 80
    ```
    """

  static let alignment = """
    ---
    seed: 7
    ---

    ```step stories
    run: stories.compose
    count: 80
    ```

    ```step pairs
    run: pairs.cut
    data: stories
    words: 4
    limit: 24
    ```

    ```step pretrain
    run: gpt.train
    data: stories
    model: {layers: 1, heads: 2, width: 16, context: 400, dropout: 0.1}
    training: {iterations: 6, batch: 4, evaluate-every: 3, evaluation-batches: 2}
    ```

    ```step answers
    run: gpt.sample
    model: pretrain
    prompts: pairs
    limit: 24
    tokens: 12
    ```

    ```step finetune
    run: gpt.finetune
    model: pretrain
    data: pairs
    training: {iterations: 3, batch: 4}
    adapter: {rank: 2, targets: [attention-input, feed-forward-output]}
    ```

    ```step sparse-pretrain
    run: gpt.train
    data: stories
    model: {layers: 2, heads: 2, width: 16, context: 400, experts: 3, active-experts: 1}
    training: {iterations: 2, batch: 2, evaluation-batches: 1}
    ```

    ```step sparse-finetune
    run: gpt.finetune
    model: sparse-pretrain
    data: pairs
    training:
      iterations: 3
      batch: 4
      balance: 0.01
      router-z-loss: 0
      capacity: 1.25
      expert-dropout: 0.4
    ```

    ```step merged
    run: adapter.merge
    model: pretrain
    adapter: finetune.adapter
    ```

    ```step prefix
    run: gpt.finetune
    model: pretrain
    data: pairs
    training: {iterations: 3, batch: 4}
    adapter: {kind: prefix, tokens: 4, projection: 8}
    ```

    ```step prompted
    run: gpt.finetune
    model: pretrain
    data: pairs
    training: {iterations: 3, batch: 4, dropout: 0}
    adapter: {kind: soft-prompt, tokens: 5, text: "the "}
    ```

    ```step prompted-again
    run: adapter.merge
    model: pretrain
    adapter: prompted.adapter
    ```

    ```step prompted-loss
    run: gpt.evaluate
    model: prompted
    data: stories
    limit: 300
    ```

    ```step prompted-again-loss
    run: gpt.evaluate
    model: prompted-again
    data: stories
    limit: 300
    ```

    ```step prefixed-texts
    run: gpt.sample
    model: prefix
    prompt: "the "
    tokens: 12
    ```

    ```config taste
    by: count
    pattern: "[aeiou]"
    ```

    ```config short
    by: length
    words: 2
    weight: 0.5
    ```

    ```step preferences
    run: preferences.collect
    model: merged
    prompts: pairs
    responses: 3
    tokens: 12
    judge: [taste, short]
    noise: 0.1
    ```

    ```step reward
    run: reward.train
    model: merged
    data: preferences
    reference: answers.pairs
    scale: true
    training: {iterations: 4, batch: 4, evaluate-every: 2}
    ```

    ```step ranking
    run: reward.train
    from: reward
    data: preferences
    objective: best
    training: {iterations: 2, batch: 4}
    ```

    ```step scores
    run: reward.score
    reward: ranking
    data: answers.pairs
    judge: taste
    ```

    ```step ppo
    run: ppo.train
    model: merged
    prompts: pairs
    reward: reward
    judge: taste
    pretraining: stories
    critic: reward
    tokens: 12
    training: {iterations: 3, batch: 8, minibatches: 2, epochs: 2}
    penalty: {coefficient: 0.05, target: 1, horizon: 100}
    loss: {entropy-coefficient: 0.01, divergence-limit: 5}
    scores: {clip: 3}
    record: {responses: 2, every: 2}
    ```

    ```step grpo
    run: ppo.train
    model: merged
    prompts: pairs
    judge: taste
    method: grpo
    tokens: 12
    training: {iterations: 1, batch: 4, minibatches: 2}
    adapter: {rank: 1}
    ```

    ```step prefix-policy
    run: ppo.train
    model: pretrain
    prompts: pairs
    judge: taste
    tokens: 8
    training: {iterations: 1, batch: 4, minibatches: 2}
    adapter: {kind: prefix, tokens: 3, start: random}
    ```

    ```step tokens
    run: tokens.show
    rollouts: ppo.rollouts
    responses: [1, 2]
    ```

    ```step hold
    run: expect
    that:
      - finetune.trained-parameters == merged.adapter-parameters
      - prompted.trained-parameters == 5 * 16
      - prompted-loss.loss == prompted-again-loss.loss
      - ppo.samples == 24
    ```
    """

  static let survey = """
    ---
    seed: 9
    ---

    ```config tiny
    layers: 1
    heads: 2
    width: 16
    context: 128
    ```

    ```step stories
    run: stories.compose
    count: 60
    ```

    ```step gaps
    run: text.infill
    data: stories
    form: both
    cut: words
    longest: 4
    ```

    ```step masked
    run: pairs.mask
    data: stories
    words: 2
    limit: 5
    ```

    ```step pieces
    run: tokenizer.train
    data: gaps
    vocabulary-size: 500
    special-tokens: ["◀", "▶", "■"]
    ```

    ```step fill
    run: gpt.train
    data: gaps
    tokenizer: pieces
    model: tiny
    training: {iterations: 3, batch: 2}
    ```

    ```step filled
    run: gpt.quiz
    model: fill
    data: masked.suffix-first
    stop: ["\\n"]
    ```

    ```step guessed
    run: gpt.quiz
    model: fill
    data: masked.left-to-right
    part: training
    limit: 3
    ```

    ```step filler
    run: glm.train
    data: stories
    tokenizer: pieces
    model: {layers: 2, heads: 2, width: 16, context: 128, dropout: 0.1}
    blanks: {share: 0.3, generation: 0.5}
    training: {iterations: 4, batch: 2, evaluate-every: 2}
    ```

    ```step plain-filler
    run: glm.train
    data: stories
    model: {layers: 1, heads: 2, width: 16, context: 32, span-positions: false}
    blanks: {length: 1.5, shuffled: false}
    training: {iterations: 2, batch: 2}
    ```

    ```step blanks
    run: glm.evaluate
    model: filler
    data: masked
    ```

    ```step ends
    run: glm.evaluate
    model: filler
    data: masked.left-to-right
    part: training
    limit: 3
    ```

    ```step facts
    run: facts.compose
    people: 20
    ```

    ```step found
    run: pairs.retrieve
    data: facts.questions
    passages: facts
    count: 2
    ```

    ```step drawn
    run: pairs.retrieve
    data: facts.questions
    passages: facts
    by: chance
    ```

    ```step reader
    run: gpt.train
    data: facts
    tokenizer: pieces
    model: tiny
    training: {iterations: 2, batch: 2}
    ```

    ```step read
    run: gpt.finetune
    model: reader
    data: found
    training: {iterations: 2, batch: 4}
    ```

    ```step answers
    run: gpt.quiz
    model: read
    data: found
    stop: "\\n"
    ```

    ```step dialogue
    run: pairs.text
    data: facts.questions
    ```

    ```step retrofit
    run: retro.train
    data: dialogue
    store: facts
    from: reader
    learn: retrieval
    retrieval: {chunk: 8, neighbors: 2}
    stride: 4
    training: {iterations: 4, batch: 2, evaluate-every: 2}
    evaluation-batches: 2
    ```

    ```step retro
    run: retro.train
    data: dialogue
    store: facts
    tokenizer: pieces
    model: tiny
    retrieval: {chunk: 4, neighbors: 1, encoder-layers: 2}
    documents: line
    training: {iterations: 2, batch: 2}
    ```

    ```step predicted
    run: retro.evaluate
    model: retrofit
    data: dialogue
    store: facts
    most-overlap: 0.9
    ```

    ```step misled
    run: retro.evaluate
    model: retro
    data: dialogue
    store: facts
    compared-with: dialogue
    neighbors: shuffled
    count: 3
    limit: 70
    ```

    ```step looked-up
    run: retro.quiz
    model: retrofit
    data: facts.questions
    store: facts
    stop: "\\n"
    ```

    ```step asked-blindly
    run: retro.quiz
    model: retro
    data: facts.questions
    store: facts
    neighbors: none
    part: training
    limit: 3
    ```

    ```step asked-wrongly
    run: retro.quiz
    model: retro
    data: facts.questions
    store: facts
    neighbors: shuffled
    limit: 6
    ```

    ```step histories
    run: histories.compose
    people: 300
    ```

    ```step titles
    run: gpt.train
    data: histories
    model: tiny
    training: {iterations: 2, batch: 2}
    ```

    ```step items
    run: sasrec.train
    data: histories
    model: {layers: 1, width: 8, context: 6, dropout: 0.1}
    training: {iterations: 4, batch: 4, evaluate-every: 2}
    ```

    ```step sampled-items
    run: sasrec.train
    data: histories
    model: {layers: 1, width: 8}
    loss: binary
    training: {iterations: 2, batch: 4}
    ```

    ```step recommended
    run: recommend.evaluate
    model: titles
    data: histories
    sasrec: items
    viewings: histories.viewings
    after: [1, 2]
    ```

    ```step numbers
    run: histories.compose
    people: 30
    names: random
    ```

    ```step premieres
    run: histories.compose
    people: 100
    unseen: 10
    validation-fraction: 0.3
    ```

    ```step asked
    run: histories.ask
    data: numbers.viewings
    forms:
      - {asks: next, prompt: "{history}:"}
      - {asks: rating, prompt: "{history}, {film}?", times: 2}
      - {asks: explanation, prompt: "{history}, why {film}?"}
    ```

    ```step unknown
    run: recommend.evaluate
    model: titles
    data: premieres
    sasrec: items
    viewings: premieres.viewings
    prompt: "after {history} is"
    items: unseen
    after: [1, 2, 3]
    neighbors: 5
    ```

    ```step trainings
    run: table
    rows:
      - {budget: 1, parameters: 1e3, tokens: 4e4, loss: 3.1}
      - {budget: 1, parameters: 2e3, tokens: 2e4, loss: 3.0}
      - {budget: 1, parameters: 4e3, tokens: 1e4, loss: 3.2}
      - {budget: 1, parameters: 8e3, tokens: 5e3, loss: 3.6}
      - {budget: 2, parameters: 2e3, tokens: 8e4, loss: 2.6}
      - {budget: 2, parameters: 4e3, tokens: 4e4, loss: 2.5}
      - {budget: 2, parameters: 8e3, tokens: 2e4, loss: 2.65}
      - {budget: 2, parameters: 1.6e4, tokens: 1e4, loss: 3.0}
    ```

    ```step agreement
    run: statistics.correlate
    data: trainings
    x: tokens
    y: loss
    by: budget
    ```

    ```step law
    run: scaling.fit
    data: trainings
    predict: trainings
    loss: loss
    resamples: 100
    ```

    ```step sizes
    run: scaling.isoflop
    data: trainings
    budget: budget
    loss: loss
    resamples: 100
    ```

    ```step few
    run: pairs.draw
    data: facts.questions
    count: 12
    ```

    ```step half
    run: pairs.draw
    data: few
    share: 0.5
    number: 2
    ```

    ```step taught
    run: gpt.finetune
    model: reader
    data: few
    training: {iterations: 2, batch: 4}
    ```

    ```step retaught
    run: gpt.finetune
    model: reader
    data: half
    training: {iterations: 2, batch: 4}
    ```

    ```step influences
    run: influence.score
    model: taught
    data: few
    layers: [feed-forward-input, attention-output]
    limit: 4
    count: 2
    word: 4
    ```

    ```step exact-influences
    run: influence.score
    model: taught
    data: few
    method: exact
    damping: 0.01
    labels: 2
    limit: 4
    ```

    ```step cosines
    run: influence.score
    model: taught
    data: few
    method: cosine
    limit: 4
    ```

    ```step shared-words
    run: influence.score
    model: taught
    data: few
    method: bm25
    limit: 4
    ```

    ```step chance
    run: influence.score
    model: taught
    data: few
    method: random
    limit: 4
    ```

    ```step retrained
    run: influence.predict
    influence: influences
    data: half
    model: retaught
    ```

    ```step chains
    run: chains.compose
    count: 100
    ```

    ```step reckoner
    run: gpt.train
    data: chains
    model: {layers: 1, heads: 2, width: 16, context: 24}
    training: {iterations: 2, batch: 2}
    ```

    ```step reasons
    run: chains.quiz
    model: reckoner
    data: chains.questions
    limit: 8
    ```

    ```step hold
    run: expect
    that:
      - filled.questions == 6
      - guessed.questions == 3
      - answers.questions == 15
      - looked-up.questions == 15
      - misled.tokens == 70
      - drawn.recall <= found.recall
      - recommended.questions == 60
      - retrained.kept == 6
      - exact-influences.queries == 4
      - reasons.questions == 8
    ```
    """
}
