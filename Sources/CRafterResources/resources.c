// SPDX-License-Identifier: Apache-2.0
// Files embedded by the compiler (C23 #embed): to add one, put it into accelerators/, models/,
// chips/ or cases/, and add an array and a row of the table here; a test checks that no file was forgotten.
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
    ROW(RAFTER_RESOURCE_MODEL, "resnet50", resnet50),
    ROW(RAFTER_RESOURCE_MODEL, "resnet50-legacy", resnet50_legacy),
    ROW(RAFTER_RESOURCE_MODEL, "resnet18", resnet18),
    ROW(RAFTER_RESOURCE_MODEL, "mobilenet-v2", mobilenet_v2),
    ROW(RAFTER_RESOURCE_MODEL, "mobilenet-v2-int8", mobilenet_v2_int8),
    ROW(RAFTER_RESOURCE_MODEL, "vit-b-16", vit_b_16),
    ROW(RAFTER_RESOURCE_MODEL, "bert-base", bert_base),
    ROW(RAFTER_RESOURCE_MODEL, "llama-small", llama_small),
    ROW(RAFTER_RESOURCE_MODEL, "llama-small-legacy", llama_small_legacy),
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
