// SPDX-License-Identifier: Apache-2.0
// Files embedded by the compiler (C23 #embed): to add one, put it into accelerators/, models/,
// transformers/ or chips/, and add an array and a row of the table here; a test checks that no file was forgotten.
#include "CRafterResources.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#define FILE_BYTES(symbol) static const unsigned char symbol[] =
#define ROW(kind, name, symbol) {kind, name, symbol, sizeof symbol}

FILE_BYTES(eyeriss_v1) {
#embed "accelerators/eyeriss-v1.yaml"
};
FILE_BYTES(tpu_v1) {
#embed "accelerators/tpu-v1.yaml"
};
FILE_BYTES(edge_npu) {
#embed "accelerators/edge-npu.yaml"
};
FILE_BYTES(nvidia_a100) {
#embed "accelerators/nvidia-a100.yaml"
};
FILE_BYTES(nvidia_h100_sxm) {
#embed "accelerators/nvidia-h100-sxm.yaml"
};
FILE_BYTES(resnet50) {
#embed "models/resnet50.dynamo.onnx"
};
FILE_BYTES(resnet50_legacy) {
#embed "models/resnet50.legacy.onnx"
};
FILE_BYTES(resnet18) {
#embed "models/resnet18.dynamo.onnx"
};
FILE_BYTES(mobilenet_v2) {
#embed "models/mobilenet_v2.legacy.onnx"
};
FILE_BYTES(mobilenet_v2_int8) {
#embed "models/mobilenet_v2.qdq.onnx"
};
FILE_BYTES(vit_b_16) {
#embed "models/vit_b_16.dynamo.onnx"
};
FILE_BYTES(bert_base) {
#embed "models/bert_base.dynamo.onnx"
};
FILE_BYTES(llama_small) {
#embed "models/llama_small.dynamo23.onnx"
};
FILE_BYTES(llama_small_legacy) {
#embed "models/llama_small.legacy.onnx"
};
FILE_BYTES(transformer_llama_2_7b) {
#embed "transformers/llama-2-7b.json"
};
FILE_BYTES(transformer_llama_2_70b) {
#embed "transformers/llama-2-70b.json"
};
FILE_BYTES(transformer_llama_3_1_8b) {
#embed "transformers/llama-3.1-8b.json"
};
FILE_BYTES(transformer_llama_3_1_70b) {
#embed "transformers/llama-3.1-70b.json"
};
FILE_BYTES(transformer_llama_3_1_405b) {
#embed "transformers/llama-3.1-405b.json"
};
FILE_BYTES(transformer_llama_3_2_1b) {
#embed "transformers/llama-3.2-1b.json"
};
FILE_BYTES(transformer_mistral_7b) {
#embed "transformers/mistral-7b.json"
};
FILE_BYTES(transformer_mixtral_8x7b) {
#embed "transformers/mixtral-8x7b.json"
};
FILE_BYTES(transformer_qwen2_5_7b) {
#embed "transformers/qwen2.5-7b.json"
};
FILE_BYTES(transformer_qwen3_0_6b) {
#embed "transformers/qwen3-0.6b.json"
};
FILE_BYTES(transformer_qwen3_8b) {
#embed "transformers/qwen3-8b.json"
};
FILE_BYTES(transformer_qwen3_32b) {
#embed "transformers/qwen3-32b.json"
};
FILE_BYTES(transformer_qwen3_30b_a3b) {
#embed "transformers/qwen3-30b-a3b.json"
};
FILE_BYTES(transformer_gemma_2_2b) {
#embed "transformers/gemma-2-2b.json"
};
FILE_BYTES(transformer_phi_3_mini) {
#embed "transformers/phi-3-mini.json"
};
FILE_BYTES(transformer_deepseek_v3) {
#embed "transformers/deepseek-v3.json"
};
FILE_BYTES(transformer_gpt_oss_20b) {
#embed "transformers/gpt-oss-20b.json"
};
FILE_BYTES(transformer_gpt_oss_120b) {
#embed "transformers/gpt-oss-120b.json"
};
FILE_BYTES(transformer_gpt2) {
#embed "transformers/gpt2.json"
};
FILE_BYTES(chips) {
#embed "chips/chips.csv"
};

static const struct rafter_resource table[] = {
    ROW(RAFTER_RESOURCE_ACCELERATOR, "eyeriss-v1", eyeriss_v1),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "tpu-v1", tpu_v1),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "edge-npu", edge_npu),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-a100", nvidia_a100),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-h100-sxm", nvidia_h100_sxm),
    ROW(RAFTER_RESOURCE_MODEL, "resnet50", resnet50),
    ROW(RAFTER_RESOURCE_MODEL, "resnet50-legacy", resnet50_legacy),
    ROW(RAFTER_RESOURCE_MODEL, "resnet18", resnet18),
    ROW(RAFTER_RESOURCE_MODEL, "mobilenet-v2", mobilenet_v2),
    ROW(RAFTER_RESOURCE_MODEL, "mobilenet-v2-int8", mobilenet_v2_int8),
    ROW(RAFTER_RESOURCE_MODEL, "vit-b-16", vit_b_16),
    ROW(RAFTER_RESOURCE_MODEL, "bert-base", bert_base),
    ROW(RAFTER_RESOURCE_MODEL, "llama-small", llama_small),
    ROW(RAFTER_RESOURCE_MODEL, "llama-small-legacy", llama_small_legacy),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "llama-2-7b", transformer_llama_2_7b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "llama-2-70b", transformer_llama_2_70b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "llama-3.1-8b", transformer_llama_3_1_8b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "llama-3.1-70b", transformer_llama_3_1_70b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "llama-3.1-405b", transformer_llama_3_1_405b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "llama-3.2-1b", transformer_llama_3_2_1b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "mistral-7b", transformer_mistral_7b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "mixtral-8x7b", transformer_mixtral_8x7b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "qwen2.5-7b", transformer_qwen2_5_7b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "qwen3-0.6b", transformer_qwen3_0_6b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "qwen3-8b", transformer_qwen3_8b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "qwen3-32b", transformer_qwen3_32b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "qwen3-30b-a3b", transformer_qwen3_30b_a3b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "gemma-2-2b", transformer_gemma_2_2b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "phi-3-mini", transformer_phi_3_mini),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "deepseek-v3", transformer_deepseek_v3),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "gpt-oss-20b", transformer_gpt_oss_20b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "gpt-oss-120b", transformer_gpt_oss_120b),
    ROW(RAFTER_RESOURCE_TRANSFORMER, "gpt2", transformer_gpt2),
    ROW(RAFTER_RESOURCE_CHIPS, "chips", chips),
};

size_t rafter_resource_count(void) { return sizeof table / sizeof table[0]; }

const struct rafter_resource *rafter_resource_at(size_t index) {
  return index < rafter_resource_count() ? &table[index] : NULL;
}
