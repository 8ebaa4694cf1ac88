"""Hugging Face's side of tst_huggingface: `make DIR` writes tiny models as save_pretrained does, `load DIR…` reads
folders and fails when a tensor is missing or left over. Both print {name: logits} for the tokens below."""
import json
import os
import sys

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
import torch
import transformers

TOKENS = [1, 5, 2, 7, 3, 3, 0, 9, 4, 6, 8, 1]


def logits(model):
    model.eval()
    with torch.no_grad():
        return model(torch.tensor([TOKENS])).logits[0].float().tolist()


def configs():
    sizes = dict(vocab_size=11, hidden_size=16, num_hidden_layers=2, num_attention_heads=4,
                 max_position_embeddings=16, intermediate_size=24)
    t = transformers
    yield "gpt2", t.GPT2Config(vocab_size=11, n_embd=16, n_layer=2, n_head=4, n_positions=16)
    yield "gpt2-untied", t.GPT2Config(vocab_size=11, n_embd=16, n_layer=2, n_head=4, n_positions=16, n_inner=40,
                                      tie_word_embeddings=False, activation_function="relu")
    yield "llama", t.LlamaConfig(**sizes, num_key_value_heads=2)
    yield "llama-wide-heads", t.LlamaConfig(**sizes, num_key_value_heads=1, head_dim=8, attention_bias=True,
                                            mlp_bias=True, tie_word_embeddings=True,
                                            rope_parameters={"rope_type": "linear", "factor": 2.0,
                                                             "rope_theta": 500.0})
    yield "mistral", t.MistralConfig(**sizes, num_key_value_heads=2, sliding_window=4)
    yield "mistral-whole", t.MistralConfig(**sizes, num_key_value_heads=2, sliding_window=None)
    yield "qwen2", t.Qwen2Config(**sizes, num_key_value_heads=2)
    yield "mixtral", t.MixtralConfig(**sizes, num_key_value_heads=2, num_local_experts=4, num_experts_per_tok=2)
    yield "mamba", t.MambaConfig(vocab_size=11, hidden_size=16, num_hidden_layers=2, state_size=4)
    yield "mamba-biased", t.MambaConfig(vocab_size=11, hidden_size=40, num_hidden_layers=2, state_size=4, use_bias=True,
                                        tie_word_embeddings=False, time_step_rank=5, conv_kernel=3, expand=1)
    yield "gpt_neox", t.GPTNeoXConfig(**sizes, rotary_pct=0.5)
    yield "gpt_neox-sequential", t.GPTNeoXConfig(**sizes, rotary_pct=0.5, use_parallel_residual=False)


def make(folder):
    result = {}
    for name, config in configs():
        torch.manual_seed(1)
        model = transformers.AutoModelForCausalLM.from_config(config)
        with torch.no_grad():
            for parameter in model.parameters():  # biases and gains, too
                parameter.add_(torch.randn_like(parameter) * 0.1)
        result[name] = logits(model)
        model.save_pretrained(os.path.join(folder, name))
        if name == "llama":
            model.save_pretrained(os.path.join(folder, "sharded"), max_shard_size="4KB")
            result["sharded"] = result[name]
            for kind in (torch.bfloat16, torch.float16):
                model.to(kind).save_pretrained(os.path.join(folder, str(kind)[6:]))
    return result | load([os.path.join(folder, kind) for kind in ("bfloat16", "float16")])


def load(folders):
    result = {}
    for folder in folders:
        model, info = transformers.AutoModelForCausalLM.from_pretrained(folder, output_loading_info=True,
                                                                        torch_dtype=torch.float32)
        wrong = {key: list(value) for key, value in info.items() if value}
        if wrong:
            sys.exit(f"{folder}: {wrong}")
        result[os.path.basename(folder)] = logits(model)
    return result


if __name__ == "__main__":
    answer = make(sys.argv[2]) if sys.argv[1] == "make" else load(sys.argv[2:])
    print("ANSWER " + json.dumps(answer))
