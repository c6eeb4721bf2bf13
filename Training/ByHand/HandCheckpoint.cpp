// Checkpoints of hand-written training runs: a header of numbers, then arrays of floats with their lengths.
#include "ByHand/HandCheckpoint.h"

#include "Core/Sealed.h"

#include <sstream>

namespace solus::train {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t magic = 0x31444e4148534c53u; // "SLSHAND1"

struct Head {
    std::uint64_t magic = 0;
    std::int64_t step = 0, bestStep = 0, time = 0, lossCount = 0, arrays = 0;
    double bestAccuracy = 0.0, seconds = 0.0, lossSum = 0.0;
};

} // namespace

void saveHandCheckpoint(const fs::path& path, const HandNet<float>& net, Optimiser<float>& optimiser,
                        const HandProgress& progress) {
    std::vector<const Vector<float>*> arrays{&net.parameters(), &progress.best};
    for (const auto* memory : optimiser.memory()) arrays.push_back(memory);
    const Head head{magic,
                    progress.step,
                    progress.bestStep,
                    optimiser.time(),
                    progress.lossCount,
                    static_cast<std::int64_t>(arrays.size()),
                    progress.bestAccuracy,
                    progress.seconds,
                    progress.lossSum};
    std::string bytes(reinterpret_cast<const char*>(&head), sizeof head);
    for (const auto* array : arrays) {
        const std::int64_t size = array->size();
        bytes.append(reinterpret_cast<const char*>(&size), sizeof size);
        bytes.append(reinterpret_cast<const char*>(array->data()), 4 * static_cast<size_t>(size));
    }
    writeSealed(path, std::move(bytes), true);
}

namespace {

HandProgress readHandCheckpoint(const fs::path& path, HandNet<float>& net, Optimiser<float>& optimiser) {
    std::istringstream file(readSealed(path), std::ios::binary);
    Head head;
    HandProgress progress;
    std::vector<Vector<float>*> arrays{&net.parameters(), &progress.best};
    for (auto* memory : optimiser.memory()) arrays.push_back(memory);
    const Eigen::Index parameters = net.parameters().size();
    const auto broken = [&path](const std::string& why) { return Error(path.string() + ": " + why); };
    if (!file.read(reinterpret_cast<char*>(&head), sizeof head) || head.magic != magic)
        throw broken("not a checkpoint of a hand-written network");
    if (head.arrays != static_cast<std::int64_t>(arrays.size())) throw broken("belongs to another optimiser");
    for (size_t i = 0; i < arrays.size(); ++i) {
        std::int64_t size = 0;
        if (!file.read(reinterpret_cast<char*>(&size), sizeof size)) throw broken("truncated");
        // Before the first step the optimiser has no state, and there is no best validation.
        if (size != parameters && (size != 0 || i == 0)) throw broken("holds another network");
        arrays[i]->resize(size);
        if (!file.read(reinterpret_cast<char*>(arrays[i]->data()), static_cast<std::streamsize>(4 * size)))
            throw broken("truncated");
    }
    progress.step = head.step;
    progress.bestStep = head.bestStep;
    progress.bestAccuracy = head.bestAccuracy;
    progress.seconds = head.seconds;
    progress.lossSum = head.lossSum;
    progress.lossCount = head.lossCount;
    optimiser.time() = head.time;
    return progress;
}

} // namespace

HandProgress loadHandCheckpoint(const fs::path& path, HandNet<float>& net, Optimiser<float>& optimiser) {
    return loadOrBefore(path, [&](const fs::path& file) { return readHandCheckpoint(file, net, optimiser); });
}

} // namespace solus::train
