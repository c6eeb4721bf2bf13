// Gradients from several workers, or on a GPU.
#include "Core/Replicas.h"

#include "Core/Checkpoint.h"

#include <ATen/CPUGeneratorImpl.h>

namespace solus::train {

namespace {

/// Dropout must not depend on how many threads share torch's global generator.
torch::Generator generatorFor(std::uint64_t seed, std::int64_t step, int worker) {
    const std::uint64_t mixed = (seed * 1000003u + static_cast<std::uint64_t>(step)) * 1009u + worker;
    return at::make_generator<at::CPUGeneratorImpl>(mixed);
}

} // namespace

Replicas::Replicas(const Task& task, const TrainOptions& options)
    : task_(task), options_(options), device_(options.device), workers_(options.workers) {
    useOneThread();
    torch::manual_seed(static_cast<std::uint64_t>(options.seed));
    const int replicas = device_.is_cpu() ? options.workers : 1;
    for (int i = 0; i < replicas; ++i) replicas_.push_back(task.makeModel());
}

void Replicas::toDevice() {
    for (auto& model : replicas_) model->to(device_);
}

double Replicas::backward(std::int64_t step) {
    return device_.is_cpu() ? backwardOnCpu(step) : backwardOnDevice(step);
}

void Replicas::copyFirst() {
    for (size_t i = 1; i < replicas_.size(); ++i) copyModel(*replicas_[0], *replicas_[i]);
}

/// Items of worker w of n: [w B / n, (w + 1) B / n).
Batch Replicas::shard(std::int64_t step, int worker) const {
    const int begin = worker * options_.batch / options_.workers,
              end = (worker + 1) * options_.batch / options_.workers;
    return task_.makeBatch(step, begin, end - begin);
}

double Replicas::backwardOnCpu(std::int64_t step) {
    std::vector<double> losses(replicas_.size());
    workers_.run([&](int w) {
        auto& model = *replicas_[w];
        model.train();
        model.zero_grad();
        losses[w] = task_.backward(model, shard(step, w), generatorFor(options_.seed, step, w));
    });
    // g = (g_0 + g_1 + ...) / n, added in this order and no other.
    torch::NoGradGuard noGrad;
    const double n = static_cast<double>(replicas_.size());
    const auto sum = replicas_[0]->parameters();
    for (size_t r = 1; r < replicas_.size(); ++r) {
        const auto other = replicas_[r]->parameters();
        for (size_t i = 0; i < sum.size(); ++i)
            if (sum[i].grad().defined()) sum[i].grad().add_(other[i].grad());
    }
    if (replicas_.size() > 1)
        for (const auto& parameter : sum)
            if (parameter.grad().defined()) parameter.grad().div_(n);
    double total = 0.0;
    for (double loss : losses) total += loss;
    return total / n;
}

double Replicas::backwardOnDevice(std::int64_t step) {
    if (!next_.valid()) next_ = prefetch(step);
    const Batch batch = next_.get();
    if (step + 1 < options_.steps) next_ = prefetch(step + 1);
    Batch onDevice;
    for (const auto& tensor : batch) onDevice.push_back(tensor.to(device_));
    auto& model = *replicas_[0];
    model.train();
    model.zero_grad();
    return task_.backward(model, onDevice, generatorFor(options_.seed, step, 0));
}

std::future<Batch> Replicas::prefetch(std::int64_t step) {
    return std::async(std::launch::async, [this, step] {
        std::vector<Batch> shards(static_cast<size_t>(options_.workers));
        workers_.run([&](int w) { shards[w] = shard(step, w); });
        Batch whole;
        for (size_t i = 0; i < shards[0].size(); ++i) {
            std::vector<torch::Tensor> parts;
            for (const auto& part : shards) parts.push_back(part[i]);
            whole.push_back(torch::cat(parts));
        }
        return whole;
    });
}

} // namespace solus::train
