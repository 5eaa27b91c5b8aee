// SPDX-License-Identifier: Apache-2.0
// Files embedded by the compiler (C23 #embed): to add one, put it into accelerators/, models/,
// transformers/, chips/, technologies/ or cases/, and add an array and a row of the table here; a test checks that no file was forgotten.
#include "CRafterResources.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#define FILE_BYTES(symbol) static const unsigned char symbol[] =
#define ROW(kind, name, symbol) {kind, name, symbol, sizeof symbol}

FILE_BYTES(accelforge_tpu_v4i) {
#embed "accelerators/accelforge-tpu-v4i.yaml"
};
FILE_BYTES(amd_mi210) {
#embed "accelerators/amd-mi210.yaml"
};
FILE_BYTES(amd_mi300x) {
#embed "accelerators/amd-mi300x.yaml"
};
FILE_BYTES(amd_mi355x) {
#embed "accelerators/amd-mi355x.yaml"
};
FILE_BYTES(apple_m1_ane) {
#embed "accelerators/apple-m1-ane.yaml"
};
FILE_BYTES(arm_ethos_u55_256) {
#embed "accelerators/arm-ethos-u55-256.yaml"
};
FILE_BYTES(arm_ethos_u65_512) {
#embed "accelerators/arm-ethos-u65-512.yaml"
};
FILE_BYTES(aws_inferentia2) {
#embed "accelerators/aws-inferentia2.yaml"
};
FILE_BYTES(aws_trainium1) {
#embed "accelerators/aws-trainium1.yaml"
};
FILE_BYTES(aws_trainium2) {
#embed "accelerators/aws-trainium2.yaml"
};
FILE_BYTES(axelera_metis) {
#embed "accelerators/axelera-metis.yaml"
};
FILE_BYTES(cerebras_wse_2) {
#embed "accelerators/cerebras-wse-2.yaml"
};
FILE_BYTES(colonnade) {
#embed "accelerators/colonnade.yaml"
};
FILE_BYTES(diana_analog) {
#embed "accelerators/diana-analog.yaml"
};
FILE_BYTES(diana_digital) {
#embed "accelerators/diana-digital.yaml"
};
FILE_BYTES(edge_npu) {
#embed "accelerators/edge-npu.yaml"
};
FILE_BYTES(envision) {
#embed "accelerators/envision.yaml"
};
FILE_BYTES(eyeriss_v1) {
#embed "accelerators/eyeriss-v1.yaml"
};
FILE_BYTES(eyeriss_v2) {
#embed "accelerators/eyeriss-v2.yaml"
};
FILE_BYTES(gemmini) {
#embed "accelerators/gemmini.yaml"
};
FILE_BYTES(google_coral_edge_tpu) {
#embed "accelerators/google-coral-edge-tpu.yaml"
};
FILE_BYTES(graphcore_ipu_mk2) {
#embed "accelerators/graphcore-ipu-mk2.yaml"
};
FILE_BYTES(groq_lpu_v1) {
#embed "accelerators/groq-lpu-v1.yaml"
};
FILE_BYTES(hailo_8) {
#embed "accelerators/hailo-8.yaml"
};
FILE_BYTES(huawei_ascend_910) {
#embed "accelerators/huawei-ascend-910.yaml"
};
FILE_BYTES(huawei_ascend_910b2) {
#embed "accelerators/huawei-ascend-910b2.yaml"
};
FILE_BYTES(intel_arc_b580) {
#embed "accelerators/intel-arc-b580.yaml"
};
FILE_BYTES(intel_gaudi2) {
#embed "accelerators/intel-gaudi2.yaml"
};
FILE_BYTES(intel_gaudi3) {
#embed "accelerators/intel-gaudi3.yaml"
};
FILE_BYTES(jia_2020) {
#embed "accelerators/jia-2020.yaml"
};
FILE_BYTES(jia_2021) {
#embed "accelerators/jia-2021.yaml"
};
FILE_BYTES(nvdla_2048) {
#embed "accelerators/nvdla-2048.yaml"
};
FILE_BYTES(nvdla_64) {
#embed "accelerators/nvdla-64.yaml"
};
FILE_BYTES(nvidia_a100) {
#embed "accelerators/nvidia-a100.yaml"
};
FILE_BYTES(nvidia_b200_sxm) {
#embed "accelerators/nvidia-b200-sxm.yaml"
};
FILE_BYTES(nvidia_b300_sxm) {
#embed "accelerators/nvidia-b300-sxm.yaml"
};
FILE_BYTES(nvidia_gb300) {
#embed "accelerators/nvidia-gb300.yaml"
};
FILE_BYTES(nvidia_h100_sxm) {
#embed "accelerators/nvidia-h100-sxm.yaml"
};
FILE_BYTES(nvidia_h200_sxm) {
#embed "accelerators/nvidia-h200-sxm.yaml"
};
FILE_BYTES(nvidia_jetson_agx_orin) {
#embed "accelerators/nvidia-jetson-agx-orin.yaml"
};
FILE_BYTES(nvidia_jetson_orin_nano) {
#embed "accelerators/nvidia-jetson-orin-nano.yaml"
};
FILE_BYTES(nvidia_jetson_thor) {
#embed "accelerators/nvidia-jetson-thor.yaml"
};
FILE_BYTES(nvidia_l4) {
#embed "accelerators/nvidia-l4.yaml"
};
FILE_BYTES(nvidia_l40s) {
#embed "accelerators/nvidia-l40s.yaml"
};
FILE_BYTES(nvidia_rtx_4090) {
#embed "accelerators/nvidia-rtx-4090.yaml"
};
FILE_BYTES(nvidia_rtx_5090) {
#embed "accelerators/nvidia-rtx-5090.yaml"
};
FILE_BYTES(nvidia_v100) {
#embed "accelerators/nvidia-v100.yaml"
};
FILE_BYTES(simba) {
#embed "accelerators/simba.yaml"
};
FILE_BYTES(simba_mcm) {
#embed "accelerators/simba-mcm.yaml"
};
FILE_BYTES(siracusa) {
#embed "accelerators/siracusa.yaml"
};
FILE_BYTES(st_stm32h743) {
#embed "accelerators/st-stm32h743.yaml"
};
FILE_BYTES(tenstorrent_blackhole_p150) {
#embed "accelerators/tenstorrent-blackhole-p150.yaml"
};
FILE_BYTES(tenstorrent_wormhole_n150) {
#embed "accelerators/tenstorrent-wormhole-n150.yaml"
};
FILE_BYTES(timeloop_eyeriss_like) {
#embed "accelerators/timeloop-eyeriss-like.yaml"
};
FILE_BYTES(tpu_v1) {
#embed "accelerators/tpu-v1.yaml"
};
FILE_BYTES(tpu_v2) {
#embed "accelerators/tpu-v2.yaml"
};
FILE_BYTES(tpu_v3) {
#embed "accelerators/tpu-v3.yaml"
};
FILE_BYTES(tpu_v4) {
#embed "accelerators/tpu-v4.yaml"
};
FILE_BYTES(tpu_v5e) {
#embed "accelerators/tpu-v5e.yaml"
};
FILE_BYTES(tpu_v5p) {
#embed "accelerators/tpu-v5p.yaml"
};
FILE_BYTES(tpu_v6e) {
#embed "accelerators/tpu-v6e.yaml"
};
FILE_BYTES(tpu_v7) {
#embed "accelerators/tpu-v7.yaml"
};
FILE_BYTES(tsmc_2021) {
#embed "accelerators/tsmc-2021.yaml"
};
FILE_BYTES(tsmc_2022) {
#embed "accelerators/tsmc-2022.yaml"
};
FILE_BYTES(tsmc_2023) {
#embed "accelerators/tsmc-2023.yaml"
};
FILE_BYTES(vega) {
#embed "accelerators/vega.yaml"
};
FILE_BYTES(zigzag_ascend_like) {
#embed "accelerators/zigzag-ascend-like.yaml"
};
FILE_BYTES(zigzag_edge_tpu_like) {
#embed "accelerators/zigzag-edge-tpu-like.yaml"
};
FILE_BYTES(zigzag_meta_prototype) {
#embed "accelerators/zigzag-meta-prototype.yaml"
};
FILE_BYTES(zigzag_tesla_npu_like) {
#embed "accelerators/zigzag-tesla-npu-like.yaml"
};
FILE_BYTES(zigzag_tpu_like) {
#embed "accelerators/zigzag-tpu-like.yaml"
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
FILE_BYTES(timeloop_sparseloop_dudu_arch) {
#embed "cases/timeloop/sparseloop/01.2.1-DUDU-dot-product/arch.yaml"
};
FILE_BYTES(timeloop_sparseloop_dudu_problem) {
#embed "cases/timeloop/sparseloop/01.2.1-DUDU-dot-product/problem.yaml"
};
FILE_BYTES(timeloop_sparseloop_dudu_reference_ERT_summary) {
#embed "cases/timeloop/sparseloop/01.2.1-DUDU-dot-product/reference.ERT_summary.yaml"
};
FILE_BYTES(timeloop_sparseloop_dudu_reference_flattened_architecture) {
#embed "cases/timeloop/sparseloop/01.2.1-DUDU-dot-product/reference.flattened_architecture.yaml"
};
FILE_BYTES(timeloop_sparseloop_dudu_reference_map) {
#embed "cases/timeloop/sparseloop/01.2.1-DUDU-dot-product/reference.map.yaml"
};
FILE_BYTES(timeloop_sparseloop_dudu_reference_stats) {
#embed "cases/timeloop/sparseloop/01.2.1-DUDU-dot-product/reference.stats.txt"
};
FILE_BYTES(timeloop_sparseloop_sudu_arch) {
#embed "cases/timeloop/sparseloop/01.2.2-SUDU-dot-product/arch.yaml"
};
FILE_BYTES(timeloop_sparseloop_sudu_problem) {
#embed "cases/timeloop/sparseloop/01.2.2-SUDU-dot-product/problem.yaml"
};
FILE_BYTES(timeloop_sparseloop_sudu_reference_ERT_summary) {
#embed "cases/timeloop/sparseloop/01.2.2-SUDU-dot-product/reference.ERT_summary.yaml"
};
FILE_BYTES(timeloop_sparseloop_sudu_reference_flattened_architecture) {
#embed "cases/timeloop/sparseloop/01.2.2-SUDU-dot-product/reference.flattened_architecture.yaml"
};
FILE_BYTES(timeloop_sparseloop_sudu_reference_map) {
#embed "cases/timeloop/sparseloop/01.2.2-SUDU-dot-product/reference.map.yaml"
};
FILE_BYTES(timeloop_sparseloop_sudu_reference_stats) {
#embed "cases/timeloop/sparseloop/01.2.2-SUDU-dot-product/reference.stats.txt"
};
FILE_BYTES(accelforge_accelforge_mappings) {
#embed "cases/accelforge/accelforge-mappings.yaml"
};
FILE_BYTES(accelforge_accelforge_runs) {
#embed "cases/accelforge/accelforge-runs.yaml"
};
FILE_BYTES(h200_power_energy_gemm_h200) {
#embed "cases/h200-power/energy-gemm-h200.csv"
};
FILE_BYTES(charge_domain_imc_points) {
#embed "cases/charge-domain-imc/points.csv"
};
FILE_BYTES(charge_domain_imc_breakdown) {
#embed "cases/charge-domain-imc/breakdown.csv"
};
FILE_BYTES(colonnade_bits) {
#embed "cases/colonnade/bits.csv"
};
FILE_BYTES(tpu_v1_applications) {
#embed "cases/tpu-v1/applications.csv"
};
FILE_BYTES(tpu_v1_platforms) {
#embed "cases/tpu-v1/platforms.csv"
};
FILE_BYTES(nvdla_resnet50_layers) {
#embed "cases/nvdla/resnet50-layers.csv"
};
FILE_BYTES(nvdla_configurations) {
#embed "cases/nvdla/configurations.csv"
};
FILE_BYTES(eyeriss_v1_alexnet) {
#embed "cases/eyeriss-v1/alexnet.csv"
};
FILE_BYTES(gemmini_resnet50_layers) {
#embed "cases/gemmini/resnet50-layers.csv"
};
FILE_BYTES(gpu_kernels_a100_h100) {
#embed "cases/gpu-kernels/a100-h100.csv"
};
FILE_BYTES(gpu_kernels_b200) {
#embed "cases/gpu-kernels/b200.csv"
};
FILE_BYTES(gpu_kernels_h100) {
#embed "cases/gpu-kernels/h100.csv"
};
FILE_BYTES(gpu_kernels_h200) {
#embed "cases/gpu-kernels/h200.csv"
};
FILE_BYTES(llmcompass_operators) {
#embed "cases/llmcompass/operators.csv"
};
FILE_BYTES(llmcompass_gpt3_block) {
#embed "cases/llmcompass/gpt3-block.csv"
};
FILE_BYTES(sram_cacti) {
#embed "technologies/sram-cacti.csv"
};
FILE_BYTES(technology_rram_22nm) {
#embed "technologies/rram-22nm.yaml"
};
FILE_BYTES(technology_stt_mram_22nm) {
#embed "technologies/stt-mram-22nm.yaml"
};
FILE_BYTES(technology_dram_3d) {
#embed "technologies/dram-3d.yaml"
};

static const struct rafter_resource table[] = {
    ROW(RAFTER_RESOURCE_ACCELERATOR, "accelforge-tpu-v4i", accelforge_tpu_v4i),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "amd-mi210", amd_mi210),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "amd-mi300x", amd_mi300x),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "amd-mi355x", amd_mi355x),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "apple-m1-ane", apple_m1_ane),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "arm-ethos-u55-256", arm_ethos_u55_256),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "arm-ethos-u65-512", arm_ethos_u65_512),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "aws-inferentia2", aws_inferentia2),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "aws-trainium1", aws_trainium1),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "aws-trainium2", aws_trainium2),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "axelera-metis", axelera_metis),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "cerebras-wse-2", cerebras_wse_2),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "colonnade", colonnade),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "diana-analog", diana_analog),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "diana-digital", diana_digital),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "edge-npu", edge_npu),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "envision", envision),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "eyeriss-v1", eyeriss_v1),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "eyeriss-v2", eyeriss_v2),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "gemmini", gemmini),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "google-coral-edge-tpu", google_coral_edge_tpu),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "graphcore-ipu-mk2", graphcore_ipu_mk2),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "groq-lpu-v1", groq_lpu_v1),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "hailo-8", hailo_8),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "huawei-ascend-910", huawei_ascend_910),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "huawei-ascend-910b2", huawei_ascend_910b2),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "intel-arc-b580", intel_arc_b580),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "intel-gaudi2", intel_gaudi2),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "intel-gaudi3", intel_gaudi3),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "jia-2020", jia_2020),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "jia-2021", jia_2021),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvdla-2048", nvdla_2048),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvdla-64", nvdla_64),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-a100", nvidia_a100),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-b200-sxm", nvidia_b200_sxm),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-b300-sxm", nvidia_b300_sxm),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-gb300", nvidia_gb300),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-h100-sxm", nvidia_h100_sxm),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-h200-sxm", nvidia_h200_sxm),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-jetson-agx-orin", nvidia_jetson_agx_orin),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-jetson-orin-nano", nvidia_jetson_orin_nano),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-jetson-thor", nvidia_jetson_thor),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-l4", nvidia_l4),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-l40s", nvidia_l40s),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-rtx-4090", nvidia_rtx_4090),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-rtx-5090", nvidia_rtx_5090),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "nvidia-v100", nvidia_v100),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "simba", simba),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "simba-mcm", simba_mcm),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "siracusa", siracusa),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "st-stm32h743", st_stm32h743),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "tenstorrent-blackhole-p150", tenstorrent_blackhole_p150),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "tenstorrent-wormhole-n150", tenstorrent_wormhole_n150),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "timeloop-eyeriss-like", timeloop_eyeriss_like),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "tpu-v1", tpu_v1),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "tpu-v2", tpu_v2),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "tpu-v3", tpu_v3),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "tpu-v4", tpu_v4),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "tpu-v5e", tpu_v5e),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "tpu-v5p", tpu_v5p),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "tpu-v6e", tpu_v6e),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "tpu-v7", tpu_v7),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "tsmc-2021", tsmc_2021),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "tsmc-2022", tsmc_2022),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "tsmc-2023", tsmc_2023),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "vega", vega),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "zigzag-ascend-like", zigzag_ascend_like),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "zigzag-edge-tpu-like", zigzag_edge_tpu_like),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "zigzag-meta-prototype", zigzag_meta_prototype),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "zigzag-tesla-npu-like", zigzag_tesla_npu_like),
    ROW(RAFTER_RESOURCE_ACCELERATOR, "zigzag-tpu-like", zigzag_tpu_like),
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
    ROW(RAFTER_RESOURCE_CASE, "timeloop/sparseloop/01.2.1-DUDU-dot-product/arch.yaml", timeloop_sparseloop_dudu_arch),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/sparseloop/01.2.1-DUDU-dot-product/problem.yaml", timeloop_sparseloop_dudu_problem),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/sparseloop/01.2.1-DUDU-dot-product/reference.ERT_summary.yaml", timeloop_sparseloop_dudu_reference_ERT_summary),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/sparseloop/01.2.1-DUDU-dot-product/reference.flattened_architecture.yaml", timeloop_sparseloop_dudu_reference_flattened_architecture),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/sparseloop/01.2.1-DUDU-dot-product/reference.map.yaml", timeloop_sparseloop_dudu_reference_map),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/sparseloop/01.2.1-DUDU-dot-product/reference.stats.txt", timeloop_sparseloop_dudu_reference_stats),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/sparseloop/01.2.2-SUDU-dot-product/arch.yaml", timeloop_sparseloop_sudu_arch),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/sparseloop/01.2.2-SUDU-dot-product/problem.yaml", timeloop_sparseloop_sudu_problem),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/sparseloop/01.2.2-SUDU-dot-product/reference.ERT_summary.yaml", timeloop_sparseloop_sudu_reference_ERT_summary),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/sparseloop/01.2.2-SUDU-dot-product/reference.flattened_architecture.yaml", timeloop_sparseloop_sudu_reference_flattened_architecture),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/sparseloop/01.2.2-SUDU-dot-product/reference.map.yaml", timeloop_sparseloop_sudu_reference_map),
    ROW(RAFTER_RESOURCE_CASE, "timeloop/sparseloop/01.2.2-SUDU-dot-product/reference.stats.txt", timeloop_sparseloop_sudu_reference_stats),
    ROW(RAFTER_RESOURCE_CASE, "accelforge/accelforge-mappings.yaml", accelforge_accelforge_mappings),
    ROW(RAFTER_RESOURCE_CASE, "accelforge/accelforge-runs.yaml", accelforge_accelforge_runs),
    ROW(RAFTER_RESOURCE_CASE, "h200-power/energy-gemm-h200.csv", h200_power_energy_gemm_h200),
    ROW(RAFTER_RESOURCE_CASE, "charge-domain-imc/points.csv", charge_domain_imc_points),
    ROW(RAFTER_RESOURCE_CASE, "charge-domain-imc/breakdown.csv", charge_domain_imc_breakdown),
    ROW(RAFTER_RESOURCE_CASE, "colonnade/bits.csv", colonnade_bits),
    ROW(RAFTER_RESOURCE_CASE, "tpu-v1/applications.csv", tpu_v1_applications),
    ROW(RAFTER_RESOURCE_CASE, "tpu-v1/platforms.csv", tpu_v1_platforms),
    ROW(RAFTER_RESOURCE_CASE, "nvdla/resnet50-layers.csv", nvdla_resnet50_layers),
    ROW(RAFTER_RESOURCE_CASE, "nvdla/configurations.csv", nvdla_configurations),
    ROW(RAFTER_RESOURCE_CASE, "eyeriss-v1/alexnet.csv", eyeriss_v1_alexnet),
    ROW(RAFTER_RESOURCE_CASE, "gemmini/resnet50-layers.csv", gemmini_resnet50_layers),
    ROW(RAFTER_RESOURCE_CASE, "gpu-kernels/a100-h100.csv", gpu_kernels_a100_h100),
    ROW(RAFTER_RESOURCE_CASE, "gpu-kernels/b200.csv", gpu_kernels_b200),
    ROW(RAFTER_RESOURCE_CASE, "gpu-kernels/h100.csv", gpu_kernels_h100),
    ROW(RAFTER_RESOURCE_CASE, "gpu-kernels/h200.csv", gpu_kernels_h200),
    ROW(RAFTER_RESOURCE_CASE, "llmcompass/operators.csv", llmcompass_operators),
    ROW(RAFTER_RESOURCE_CASE, "llmcompass/gpt3-block.csv", llmcompass_gpt3_block),
    ROW(RAFTER_RESOURCE_TECHNOLOGY, "sram-cacti.csv", sram_cacti),
    ROW(RAFTER_RESOURCE_TECHNOLOGY, "rram-22nm", technology_rram_22nm),
    ROW(RAFTER_RESOURCE_TECHNOLOGY, "stt-mram-22nm", technology_stt_mram_22nm),
    ROW(RAFTER_RESOURCE_TECHNOLOGY, "dram-3d", technology_dram_3d),
};

size_t rafter_resource_count(void) { return sizeof table / sizeof table[0]; }

const struct rafter_resource *rafter_resource_at(size_t index) {
  return index < rafter_resource_count() ? &table[index] : NULL;
}
