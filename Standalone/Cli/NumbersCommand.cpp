// `solus numbers`: lists the numbers used by LADSPA's controls.
#include "Base/Text.h"
#include "Commands.h"
#include "Console.h"
#include "Engine/Models.h"
#include "Engine/Numbers.h"

#include <nlohmann/json.hpp>

namespace solus::cli {
namespace {

void print(const char* what, const std::string& zeroTexts, const std::map<int, std::string>& names,
           bool json) {
    const auto line = [&](int number, const std::string& name) {
        if (json)
            printJson({{"kind", what}, {"number", number}, {"name", name}});
        else
            printLine(std::string(what) + " " + std::to_string(number) + "  " + oneLine(name));
    };
    line(0, zeroTexts);
    for (const auto& [number, name] : names) line(number, name);
}

} // namespace

int numbers(const NumbersOptions& options) {
    print("model", std::string("the default, ") + defaultDenoiserName, modelNumbers(), options.json);
    print("voice", "none: everybody passes", voiceNumbers(), options.json);
    return done;
}

} // namespace solus::cli
