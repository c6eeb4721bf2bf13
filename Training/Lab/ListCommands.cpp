// `list` and `explain`: what there is, and what it is about.
#include "Command.h"
#include "Error.h"
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
        configureExperiment(*experiment, app, options); // the story is that of the defaults
        const auto story = experiment->story();
        std::cout << experiment->name() << ": " << experiment->description() << "\n\n";
        printWrapped(story.idea);
        for (const auto& equation : story.equations) std::cout << "    " << equation << "\n";
        if (!story.equations.empty()) std::cout << "\n";
        for (const auto& sketch : story.networks) std::cout << sketchText(sketch) << "\n";
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
