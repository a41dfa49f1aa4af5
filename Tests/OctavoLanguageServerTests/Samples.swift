/// A notebook in which everything occurs that has a name.
let sample = """
  ---
  seed: 1
  params: {width: 64}
  ---

  # Größe 🚀 und Wörter

  ```step stories
  run: stories.compose
  count: 200
  ```

  ```config small
  layers: 2
  heads: 2
  width: ${params.width}
  context: 64
  ```

  ```config smaller
  extends: small
  layers: 1
  ```

  ## Learning

  ```step learn
  run: gpt.train
  for: {shape: [small, smaller], seed: 1..2}
  data: stories
  model: ${shape}
  training: {iterations: 10, batch: 4}
  ```

  🚀 ü `{value} mean(learn.validation-loss[shape=small]) | .3f` in [](#learn), of `{value} params.width`.

  ```step claims
  run: expect
  that:
    - mean(learn.validation-loss) < 100
    - stories.unigram-entropy > 0
  ```

  """
