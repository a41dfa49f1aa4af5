extension SmallNotebooks {
  static let images = """
    ---
    seed: 3
    ---

    ```step shapes
    run: shapes.draw
    count: 40
    side: 16
    colors: [red, blue]
    ```

    ```step asked
    run: shapes.ask
    count: 40
    side: 16
    most: 2
    colors: [red, blue]
    without: [red circle]
    ```

    ```step autoencoder
    run: autoencoder.train
    images: shapes
    model: {widths: [8, 8], latent-channels: 2, groups: 4}
    training: {iterations: 4, batch: 5, evaluate-every: 2}
    ```

    ```config small
    width: 8
    heads: 2
    groups: 4
    text-width: 8
    text-layers: 1
    text-heads: 2
    ```

    ```step latents
    run: diffusion.train
    images: shapes
    autoencoder: autoencoder
    model: small
    training: {iterations: 4, batch: 5, evaluate-every: 2}
    ```

    ```step pixels
    run: diffusion.train
    images: shapes
    conditioning: none
    model: small
    schedule: linear
    noise-steps: 20
    prediction: noise
    training: {iterations: 2, batch: 5}
    ```

    ```step named
    run: diffusion.sample
    model: latents
    prompt: [a red circle, a blue square above a red triangle]
    count: 2
    steps: 4
    guidance: 2
    ```

    ```step held
    run: diffusion.sample
    model: latents
    captions: shapes
    limit: 3
    steps: 3
    sampler: ddpm
    guidance: 0
    ```

    ```step any
    run: diffusion.sample
    model: pixels
    count: 3
    steps: 5
    eta: 0.5
    ```

    ```step changed
    run: diffusion.sample
    model: latents
    start: shapes
    prompt: [a blue circle]
    limit: 2
    steps: 4
    sampler: dpm-solver++
    strength: 0.5
    ```

    ```step filled
    run: diffusion.sample
    model: pixels
    start: shapes
    limit: 2
    steps: 3
    redraw: {left: 0.5, bottom: 0.5}
    ```

    ```step noise
    run: diffusion.noise
    model: latents
    images: shapes
    count: 2
    ```

    ```step truth
    run: shapes.read
    images: shapes
    overlap: 0.6
    ```

    ```step reading
    run: shapes.read
    images: named
    ```

    ```step list
    run: images.show
    images: shapes
    part: validation
    ```

    ```step grid
    run: images.show
    rows:
      - {images: named, label: latents}
      - {images: any}
    limit: 2
    ```

    ```step scores
    run: table
    rows:
      - {steps: 4, guidance: 2, accuracy: "${reading.accuracy}"}
      - {steps: 3, guidance: 0, accuracy: 0.5}
    ```

    ```step map
    run: plot.heatmap
    data: scores
    x: steps
    y: guidance
    value: accuracy
    ```

    ```step clip
    run: clip.train
    images: shapes
    model: {width: 8, layers: 1, heads: 2, features: 6, text-width: 8, text-layers: 1, text-heads: 2}
    training: {iterations: 4, batch: 5, evaluate-every: 2}
    ```

    ```step named-by-clip
    run: clip.evaluate
    model: clip
    images: shapes
    part: all
    ```

    ```step told
    run: clip.evaluate
    model: clip
    images: shapes
    labels: [a red circle, a blue square, a red triangle]
    limit: 3
    ```

    ```step classifier
    run: classifier.train
    images: shapes
    model: {patch: 8, width: 8, layers: 1, heads: 2}
    label-smoothing: 0.1
    training: {iterations: 4, batch: 5, evaluate-every: 2}
    ```

    ```step probe
    run: classifier.train
    images: shapes
    clip: clip
    learn: head
    labels-per-class: 1
    training: {iterations: 4, batch: 5}
    ```

    ```step classes
    run: classifier.evaluate
    classifier: probe
    images: shapes
    ```

    ```step words
    run: gpt.train
    data: asked.text
    model: {layers: 1, heads: 2, width: 8, context: 64}
    training: {iterations: 2, batch: 4}
    ```

    ```step seeing
    run: multimodal.train
    questions: asked
    language: words
    encoder: {patch: 8, width: 8, layers: 1, heads: 2}
    training: {iterations: 4, batch: 5, evaluate-every: 2}
    ```

    ```step answered
    run: multimodal.evaluate
    model: seeing
    questions: asked
    stop: ["\\n"]
    ```

    ```step captioned
    run: images.ask
    images: shapes
    ```

    ```step captioner
    run: multimodal.train
    questions: captioned
    language: words
    clip: clip
    learn: projection
    image-tokens: 2
    sight: none
    training: {iterations: 4, batch: 5}
    ```

    ```step ranked
    run: multimodal.evaluate
    model: captioner
    questions: captioned
    answering: ranking
    sight: other
    kind: caption
    part: all
    limit: 3
    ```

    ```step judged
    run: autoencoder.train
    images: shapes
    model: {widths: [8, 8], latent-channels: 2, groups: 4}
    perceptual: classifier
    perceptual-weight: 0.5
    adversary: {start: 2, widths: [4, 8], groups: 4}
    training: {iterations: 6, batch: 5, evaluate-every: 2}
    ```

    ```step opposed
    run: autoencoder.train
    images: shapes
    model: {widths: [8, 8], latent-channels: 2, groups: 4}
    adversary: {weighting: fixed, weight: 0.1, widths: [4]}
    training: {iterations: 3, batch: 5}
    ```

    ```step rebuilt-well
    run: autoencoder.evaluate
    autoencoder: judged
    images: shapes
    perceptual: clip
    ```

    ```step rebuilt-plainly
    run: autoencoder.evaluate
    autoencoder: opposed
    images: shapes
    part: all
    limit: 3
    ```

    ```step told-by-clip
    run: diffusion.train
    images: shapes
    autoencoder: judged
    text-encoder: clip
    model: {width: 8, heads: 2, groups: 4}
    budget: 5e7
    training: {iterations: 50, batch: 5}
    ```

    ```step drawn-by-clip
    run: diffusion.sample
    model: told-by-clip
    prompt: [a red circle]
    steps: 4
    ```

    ```step single-stream
    run: fusion.train
    images: shapes
    model: {patch: 8, width: 8, layers: 1, heads: 2}
    training: {iterations: 4, batch: 5, evaluate-every: 2}
    ```

    ```step two-stream
    run: fusion.train
    images: shapes
    model: {form: two-stream, patch: 8, width: 8, layers: 1, heads: 2, text-layers: 2}
    masked-share: 0.4
    wrong-captions: similar
    training: {iterations: 4, batch: 5}
    ```

    ```step fused
    run: fusion.evaluate
    model: single-stream
    images: shapes
    ```

    ```step fused-in-two
    run: fusion.evaluate
    model: two-stream
    images: shapes
    part: training
    limit: 3
    ```

    ```step answers
    run: fusion.finetune
    model: two-stream
    questions: asked
    training: {iterations: 4, batch: 5, evaluate-every: 2}
    ```

    ```step blind-answers
    run: fusion.finetune
    clip: clip
    questions: asked
    see-images: false
    training: {iterations: 4, batch: 5}
    ```

    ```step examined
    run: fusion.quiz
    model: answers
    questions: asked
    ```

    ```step blindly
    run: fusion.quiz
    model: blind-answers
    questions: asked
    part: all
    kind: color
    limit: 3
    ```

    ```step distance
    run: images.compare
    images: named
    reference: shapes
    reference-part: training
    model: classifier
    neighbors: 2
    ```

    ```step baseline
    run: images.compare
    images: shapes
    part: validation
    reference: shapes
    reference-limit: 20
    model: clip
    ```

    ```step hold
    run: expect
    that:
      - truth.accuracy > 0.9
      - asked.validation-count == 4
      - answered.count == 4
      - ranked.count == 3
      - captioner.image-tokens == 2
      - named.count == 4
      - any.evaluations == 5
      - held.evaluations == 3
      - changed.evaluations == 4
      - filled.evaluations == 3
      - told.label-count == 3
      - classes.count == 4
      - rebuilt-plainly.count == 3
      - told-by-clip.iterations < 50
      - told-by-clip.multiply-adds <= 5e7
      - distance.reference-count == 36
      - distance.dimensions == 8
      - distance.frechet-distance > 0
      - baseline.count == 4
      - fused.count == 4
      - fused-in-two.passes == 3 * fused-in-two.label-count
      - examined.count == 4
      - blindly.count == 3
    ```
    """
}
