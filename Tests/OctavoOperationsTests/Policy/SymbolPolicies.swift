/// Two policies over three symbols, and a bank of many equal prompts.
let symbolPolicies = """
  ---
  seed: 4
  ---

  ```step text
  run: symbols.compose
  alphabet: abc
  count: 3000
  ```

  ```step reference
  run: gpt.train
  data: text
  model: {layers: 1, heads: 2, width: 16, context: 4}
  training: {iterations: 60, batch: 16, learning-rate: 1e-2}
  ```

  ```step another-text
  run: symbols.compose
  alphabet: abc
  count: 3000
  ```

  ```step policy
  run: gpt.train
  data: another-text
  from: reference
  training: {iterations: 10, batch: 8, learning-rate: 1e-2}
  ```

  ```step bank
  run: gpt.sample
  model: reference
  prompt: a
  count: 600
  tokens: 3
  ```

  ```config taste
  by: count
  pattern: "ab|c"
  ```


  """

/// The judge's preferences among the reference's responses.
let symbolPreferences = """
  ```step preferences
  run: preferences.collect
  model: reference
  prompts: bank
  judge: taste
  tokens: 3
  ```


  """
