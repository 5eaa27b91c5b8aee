// SPDX-License-Identifier: Apache-2.0
// Files embedded by the compiler (C23 #embed): to add one, put it into accelerators/, models/,
// transformers/, chips/ or cases/, and add an array and a row of the table here; a test checks that no file was forgotten.
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
FILE_BYTES(jia_2020) {
#embed "accelerators/jia-2020.yaml"
};
FILE_BYTES(colonnade) {
#embed "accelerators/colonnade.yaml"
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
FILE_BYTES(zigzag_zigzag_more) {
#embed "cases/zigzag/zigzag-more.yaml"
};
FILE_BYTES(zigzag_zigzag_metaproto_conv) {
#embed "cases/zigzag/zigzag-metaproto-conv.yaml"
};
FILE_BYTES(zigzag_zigzag_tpu_gemm_conv) {
#embed "cases/zigzag/zigzag-tpu-gemm-conv.yaml"
};
FILE_BYTES(zigzag_zigzag_tpu_resnet18_unique_layers) {
#embed "cases/zigzag/zigzag-tpu-resnet18-unique-layers.yaml"
};
FILE_BYTES(timeloop_eyeriss_like_problem) {
#embed "cases/timeloop/eyeriss_like/problem.yaml"
};
FILE_BYTES(timeloop_eyeriss_like_reference_ERT_summary) {
#embed "cases/timeloop/eyeriss_like/reference.ERT_summary.yaml"
};
FILE_BYTES(timeloop_eyeriss_like_reference_flattened_architecture) {
#embed "cases/timeloop/eyeriss_like/reference.flattened_architecture.yaml"
};
FILE_BYTES(timeloop_eyeriss_like_reference_map) {
#embed "cases/timeloop/eyeriss_like/reference.map.yaml"
};
FILE_BYTES(timeloop_eyeriss_like_reference_stats) {
#embed "cases/timeloop/eyeriss_like/reference.stats.txt"
};
FILE_BYTES(timeloop_simple_output_stationary_problem) {
#embed "cases/timeloop/simple_output_stationary/problem.yaml"
};
FILE_BYTES(timeloop_simple_output_stationary_reference_ERT_summary) {
#embed "cases/timeloop/simple_output_stationary/reference.ERT_summary.yaml"
};
FILE_BYTES(timeloop_simple_output_stationary_reference_flattened_architecture) {
#embed "cases/timeloop/simple_output_stationary/reference.flattened_architecture.yaml"
};
FILE_BYTES(timeloop_simple_output_stationary_reference_map) {
#embed "cases/timeloop/simple_output_stationary/reference.map.yaml"
};
FILE_BYTES(timeloop_simple_output_stationary_reference_stats) {
#embed "cases/timeloop/simple_output_stationary/reference.stats.txt"
};
FILE_BYTES(accelforge_accelforge_mappings) {
#embed "cases/accelforge/accelforge-mappings.yaml"
};
FILE_BYTES(accelforge_accelforge_runs) {
#embed "cases/accelforge/accelforge-runs.yaml"
};

static const struct rafter_resource table[] = {
    ROW(RAFTER_RESOURCE_ACCELERATOR, "eyeriss-v1", eyeriss_v1),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "tpu-v1", tpu_v1),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "edge-npu", edge_npu),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-a100", nvidia_a100),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-h100-sxm", nvidia_h100_sxm),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "jia-2020", jia_2020),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "colonnade", colonnade),
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
    ROW(RAFTER_RESOURCE_CASE, "zigzag/zigzag-more.yaml", zigzag_zigzag_more),
    ROW(RAFTER_RESOURCE_CASE, "zigzag/zigzag-metaproto-conv.yaml", zigzag_zigzag_metaproto_conv),
    ROW(RAFTER_RESOURCE_CASE, "zigzag/zigzag-tpu-gemm-conv.yaml", zigzag_zigzag_tpu_gemm_conv),
    ROW(RAFTER_RESOURCE_CASE, "zigzag/zigzag-tpu-resnet18-unique-layers.yaml", zigzag_zigzag_tpu_resnet18_unique_layers),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/eyeriss_like/problem.yaml", timeloop_eyeriss_like_problem),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/eyeriss_like/reference.ERT_summary.yaml", timeloop_eyeriss_like_reference_ERT_summary),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/eyeriss_like/reference.flattened_architecture.yaml", timeloop_eyeriss_like_reference_flattened_architecture),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/eyeriss_like/reference.map.yaml", timeloop_eyeriss_like_reference_map),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/eyeriss_like/reference.stats.txt", timeloop_eyeriss_like_reference_stats),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/simple_output_stationary/problem.yaml", timeloop_simple_output_stationary_problem),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/simple_output_stationary/reference.ERT_summary.yaml", timeloop_simple_output_stationary_reference_ERT_summary),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/simple_output_stationary/reference.flattened_architecture.yaml", timeloop_simple_output_stationary_reference_flattened_architecture),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/simple_output_stationary/reference.map.yaml", timeloop_simple_output_stationary_reference_map),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/simple_output_stationary/reference.stats.txt", timeloop_simple_output_stationary_reference_stats),
    ROW(RAFTER_RESOURCE_CASE, "accelforge/accelforge-mappings.yaml", accelforge_accelforge_mappings),
    ROW(RAFTER_RESOURCE_CASE, "accelforge/accelforge-runs.yaml", accelforge_accelforge_runs),
};

size_t rafter_resource_count(void) { return sizeof table / sizeof table[0]; }

const struct rafter_resource *rafter_resource_at(size_t index) {
  return index < rafter_resource_count() ? &table[index] : NULL;
}
