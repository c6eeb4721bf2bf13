// An experiment on images: where they come from, and the options that all of them share.
#pragma once

#include "Data/Images/Images.h"
#include "Experiment.h"

namespace solus::train {

class ImageExperiment : public Experiment {
protected:
    /// Options of a run over images: batches of 128, two workers, next to no clipping.
    static void imageDefaults(TrainOptions& options, double epochs) {
        options.epochs = epochs;
        options.batch = 128;
        options.workers = 2;
        options.clip = 10.0;
        options.average = 0.99;
    }
};

class MnistExperiment : public ImageExperiment {
public:
    std::string group() const override { return "MNIST"; }

protected:
    /// Throws Error if run.options.data holds no MNIST.
    static ImageSplits loadImages(const Run&);
};

class CifarExperiment : public ImageExperiment {
public:
    std::string group() const override { return "CIFAR-10"; }
    void quicken(TrainOptions& options) override {
        Experiment::quicken(options);
        options.limit = std::min(options.limit, 1000);
    }

protected:
    /// Throws Error if run.options.data holds no CIFAR-10.
    static ImageSplits loadImages(const Run&);
};

} // namespace solus::train
