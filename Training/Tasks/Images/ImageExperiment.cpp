// Loads the data of the experiments on images.
#include "Tasks/Images/ImageExperiment.h"

#include "Base/Error.h"

namespace solus::train {

ImageSplits MnistExperiment::loadImages(const Run& run) {
    if (run.options.data.empty()) throw Error("--data is missing: name the folder of MNIST's four files");
    return loadMnist(run.options.data, run.options.limit);
}

ImageSplits CifarExperiment::loadImages(const Run& run) {
    if (run.options.data.empty())
        throw Error("--data is missing: name the folder of CIFAR-10's binary files");
    return loadCifar10(run.options.data, run.options.limit);
}

} // namespace solus::train
