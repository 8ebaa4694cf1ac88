// Field numbers of the TensorFlow messages in an event file (tensorflow/core/util/event.proto and
// framework/summary.proto, tensor.proto).
#pragma once

#include <cstdint>
#include <string_view>

namespace headroom::tf {

// Event
inline constexpr std::uint32_t kWallTime = 1, kStep = 2, kFileVersion = 3, kSummary = 5, kSessionLog = 7;
inline constexpr std::string_view kVersionText = "brain.Event:2";
// SessionLog
inline constexpr std::uint32_t kSessionStatus = 1;
inline constexpr std::int64_t kSessionStarted = 1;
// Summary
inline constexpr std::uint32_t kValue = 1;
// Summary.Value
inline constexpr std::uint32_t kTag = 1, kSimpleValue = 2, kTensor = 8, kMetadata = 9;
// SummaryMetadata and its PluginData
inline constexpr std::uint32_t kPluginData = 1, kPluginName = 1;
inline constexpr std::string_view kOurPlugin = "headroom";
// TensorProto
inline constexpr std::uint32_t kType = 1, kShape = 2, kContent = 4, kFloatValues = 5, kDoubleValues = 6, kIntValues = 7,
                               kStringValues = 8, kInt64Values = 10, kHalfValues = 13;
// TensorShapeProto
inline constexpr std::uint32_t kDimension = 2;
// DataType
inline constexpr std::uint64_t kFloat = 1, kDouble = 2, kInt32 = 3, kString = 7, kInt64 = 9, kBfloat16 = 14;

}  // namespace headroom::tf
