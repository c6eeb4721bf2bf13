// Queries the system.
#include "Lab/Machine.h"

#include <ctime>
#include <fstream>
#include <thread>
#include <torch/version.h>

namespace solus::train {

std::string machineName() {
    std::string processor = "unknown processor";
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);)
        if (line.rfind("model name", 0) == 0) {
            processor = line.substr(line.find(':') + 2);
            break;
        }
    return processor + ", " + std::to_string(std::thread::hardware_concurrency()) +
           " cores, LibTorch " TORCH_VERSION;
}

std::string dateNow() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[64];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts);
    return text;
}

} // namespace solus::train
