// The live app `solus-live`: with a window, or without one as a virtual microphone.
#include "App.h"
#include "Base/Error.h"
#include "Base/System.h"
#include "Headless/Headless.h"
#include "Options.h"

#include <cstdio>

int main(int argc, char** argv) {
    using namespace solus::live;
    argv = solus::sys::utf8Arguments(argc, argv);
    Options options;
    try {
        options = parseOptions(argc, argv);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "solus-live: %s\n", e.what());
        return 2;
    }
    if (options.help) return 0;
    try {
#if defined(_WIN32) || defined(__APPLE__)
        if (options.headless)
            throw solus::Error("--headless needs JACK or PipeWire: on this system there is the window only");
        return runWindow(options);
#else
        return options.headless ? runHeadless(options) : runWindow(options);
#endif
    } catch (const std::exception& e) {
        std::fprintf(stderr, "solus-live: %s\n", e.what());
        return 1;
    }
}
