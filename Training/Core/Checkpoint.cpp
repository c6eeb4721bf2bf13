// Saving and loading models, optimisers and progress.
#include "Core/Checkpoint.h"

#include "Base/Error.h"
#include "Core/Sealed.h"

namespace solus::train {

namespace fs = std::filesystem;

namespace {

/// If LibTorch writes a file itself and the disk is full, a destructor ends the program, so it writes to memory instead.
void writeArchive(torch::serialize::OutputArchive& archive, const fs::path& path, bool keep) {
    std::string bytes;
    archive.save_to([&bytes](const void* data, size_t size) {
        bytes.append(static_cast<const char*>(data), size);
        return size;
    });
    writeSealed(path, std::move(bytes), keep);
}

void readArchive(torch::serialize::InputArchive& archive, const std::string& bytes) {
    archive.load_from(bytes.data(), bytes.size());
}

/// Module::load() accepts tensors of any shape; a network of another size would fail much later.
void loadChecked(torch::nn::Module& model, torch::serialize::InputArchive& archive) {
    std::vector<torch::Tensor> before;
    for (const auto& parameter : model.parameters()) before.push_back(torch::empty_like(parameter));
    model.load(archive);
    const auto after = model.parameters();
    for (size_t i = 0; i < after.size(); ++i)
        if (after[i].sizes() != before[i].sizes()) throw std::runtime_error("the sizes of the layers differ");
}

template <class Module>
torch::serialize::OutputArchive archiveOf(const Module& module) {
    torch::serialize::OutputArchive archive;
    module.save(archive);
    return archive;
}

/// torch's own messages have many lines; the first says what matters.
Error unreadable(const fs::path& path, const std::exception& e) {
    const std::string text = e.what();
    return Error(path.string() + ": not a usable checkpoint of this network (" +
                 text.substr(0, text.find('\n')) + ")");
}

} // namespace

void copyModel(const torch::nn::Module& from, torch::nn::Module& to) {
    torch::NoGradGuard noGrad;
    const auto sourceParameters = from.parameters(), targetParameters = to.parameters();
    for (size_t i = 0; i < sourceParameters.size(); ++i) targetParameters[i].copy_(sourceParameters[i]);
    const auto sourceBuffers = from.buffers(), targetBuffers = to.buffers();
    for (size_t i = 0; i < sourceBuffers.size(); ++i) targetBuffers[i].copy_(sourceBuffers[i]);
}

void saveModel(const torch::nn::Module& model, const fs::path& path) {
    auto archive = archiveOf(model);
    writeArchive(archive, path, false);
}

void loadModel(torch::nn::Module& model, const fs::path& path) {
    const auto bytes = readSealed(path);
    try {
        torch::serialize::InputArchive archive;
        readArchive(archive, bytes);
        loadChecked(model, archive);
    } catch (const std::exception& e) {
        throw unreadable(path, e);
    }
}

void saveCheckpoint(const fs::path& path, const torch::nn::Module& model, const torch::nn::Module& average,
                    const torch::optim::Optimizer& optimizer, const Progression& progress) {
    torch::serialize::OutputArchive archive;
    auto modelArchive = archiveOf(model), averageArchive = archiveOf(average),
         optimizerArchive = archiveOf(optimizer);
    archive.write("model", modelArchive);
    archive.write("average", averageArchive);
    archive.write("optimizer", optimizerArchive);
    archive.write("progress",
                  torch::tensor({static_cast<double>(progress.step), progress.bestScore, progress.seconds,
                                 progress.lossSum, static_cast<double>(progress.lossCount)},
                                torch::kFloat64));
    writeArchive(archive, path, true);
}

namespace {

Progression readCheckpoint(const fs::path& path, torch::nn::Module& model, torch::nn::Module& average,
                           torch::optim::Optimizer& optimizer) {
    const auto bytes = readSealed(path);
    try {
        torch::serialize::InputArchive archive, part;
        readArchive(archive, bytes);
        archive.read("model", part);
        loadChecked(model, part);
        archive.read("average", part);
        loadChecked(average, part);
        archive.read("optimizer", part);
        optimizer.load(part);
        torch::Tensor values;
        archive.read("progress", values);
        if (values.numel() != 5) throw std::runtime_error("of another version of this program");
        const auto* value = values.data_ptr<double>();
        return {static_cast<std::int64_t>(value[0]), value[1], value[2], value[3],
                static_cast<std::int64_t>(value[4])};
    } catch (const std::exception& e) {
        throw unreadable(path, e);
    }
}

} // namespace

Progression loadCheckpoint(const fs::path& path, torch::nn::Module& model, torch::nn::Module& average,
                           torch::optim::Optimizer& optimizer) {
    if (!hasCheckpoint(path)) throw Error(path.string() + ": no checkpoint to resume from");
    return loadOrBefore(
        path, [&](const fs::path& file) { return readCheckpoint(file, model, average, optimizer); });
}

} // namespace solus::train
