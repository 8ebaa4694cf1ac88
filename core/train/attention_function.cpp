#include "core/train/attention_function.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <torch/csrc/autograd/custom_function.h>

#include <optional>
#include <type_traits>

#include "core/train/kernel_data.h"
#include "kernels/attention.h"

namespace headroom {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

AttentionMask maskOf(AttentionPattern pattern) {
  switch (pattern) {
    case AttentionPattern::Causal:
      return AttentionMask::Causal;
    case AttentionPattern::Window:
      return AttentionMask::Window;
    case AttentionPattern::Strided:
      return AttentionMask::Strided;
    case AttentionPattern::Fixed:
      return AttentionMask::Fixed;
  }
  return AttentionMask::Causal;
}

/// Numbers of a row side by side; rows may lie anywhere.
at::Tensor readable(const at::Tensor& t) {
  return t.stride(2) == 1 || t.size(2) == 1 ? t : t.contiguous();
}

template <class T>
AttentionRows<T> rowsOf(const at::Tensor& t) {
  return {constDataOf<T>(t), t.stride(0), t.stride(1)};
}

/// The kernel in parts, or the reference in double.
template <class T, class Arguments>
void runOnThreads(const Arguments& arguments) {
  if constexpr (std::is_same_v<T, double>) {
    check(attentionReference(arguments));
  } else {
    at::parallel_for(0, attentionTasks(arguments), 1,
                     [&](std::int64_t begin, std::int64_t end) { check(attentionCpu(arguments, begin, end)); });
  }
}

template <class T>
void forwardAs(const AttentionShape& shape, const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
               const at::Tensor& sink, at::Tensor& y, at::Tensor& logSum) {
  runOnThreads<T>(AttentionForward<T>{shape, rowsOf<T>(q), rowsOf<T>(k), rowsOf<T>(v), constDataOf<Wide<T>>(sink),
                                      dataOf<T>(y), dataOf<Wide<T>>(logSum)});
}

template <class T>
void backwardAs(const AttentionShape& shape, const variable_list& saved, const at::Tensor& dy, at::Tensor& dq,
                at::Tensor& dk, at::Tensor& dv, at::Tensor& dsink) {
  const at::Tensor &q = saved[0], &k = saved[1], &v = saved[2], &y = saved[3], &logSum = saved[4], &sink = saved[5];
  runOnThreads<T>(AttentionBackward<T>{shape, rowsOf<T>(q), rowsOf<T>(k), rowsOf<T>(v), rowsOf<T>(y), rowsOf<T>(dy),
                                       constDataOf<Wide<T>>(sink), constDataOf<Wide<T>>(logSum), dataOf<T>(dq),
                                       dataOf<Wide<T>>(dk), dataOf<Wide<T>>(dv), dataOf<Wide<T>>(dsink)});
}

class Attention : public torch::autograd::Function<Attention> {
 public:
  static Variable forward(AutogradContext* context, const Variable& qAnywhere, const Variable& kAnywhere,
                          const Variable& vAnywhere, const std::optional<Variable>& sinkIfAny, const AttentionOp& op) {
    const at::Tensor q = readable(qAnywhere), k = readable(kAnywhere), v = readable(vAnywhere);
    const at::ScalarType type = q.scalar_type(), wide = type == at::kDouble ? at::kDouble : at::kFloat;
    const at::Tensor sink = sinkIfAny ? sinkIfAny->to(wide).contiguous() : at::Tensor();
    context->saved_data["heads"] = op.heads;
    context->saved_data["kv_heads"] = op.kvHeads;
    context->saved_data["head_width"] = op.headWidth;
    context->saved_data["pattern"] = std::int64_t(op.pattern);
    context->saved_data["span"] = op.span;
    context->saved_data["alibi"] = op.alibi;
    context->saved_data["softcap"] = op.softcap;
    const AttentionShape shape = shapeOf(context, q, k);
    at::Tensor y = at::empty({q.size(0), q.size(1), q.size(2)}, q.options()),
               logSum = at::empty({q.size(0), op.heads, q.size(1)}, q.options().dtype(wide));
    (type == at::kDouble  ? forwardAs<double>
     : type == at::kFloat ? forwardAs<float>
                          : forwardAs<BFloat16>)(shape, q, k, v, sink, y, logSum);
    context->save_for_backward({q, k, v, y, logSum, sink});
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const variable_list saved = context->get_saved_variables();
    const at::Tensor &q = saved[0], &k = saved[1], &logSum = saved[4], &sink = saved[5];
    const AttentionShape shape = shapeOf(context, q, k);
    const at::ScalarType type = q.scalar_type();
    const at::Tensor dy = readable(gradients[0].to(type));
    // Of keys and values every head has its own gradient, in float32: those of heads that share them are added up here.
    at::Tensor dq = at::empty({shape.batch, shape.queries, q.size(2)}, q.options()),
               dk = at::empty({shape.batch, shape.keys, q.size(2)}, logSum.options()), dv = at::empty_like(dk), dsink;
    if (sink.defined()) dsink = at::empty({shape.batch, shape.heads}, logSum.options());
    (type == at::kDouble  ? backwardAs<double>
     : type == at::kFloat ? backwardAs<float>
                          : backwardAs<BFloat16>)(shape, saved, dy, dq, dk, dv, dsink);
    const auto added = [&](const at::Tensor& perHead) {
      const std::int64_t share = shape.heads / shape.kvHeads;
      if (share == 1) return perHead.to(type);
      return perHead.view({shape.batch, shape.keys, shape.kvHeads, share, shape.headWidth}).sum(3).flatten(2).to(type);
    };
    return {dq, added(dk), added(dv), dsink.defined() ? dsink.sum(0) : at::Tensor(), at::Tensor()};
  }

 private:
  static AttentionShape shapeOf(AutogradContext* context, const at::Tensor& q, const at::Tensor& k) {
    const auto integer = [context](const char* name) { return context->saved_data[name].toInt(); };
    return {.batch = q.size(0),
            .queries = q.size(1),
            .keys = k.size(1),
            .heads = integer("heads"),
            .kvHeads = integer("kv_heads"),
            .headWidth = integer("head_width"),
            .mask = maskOf(AttentionPattern(integer("pattern"))),
            .span = integer("span"),
            .alibi = context->saved_data["alibi"].toBool(),
            .softcap = context->saved_data["softcap"].toDouble()};
  }
};

}  // namespace

bool attentionSupports(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v) {
  const at::ScalarType type = q.scalar_type();
  return q.is_cpu() && (type == at::kFloat || type == at::kBFloat16 || type == at::kDouble) &&
         k.scalar_type() == type && v.scalar_type() == type && q.numel() > 0 && q.size(1) <= k.size(1) &&
         k.sizes() == v.sizes();
}

at::Tensor fastAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& sink,
                         const AttentionOp& op) {
  return Attention::apply(q, k, v, sink.defined() ? std::optional<at::Tensor>(sink) : std::nullopt, op);
}

}  // namespace headroom
