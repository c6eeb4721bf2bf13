// The live app `solus-live`: with a window, or without one as a virtual microphone.
#include "App.h"
#include "Base/Error.h"
#include "Headless/Headless.h"
#include "Options.h"

#include <cstdio>

int main(int argc, char** argv) {
    using namespace solus::live;
    Options options;
    try {
        options = parseOptions(argc, argv);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "solus-live: %s\n", e.what());
        return 2;
    }
    if (options.help) return 0;
    try {
        return options.headless ? runHeadless(options) : runWindow(options);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "solus-live: %s\n", e.what());
        return 1;
    }
}
