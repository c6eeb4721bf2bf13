// What every training run has in common.
#pragma once

#include <cstdint>
#include <string>

namespace solus::train {

struct TrainOptions {
    std::string data;           ///< folder or pack
    std::string out;            ///< run folder
    std::string device = "cpu"; ///< "cpu", "cuda", "cuda:1", ...
    std::string start;          ///< weights to start from (best.pt of another run); empty: random
    std::int64_t steps = 10000;
    double minutes = 0.0; ///< stop after so long (checkpointed, resumable); 0: no limit
    int batch = 16;
    int workers = 1;
    std::uint64_t seed = 1;
    double rate = 1e-3;      ///< peak learning rate
    double clip = 5.0;       ///< largest norm of the gradient
    double average = 0.999;  ///< decay of the running average of the weights
    int validateEvery = 250; ///< steps
    bool resume = false;
};

} // namespace solus::train
