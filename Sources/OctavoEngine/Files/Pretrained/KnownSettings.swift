/// The keys of a `config.json` that are read, or that change nothing of what a model computes.
enum KnownSettings {
  /// The keys that stand in every architecture's file, in any version of `transformers`.
  static let common: Set<String> = [
    "model_type", "vocab_size", "tie_word_embeddings",
    // What the file is of.
    "architectures", "auto_map", "dtype", "name_or_path", "_name_or_path", "torch_dtype",
    "transformers_version", "tokenizer_class", "unsloth_version", "unsloth_fixed",
    // How to run or train it elsewhere.
    "_attn_implementation", "_attn_implementation_autoset", "attn_implementation",
    "chunk_size_feed_forward", "gradient_checkpointing", "initializer_range",
    "output_attentions", "output_hidden_states", "pruned_heads", "return_dict", "tf_legacy_loss",
    "torchscript", "use_bfloat16", "use_cache", "use_return_dict",
    // Tokens.
    "begin_suppress_tokens", "bos_token_id", "decoder_start_token_id", "eos_token_id",
    "forced_bos_token_id", "forced_eos_token_id", "pad_token_id", "prefix", "sep_token_id",
    "suppress_tokens",
    // Generation.
    "bad_words_ids", "diversity_penalty", "do_sample", "early_stopping",
    "encoder_no_repeat_ngram_size", "exponential_decay_length_penalty", "length_penalty",
    "max_length", "min_length", "no_repeat_ngram_size", "num_beam_groups", "num_beams",
    "num_return_sequences", "output_scores", "remove_invalid_values", "repetition_penalty",
    "return_dict_in_generate", "temperature", "top_k", "top_p", "typical_p",
    // Other heads and encoders.
    "cross_attention_hidden_size", "finetuning_task", "id2label", "is_decoder",
    "is_encoder_decoder", "label2id", "num_labels", "problem_type", "task_specific_params",
    "tie_encoder_decoder",
  ]

  static let ofGPT2: Set<String> = [
    "activation_function", "add_cross_attention", "attn_pdrop", "embd_pdrop",
    "layer_norm_epsilon", "n_ctx", "n_embd", "n_head", "n_inner", "n_layer", "n_positions",
    "reorder_and_upcast_attn", "resid_pdrop", "scale_attn_by_inverse_layer_idx",
    "scale_attn_weights", "summary_activation", "summary_first_dropout",
    "summary_proj_to_labels", "summary_type", "summary_use_proj",
  ]

  static let ofLLaMA: Set<String> = [
    "add_cross_attention", "attention_bias", "attention_dropout", "head_dim", "hidden_act",
    "hidden_size", "intermediate_size", "max_position_embeddings", "mlp_bias",
    "num_attention_heads", "num_hidden_layers", "num_key_value_heads", "partial_rotary_factor",
    "pretraining_tp", "rms_norm_eps", "rope_parameters", "rope_scaling", "rope_theta",
  ]

  static let ofStarcoder2 = ofLLaMA.union([
    "embedding_dropout", "norm_epsilon", "residual_dropout", "sliding_window", "use_bias",
  ])

  static let ofMixtral = ofLLaMA.union([
    "num_experts_per_tok", "num_local_experts", "output_router_logits", "router_aux_loss_coef",
    "router_jitter_noise", "sliding_window",
  ])
}

extension ConfigurationFile {
  /// What to say of settings that are not known, and so are not used.
  ///
  /// - Parameter known: keys; those that Octavo writes for itself are known besides.
  func remark(onSettingsBeyond known: Set<String>) -> String? {
    let unknown = keys.filter { !known.contains($0) && !$0.hasPrefix("octavo_") }
    guard let first = unknown.first else { return nil }
    let value = object(first)?.compactText.shownForDisplay ?? ""
    return "\(unknown.count) of the settings of \(Self.name) are not known here and not used, "
      + "such as \(first.quotedForDisplay): \(value)."
  }
}
