// An experiment on images: where the images are found, and the options that all of these experiments share.
#pragma once

#include "Data/Images/Images.h"
#include "Experiment.h"

namespace solus::train {

class ImageExperiment : public Experiment {
protected:
    /// Defaults for images: batches of 128, two workers, almost no clipping.
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
    /// Throws Error if run.options.data does not contain MNIST.
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
    /// Throws Error if run.options.data does not contain CIFAR-10.
    static ImageSplits loadImages(const Run&);
};

} // namespace solus::train
