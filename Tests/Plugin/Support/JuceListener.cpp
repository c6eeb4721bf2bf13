// For every test program of the plugin: the message thread, and a temporary data folder.
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include "Runtime.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace {

class JuceListener : public Catch::TestEventListenerBase {
public:
    using TestEventListenerBase::TestEventListenerBase;

    void testRunStarting(const Catch::TestRunInfo&) override {
        folder_ = (std::filesystem::temp_directory_path() / "solus-test-XXXXXX").string();
        if (mkdtemp(folder_.data()) == nullptr) std::abort();
        setenv("XDG_DATA_HOME", folder_.c_str(), 1);
        runtime_ = std::make_unique<solus::host::Runtime>();
    }
    void testRunEnded(const Catch::TestRunStats&) override {
        runtime_.reset();
        std::error_code none;
        std::filesystem::remove_all(folder_, none);
    }

private:
    std::string folder_;
    std::unique_ptr<solus::host::Runtime> runtime_;
};

} // namespace

CATCH_REGISTER_LISTENER(JuceListener)
