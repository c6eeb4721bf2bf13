// What every training run has in common.
#pragma once

#include <cstdint>
#include <string>

namespace solus::train {

struct TrainOptions {
    std::string data;           ///< folder or pack
    std::string out;            ///< run folder
    std::string device = "cpu"; ///< "cpu", "cuda", "cuda:1", ...
    std::string start;          ///< weights to start from, see Core/Start.h; empty: random
    std::int64_t steps = 10000;
    double epochs = 0.0;          ///< passes over the data; above 0 they replace `steps`
    int limit = 0;                ///< images to train on; 0: all
    bool quick = false;           ///< a short run of about a minute: does it work at all?
    std::int64_t quickSteps = 30; ///< at most this many steps then
    double minutes = 0.0;         ///< stop after this time (checkpointed, resumable); 0: no limit
    int batch = 16;
    int workers = 1;
    std::uint64_t seed = 1;
    double rate = 1e-3;     ///< peak learning rate
    double clip = 5.0;      ///< largest norm of the gradient
    double average = 0.999; ///< decay of the running average of the weights
    /// Keep the last validation's model, not the best: for when no figure says which is best.
    bool keepLast = false;
    bool constantRate = false;      ///< no warm-up, no decay
    double beta1 = 0.9;             ///< Adam's memory of the gradient
    std::string optimiser = "adam"; ///< or "muon", see Core/Muon.h
    int validateEvery = 250;        ///< steps
    bool resume = false;
    bool skipBad = false; ///< leave out unusable recordings instead of failing
    std::string licence;  ///< of the exported model; empty: what the recordings' manifests say
};

} // namespace solus::train
