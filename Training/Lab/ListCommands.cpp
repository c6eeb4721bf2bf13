// `list` and `explain`: the experiments that exist, and what they are about.
#include "Base/Error.h"
#include "Command.h"
#include "Experiment.h"

#include <algorithm>
#include <iostream>

namespace solus::train {

namespace {

class List : public Command {
public:
    std::string name() const override { return "list"; }
    std::string description() const override { return "List the experiments"; }
    int run() override {
        for (const char* group : {"MNIST", "CIFAR-10", "Speech", "Product"}) {
            std::cout << group << "\n";
            for (const auto& experiment : experiments())
                if (experiment->group() == group) {
                    std::string name = experiment->name();
                    name.resize(std::max<size_t>(name.size(), 26), ' ');
                    std::cout << "  " << name << experiment->description() << "\n";
                }
        }
        return 0;
    }
};

/// The data that an experiment of this group expects in --data.
const char* dataOf(const std::string& group) {
    if (group == "MNIST")
        return "DATA/mnist holds the four files as published: train-images-idx3-ubyte, "
               "train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each as it is "
               "or with .gz. They may also be in DATA itself, or in DATA/MNIST/raw, where torchvision puts "
               "them.";
    if (group == "CIFAR-10")
        return "DATA/cifar10 holds the binary version: data_batch_1.bin to data_batch_5.bin and "
               "test_batch.bin, or train.bin, "
               "validation.bin and test.bin in the same format, each as it is or with .gz.";
    return "DATA/speech/train and DATA/noise/train hold recordings (wav, flac or opus) in folders named "
           "after their source; below that, speech has a folder for each talker, or a link to one. "
           "DATA/rir/train, if present, holds room responses. A manifest.tsv beside them may add details. "
           "`solus-train data check DATA` reports what was found.";
}

class Explain : public Command {
public:
    std::string name() const override { return "explain"; }
    std::string description() const override {
        return "The idea of an experiment, its equations and its network";
    }
    void configure(CLI::App& app) override {
        app.add_option("NAME", experiment_, "An experiment; `list` names them")->required();
    }
    int run() override {
        const auto experiment = findExperiment(experiment_);
        if (!experiment) throw Error(experiment_ + ": no such experiment; `solus-train list` names them");
        CLI::App app;
        TrainOptions options;
        configureExperiment(*experiment, app, options); // the story for the default options
        const auto story = experiment->story();
        std::cout << experiment->name() << ": " << experiment->description() << "\n\n";
        printWrapped(story.idea);
        for (const auto& equation : story.equations) std::cout << "    " << equation << "\n";
        if (!story.equations.empty()) std::cout << "\n";
        for (const auto& sketch : story.networks) std::cout << sketchText(sketch) << "\n";
        std::cout << "Data\n";
        printWrapped(dataOf(experiment->group()));
        std::cout << "Try\n";
        for (const auto& [command, why] : story.next)
            std::cout << "  " << command << "\n      " << why << "\n";
        return 0;
    }

private:
    static void printWrapped(const std::string& text) {
        size_t column = 0;
        for (size_t from = 0; from < text.size();) {
            const size_t end = std::min(text.find_first_of(" \n", from), text.size());
            const auto word = text.substr(from, end - from);
            if (column > 0 && column + 1 + word.size() > 100) std::cout << "\n", column = 0;
            std::cout << (column > 0 ? " " : "") << word;
            column += word.size() + (column > 0 ? 1 : 0);
            if (end < text.size() && text[end] == '\n') std::cout << "\n", column = 0;
            from = end + 1;
        }
        std::cout << "\n\n";
    }

    std::string experiment_;
};

const RegisterCommand<List> list;
const RegisterCommand<Explain> explain;

} // namespace

} // namespace solus::train
